/** From so many busy lines on, a frame waits a moment for the frames of others. */
const busyLineCount = 4;
/** A line is busy when it had a frame in this time or in the one before. */
const spanMs = 20;
/**
 * How long a frame waits then. A frame takes 5 ms at 115,200 baud and its sender waits 15 s for the answer, so nobody
 * notices; and a disk flush is shared by several frames instead of one.
 */
const gatherMs = 3;

/** Decides whether a frame is committed at once or waits for company: only many busy lines are worth a wait. */
export class Gathering {
  #lines = new Set<string>();
  #linesBefore = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** @returns milliseconds a frame of this instrument waits, 0 for not at all */
  waitMs(instrumentId: string, monoMs: number): number {
    if (monoMs - this.#since >= spanMs) {
      this.#linesBefore = monoMs - this.#since < 2 * spanMs ? this.#lines.size : 0;
      this.#lines.clear();
      this.#since = monoMs;
    }
    this.#lines.add(instrumentId);
    return Math.max(this.#lines.size, this.#linesBefore) >= busyLineCount ? gatherMs : 0;
  }
}
