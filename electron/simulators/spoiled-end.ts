import type { SerialSettings } from '../../shared/instruments/link-settings.ts';
import type { LineEnd } from './ends.ts';
import type { FaultScript, Happening } from './fault-script.ts';
import { createSpoiler, lineOf } from './faults.ts';

/** Start bit, eight data bits, stop bit. */
const bitsPerCharacter = 10;
/** Bytes are put on a slow line in pieces of about this length. */
const pieceMs = 16;

/** What a simulated line did, for the log of the simulator. */
export interface LineEvent {
  readonly what: 'unplugged' | 'plugged' | 'silent' | 'deaf' | 'noise' | 'over';
}

/** The simulated instrument's end of a line with its speed and its faults. */
export interface SpoiledEnd {
  /** Resolves when the last byte is on the line. */
  write(bytes: Uint8Array): Promise<void>;
  /** To be called with what the real end hears; gives what the instrument hears. */
  heard(bytes: Uint8Array): Uint8Array;
  /** False while the cable is out. */
  readonly isPlugged: boolean;
  close(): Promise<void>;
}

export interface SpoiledEndOptions {
  readonly script: FaultScript;
  /** Bits a second, or as fast as the other end takes it. */
  readonly speed: number | 'max';
  readonly onEvent?: (event: LineEvent) => void;
}

/** Puts a script's faults and a line's speed between a simulated instrument and its end of the line. */
export function spoilEnd(end: LineEnd, { script, speed, onEvent }: SpoiledEndOptions): SpoiledEnd {
  const out = createSpoiler(script, 0);
  const into = createSpoiler(script, 1);
  const waiting = new Set<Happening>(script.happenings);
  const timers = new Set<NodeJS.Timeout>();
  let sentBytes = 0;
  let heardBytes = 0;
  let isPlugged = true;
  let isSilent = false;
  let isDeaf = false;
  let isClosed = false;
  let work: Promise<void> = Promise.resolve();

  const later = (seconds: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!isClosed) run();
    }, seconds * 1_000);
    timers.add(timer);
  };
  const happen = (happening: Happening): void => {
    waiting.delete(happening);
    const { forSeconds } = happening;
    switch (happening.do) {
      case 'unplug':
        isPlugged = false;
        onEvent?.({ what: 'unplugged' });
        void end.unplug().then(() =>
          later(forSeconds, () => {
            void end.plug().then(() => {
              isPlugged = true;
              onEvent?.({ what: 'plugged' });
            });
          }),
        );
        return;
      case 'silence':
        isSilent = true;
        onEvent?.({ what: 'silent' });
        later(forSeconds, () => {
          isSilent = false;
          onEvent?.({ what: 'over' });
        });
        return;
      case 'deaf':
        isDeaf = true;
        onEvent?.({ what: 'deaf' });
        later(forSeconds, () => {
          isDeaf = false;
          onEvent?.({ what: 'over' });
        });
        return;
      case 'noise':
        onEvent?.({ what: 'noise' });
        void end.write(out.noise(happening.bytes));
        return;
    }
  };
  const passed = (): void => {
    for (const happening of waiting) {
      const { when } = happening;
      if ('sentBytes' in when && sentBytes >= when.sentBytes) happen(happening);
      else if ('heardBytes' in when && heardBytes >= when.heardBytes) happen(happening);
    }
  };
  for (const happening of script.happenings) {
    const { when } = happening;
    if ('seconds' in when) later(when.seconds, () => happen(happening));
  }
  /** Asking the operating system costs a process, so it is only done when the answer matters. */
  const minds = script.line.baud !== undefined || Object.keys(script.hostLine).length > 0;
  const hostLine = async (): Promise<SerialSettings | null> => {
    if (!minds) return null;
    const baud = await end.hostBaud();
    return baud === null ? null : { ...lineOf(script.line), baud };
  };
  const put = async (bytes: Uint8Array): Promise<void> => {
    const host = await hostLine();
    const pieceBytes =
      speed === 'max' ? bytes.length : Math.max(1, Math.floor((speed / bitsPerCharacter / 1_000) * pieceMs));
    for (let start = 0; start < bytes.length && !isClosed; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes);
      const spoiled = script.direction === 'heard' ? piece : out.spoil(piece, host);
      if (isPlugged && !isSilent && spoiled.length > 0) await end.write(spoiled);
      if (speed !== 'max') {
        await new Promise((resolve) => setTimeout(resolve, ((piece.length * bitsPerCharacter) / speed) * 1_000));
      }
      sentBytes += piece.length;
      passed();
    }
  };
  return {
    get isPlugged() {
      return isPlugged;
    },
    write(bytes) {
      work = work.then(() => put(bytes));
      return work;
    },
    heard(bytes) {
      heardBytes += bytes.length;
      passed();
      if (isDeaf || !isPlugged) return new Uint8Array();
      return script.direction === 'sent' ? bytes : into.spoil(bytes, null);
    },
    async close() {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      await work.catch(() => {});
      await end.close();
    },
  };
}
