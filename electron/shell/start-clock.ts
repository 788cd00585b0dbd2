export interface StartMark {
  readonly name: string;
  /** Milliseconds since the process was created. */
  readonly atMs: number;
}

/** Far more than one start needs: a page that marks without end fills no memory. */
const MAX_MARKS = 200;

/** The start-up clock. It begins with the process, so that what the engine needs before our first line counts too. */
export class StartClock {
  readonly #marks: StartMark[] = [];
  readonly #begin = process.getCreationTime?.() ?? performance.timeOrigin;
  #listener: ((mark: StartMark) => void) | null = null;

  /** @param at wall-clock ms; now when omitted */
  mark(name: string, at: number = performance.timeOrigin + performance.now()): void {
    if (this.#marks.length >= MAX_MARKS) return;
    const mark = { name, atMs: Math.max(0, Math.round(at - this.#begin)) };
    this.#marks.push(mark);
    this.#listener?.(mark);
  }

  get all(): readonly StartMark[] {
    return this.#marks;
  }

  onMark(listener: (mark: StartMark) => void): void {
    this.#listener = listener;
  }
}
