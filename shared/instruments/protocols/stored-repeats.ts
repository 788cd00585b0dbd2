import type { StoredFrame } from './stored-frames.ts';

/** Frame numbers in a stored file: which frames came twice, and where one is missing. */

/** LIS01 gives up a frame after six tries; a device that always sends the same number must not make the run endless. */
const MAX_RUN = 32;

/**
 * Whether the sender counts as LIS01 says (1 to 7, 0, 1, ..). Some do not (1 2 3 1 1 1 5, or always 1), and then the same
 * number does not mean the same frame.
 */
export function countsOn(frames: Iterable<StoredFrame>): boolean {
  let kept = 0;
  let broken = 0;
  let before: StoredFrame | null = null;
  for (const frame of frames) {
    const isSound = frame.verdict !== 'failed' && before !== null && before.verdict !== 'failed';
    if (isSound && before !== null && before.transfer === frame.transfer) {
      if (isNext(before, frame)) kept += 1;
      else if (!isSame(before, frame)) broken += 1;
    }
    before = frame;
  }
  return kept >= broken;
}

/** Leaves one of each frame that came several times: every different sound copy, else the last damaged one. */
export function* dropRepeats(frames: Iterable<StoredFrame>, isCounting: boolean): Generator<StoredFrame> {
  let run: StoredFrame[] = [];
  const rest = (): StoredFrame[] => run.filter((frame, index) => !isRepeat(frame, index, run, isCounting));
  for (const frame of frames) {
    const first = run[0];
    const goesOn = frame.number !== null && first?.number === frame.number && first.transfer === frame.transfer;
    if (!goesOn || run.length >= MAX_RUN) {
      yield* rest();
      run = [];
    }
    run.push(frame);
  }
  yield* rest();
}

/** A piece of a record stands before this frame, and the frame that went on with it is missing. */
export function isAfterGap(frame: StoredFrame, before: StoredFrame, isCounting: boolean): boolean {
  return isCounting && before.end === 'ETB' && frame.number !== null && !isNext(before, frame);
}

function isRepeat(frame: StoredFrame, index: number, run: readonly StoredFrame[], isCounting: boolean): boolean {
  const later = run.slice(index + 1);
  if (later[0] !== undefined && isSame(frame, later[0])) return true;
  if (frame.verdict !== 'failed') return false;
  const meansTheSame = (other: StoredFrame): boolean => isCounting || isSameRecord(frame, other);
  return later.some(meansTheSame) || run.slice(0, index).some((one) => one.verdict !== 'failed' && meansTheSame(one));
}

/** LIS01 counts to 7; a few devices count to 9. */
function isNext(before: StoredFrame, frame: StoredFrame): boolean {
  if (before.number === null || frame.number === null) return false;
  return frame.number === (before.number + 1) % 8 || frame.number === (before.number + 1) % 10;
}

function isSame(left: StoredFrame, right: StoredFrame): boolean {
  return (
    left.number === right.number &&
    left.end === right.end &&
    left.text.length === right.text.length &&
    left.text.every((byte, index) => byte === right.text[index])
  );
}

/** The same record type and sequence number, such as `R|12|`. */
function isSameRecord(left: StoredFrame, right: StoredFrame): boolean {
  const delimiter = left.text[1] ?? 0;
  const end = left.text.indexOf(delimiter, 2);
  return end >= 0 && left.text.subarray(0, end + 1).every((byte, index) => byte === right.text[index]);
}
