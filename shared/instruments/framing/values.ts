/**
 * What a framing gives: every byte fed to a framer comes out exactly once, in order, in the `raw` of one value. The wire
 * store keeps those values as its rows, so nothing heard on a line is ever lost, not even noise.
 *
 * `raw` may be a view into a larger buffer: copy it before sending it to another process. Nobody changes its bytes.
 */

/** Single control characters of LIS01 (E1381) that stand outside a frame. */
export type ControlName = 'ENQ' | 'ACK' | 'NAK' | 'EOT';

export const CONTROL_BYTES: Readonly<Record<ControlName, number>> = { ENQ: 0x05, ACK: 0x06, NAK: 0x15, EOT: 0x04 };

/**
 * Why a frame was rejected by its bytes alone. (A well-made frame with an unexpected number is refused by the link
 * machine, which knows what it expects; see `RefusalReason` in `link-machine.ts`.)
 */
export type RejectReason =
  /** The two digits do not equal the byte sum modulo 256. */
  | 'checksum-wrong'
  /** One of the two checksum characters is no hex digit. */
  | 'checksum-not-hex'
  /** The character after STX is not 0 to 7. */
  | 'frame-number-invalid'
  /** ENQ, EOT, ACK or NAK stood inside the text: the line garbled a character, or the sender breaks LIS01 6.6. */
  | 'control-inside'
  /** Something other than CR LF (or the next STX, EOT, ENQ, or silence) followed the checksum. */
  | 'bad-tail'
  /** Longer than the framer's bound; the text before the end came out as noise. */
  | 'too-long'
  /** Frames of a fixed length: the end mark does not stand where the length puts it. */
  | 'bad-length'
  /** A second STX came before the end: the first frame lost its end, the second starts anew. */
  | 'stx-inside'
  /** EOT, ENQ, the link's end or a time-out came before the frame's end. */
  | 'cut-off';

export interface ControlValue {
  readonly kind: 'control';
  readonly control: ControlName;
  readonly raw: Uint8Array;
}

/** A frame whose number is a digit 0 to 7 and whose checksum is right. */
export interface FrameValue {
  readonly kind: 'frame';
  /** 0 to 7. */
  readonly number: number;
  /** Bytes between the number and ETX or ETB; a view into `raw`. */
  readonly text: Uint8Array;
  /** ETX ends the last or only frame of a message part, ETB an intermediate one. */
  readonly end: 'ETX' | 'ETB';
  /** What followed the checksum. Anything but `crlf` is a quirk of the sender or of a logger. */
  readonly tail: 'crlf' | 'cr' | 'lf' | 'none';
  readonly raw: Uint8Array;
}

export interface RejectedValue {
  readonly kind: 'rejected';
  readonly reason: RejectReason;
  /** `nak`: the sender waits for an answer now. `none`: it does not, an answer would hit its next frame. */
  readonly answer: 'nak' | 'none';
  readonly raw: Uint8Array;
}

/** Bytes that belong to nothing. One stretch of noise may come in several values when it came in several reads. */
export interface NoiseValue {
  readonly kind: 'noise';
  /** True for the stored part of a frame that grew over the framer's bound. */
  readonly isInsideFrame: boolean;
  readonly raw: Uint8Array;
}

/** A line of a line framing; `text` is a view into `raw` without its line end. */
export interface LineValue {
  readonly kind: 'line';
  readonly text: Uint8Array;
  readonly raw: Uint8Array;
}

export type FramingValue = ControlValue | FrameValue | RejectedValue | NoiseValue | LineValue;

export type EmitValue = (value: FramingValue) => void;

/**
 * A streaming framer. Its output does not depend on how the bytes were cut into reads (neighbouring noise values may be
 * cut differently, their bytes are the same). It keeps a bounded number of bytes and holds no timer.
 */
export interface Framer {
  /** Takes what one read gave and emits every value that is finished by it. Keeps no reference to `chunk`. */
  feed(chunk: Uint8Array, emit: EmitValue): void;
  /**
   * Milliseconds of silence after which the owner must call `expire`, or null when the framer waits for nothing. Read
   * it after every `feed`; any further byte restarts the wait.
   */
  readonly silenceMs: number | null;
  /** Silence has lasted `silenceMs`: decides what was waiting (a missing CR LF, an EOT inside a frame). */
  expire(emit: EmitValue): void;
  /** The link ended or the machine starts over: emits everything still held, then the framer is as new. */
  flush(emit: EmitValue): void;
}
