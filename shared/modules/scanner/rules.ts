import { createLineFramer } from '../../instruments/framing/line-framer.ts';
import type { Framer, FramingValue } from '../../instruments/framing/values.ts';
import { MAX_CODE_LENGTH, type Scan, type ScannerSettings } from './contract.ts';

/** Before anyone chose: no scanner. The line settings are a house default without a source: the scanner's manual decides. */
export const scannerDefault: ScannerSettings = {
  port: null,
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  end: 'line-end',
  gapMs: 100,
};

/** A code whose line end does not come within so much silence was sent without one, or lost it. */
export const LOST_END_MS = 1000;

type EmitScan = (scan: Scan) => void;

/** Bytes of a scanner become codes. Pure and bounded; the owner holds the timer, as with a framer. */
export interface ScanReader {
  feed(chunk: Uint8Array, emit: EmitScan): void;
  /** Milliseconds of silence after which the owner calls `expire`, or null when nothing is waited for. */
  readonly silenceMs: number | null;
  expire(emit: EmitScan): void;
  /** The line was closed: what had begun is dropped. */
  reset(): void;
}

/** A reader for codes that end as the settings say. */
export function createScanReader(settings: Pick<ScannerSettings, 'end' | 'gapMs'>): ScanReader {
  return new LineScanReader(settings.end === 'gap' ? settings.gapMs : null);
}

class LineScanReader implements ScanReader {
  /** Null where a line end is awaited. */
  readonly #gapMs: number | null;
  readonly #framer: Framer;
  #holdsBytes = false;
  /** A code lost its end: what follows without a pause is its rest, and no code of its own. */
  #isSkipping = false;
  /** The code that is coming was refused for its length already. */
  #isOverlong = false;

  constructor(gapMs: number | null) {
    this.#gapMs = gapMs;
    // The two more are CR and LF.
    const bound = { end: 'any', maxLineBytes: MAX_CODE_LENGTH + 2 } as const;
    this.#framer = createLineFramer(gapMs === null ? bound : { ...bound, silenceMs: gapMs });
  }

  get silenceMs(): number | null {
    if (this.#gapMs !== null) return this.#framer.silenceMs;
    return this.#holdsBytes || this.#isSkipping ? LOST_END_MS : null;
  }

  feed(chunk: Uint8Array, emit: EmitScan): void {
    if (this.#isSkipping || chunk.length === 0) return;
    this.#framer.feed(chunk, (value) => this.#take(value, emit));
    this.#holdsBytes = !endsLine(chunk);
  }

  expire(emit: EmitScan): void {
    if (this.#gapMs !== null) {
      this.#framer.expire((value) => this.#take(value, emit));
      this.#isOverlong = false;
    } else if (this.#isSkipping) {
      this.#isSkipping = false;
    } else if (this.#holdsBytes) {
      if (!this.#isOverlong) emit(refused('scanner/no-end'));
      this.reset();
      this.#isSkipping = true;
    }
  }

  reset(): void {
    this.#framer.flush(() => {});
    this.#holdsBytes = false;
    this.#isSkipping = false;
    this.#isOverlong = false;
  }

  #take(value: FramingValue, emit: EmitScan): void {
    if (value.kind === 'line') {
      const scan = readCode(value.text);
      if (scan !== null) emit(scan);
    } else if (value.kind === 'noise' && value.isInsideFrame) {
      // It comes in pieces, the last of which ends the line; it is told once.
      if (!this.#isOverlong) emit(refused('scanner/too-long', { most: MAX_CODE_LENGTH }));
      this.#isOverlong = !endsLine(value.raw);
    }
  }
}

const endsLine = (bytes: Uint8Array): boolean => bytes.at(-1) === 0x0d || bytes.at(-1) === 0x0a;

/** ASCII's names of its control characters, 00 to 1F. */
const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/**
 * The code that is in these bytes, or why they are none; null for blanks alone. Letters beyond ASCII are refused: they
 * look the same as a line with the wrong parity, which would make a wrong code of a right one.
 */
export function readCode(bytes: Uint8Array): Scan | null {
  if (bytes.some((byte) => byte > 0x7f)) return refused('scanner/not-plain-text');
  const control = bytes.find((byte) => byte < 0x20 || byte === 0x7f);
  if (control !== undefined) {
    return refused('scanner/control-character', { name: controlNames[control] ?? 'DEL' });
  }
  const code = String.fromCharCode(...bytes);
  if (code.trim() === '') return null;
  if (code.length > MAX_CODE_LENGTH) return refused('scanner/too-long', { most: MAX_CODE_LENGTH });
  return { kind: 'code', code };
}

function refused(problem: string, data: Readonly<Record<string, string | number>> = {}): Scan {
  return { kind: 'refused', problem, data };
}
