/** The clocks of one machine. Instants are milliseconds since 1970 UTC; `monoMs` only ever grows, from any origin. */
export interface Clock {
  readonly wallMs: () => number;
  readonly monoMs: () => number;
  /** Minutes east of UTC now, daylight saving included. */
  readonly offsetMinutes: () => number;
}

/** How good the machine's clock was when a record was written (`clk` of the envelope). */
export interface ClockQuality {
  /** Milliseconds our clock was behind the hub's at the last contact, or null before any. */
  readonly off: number | null;
  /** Milliseconds since that contact, or null before any. */
  readonly age: number | null;
  /** Id of this run of the host: monotonic times compare only inside one. */
  readonly boot: string;
  readonly mono: number;
}

/** A hybrid logical time: byte-sortable text `millis-counter-device`, fixed width (15 digits, 4 hex, 12 hex). */
export type Hlc = string;

export interface HlcState {
  readonly ms: number;
  readonly counter: number;
}

/** A remote time further ahead of ours than this never moves our clock (`sync.md` 1.4); the record is flagged instead. */
export const hlcMaxAheadMs = 5 * 60_000;
const counterLimit = 0xffff;

/** Fifteen digits reach the year 33658; times before 1970 count as 1970. */
function fixed(state: HlcState, device: string): Hlc {
  return `${String(state.ms).padStart(15, '0')}-${state.counter.toString(16).padStart(4, '0')}-${device}`;
}

/** The part of a device id that ends every hybrid time: its last twelve characters. */
export function hlcDevice(deviceId: string): string {
  return deviceId.slice(-12).padStart(12, '0');
}

/** The next hybrid time of this device, always above every earlier one, also when the wall clock went back. */
export function hlcNext(state: HlcState, wallMs: number, device: string): { state: HlcState; hlc: Hlc } {
  const now = Math.max(0, Math.floor(wallMs));
  let next: HlcState = now > state.ms ? { ms: now, counter: 0 } : { ms: state.ms, counter: state.counter + 1 };
  if (next.counter > counterLimit) next = { ms: next.ms + 1, counter: 0 };
  return { state: next, hlc: fixed(next, device) };
}

/**
 * Takes notice of a remote hybrid time. Never refuses: a time more than `hlcMaxAheadMs` ahead, or one that cannot be
 * read, leaves our clock where it is and answers `isSuspect`.
 */
export function hlcReceive(state: HlcState, remote: Hlc, wallMs: number): { state: HlcState; isSuspect: boolean } {
  const read = parseHlc(remote);
  if (!read || read.ms - wallMs > hlcMaxAheadMs) return { state, isSuspect: true };
  const isAhead = read.ms > state.ms || (read.ms === state.ms && read.counter > state.counter);
  return { state: isAhead ? { ms: read.ms, counter: read.counter } : state, isSuspect: false };
}

/** The parts of a hybrid time, or undefined when the text is not one. */
export function parseHlc(hlc: Hlc): (HlcState & { device: string }) | undefined {
  const match = /^(\d{15})-([0-9a-f]{4})-([0-9a-z]{12})$/.exec(hlc);
  if (!match) return undefined;
  return { ms: Number(match[1]), counter: Number.parseInt(match[2]!, 16), device: match[3]! };
}

/** `+05:30` for 330 minutes east of UTC. */
export function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}
