import { toBase64Url } from '../kernel/base64url.ts';
import type { ClockQuality } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { RecordAuthor } from './define.ts';
import { parseLogId } from './scopes.ts';

/** What is signed: one line of JSON. Fields as in `sync.md` 1.4; the exact text is kept for ever, never re-written. */
export interface Envelope {
  /** Version of the envelope itself. */
  readonly v: 1;
  readonly log: string;
  /** 1, 2, 3, ... without gaps inside the log. */
  readonly seq: number;
  /** Link of the record before: SHA-256(hash, signature), base64url; 32 zero bytes for the first. */
  readonly prev: string;
  readonly id: string;
  readonly hlc: string;
  readonly wall: string;
  readonly tz: string;
  readonly clk: ClockQuality;
  readonly actor: string;
  readonly auth: RecordAuthor['auth'];
  readonly type: string;
  readonly tv: number;
  readonly stream: string;
  readonly base: string | null;
  readonly app: string;
  readonly body: unknown;
}

/** Hash and signature functions; Node's crypto in host and hub. Hashes are SHA-256, signatures Ed25519. */
export interface RecordCrypto {
  /** SHA-256 of the text's UTF-8 bytes. */
  readonly hashText: (text: string) => Uint8Array;
  /** SHA-256 of the two, one after the other. */
  readonly hashPair: (first: Uint8Array, second: Uint8Array) => Uint8Array;
}

/** Longest signed text, in UTF-8 bytes. Files go by hash, never into a body. */
export const maxRecordBytes = 65_536;

/** `prev` of a log's first record: 32 zero bytes. */
export const firstLink = 'A'.repeat(43);

/** Every record's text begins so: readers of damaged files search for it. */
export const recordTextStart = '{"v":1,"log":"';

/** The line that will be signed. @throws AppError `records/too-long`, `records/bad-text` (a NUL, which PostgreSQL cannot hold) */
export function writeEnvelope(envelope: Envelope): string {
  const e = envelope;
  const raw = JSON.stringify({
    v: e.v,
    log: e.log,
    seq: e.seq,
    prev: e.prev,
    id: e.id,
    hlc: e.hlc,
    wall: e.wall,
    tz: e.tz,
    clk: e.clk,
    actor: e.actor,
    auth: e.auth,
    type: e.type,
    tv: e.tv,
    stream: e.stream,
    base: e.base,
    app: e.app,
    body: e.body,
  });
  const problem = textProblem(raw);
  if (problem) throw new AppError(problem, { type: e.type, stream: e.stream });
  return raw;
}

/** Why a text can not be a record's line, or undefined. */
function textProblem(raw: string): 'records/too-long' | 'records/bad-text' | undefined {
  if (raw.length > maxRecordBytes || (raw.length * 3 > maxRecordBytes && utf8Length(raw) > maxRecordBytes)) {
    return 'records/too-long';
  }
  if (raw.includes('\n') || raw.includes('\0')) return 'records/bad-text';
  if (raw.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(raw)) return 'records/bad-text';
  return undefined;
}

function utf8Length(text: string): number {
  let count = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0)!;
    count += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return count;
}

/** The envelope in a line, or the reason why it is none. Fields it does not know stay in the text and do no harm. */
export function readEnvelope(raw: string): { envelope: Envelope } | { why: string } {
  const problem = textProblem(raw);
  if (problem) return { why: problem };
  let read: unknown;
  try {
    read = JSON.parse(raw);
  } catch {
    return { why: 'records/not-json' };
  }
  if (typeof read !== 'object' || read === null) return { why: 'records/not-json' };
  const e = read as Partial<Record<keyof Envelope, unknown>>;
  const texts = [e.log, e.prev, e.id, e.hlc, e.wall, e.tz, e.actor, e.type, e.stream, e.app];
  const isSound =
    texts.every((text) => typeof text === 'string') &&
    Number.isSafeInteger(e.seq) &&
    (e.seq as number) >= 1 &&
    Number.isSafeInteger(e.tv) &&
    (e.tv as number) >= 1 &&
    (e.base === null || typeof e.base === 'string') &&
    typeof e.auth === 'object' &&
    e.auth !== null &&
    typeof e.clk === 'object' &&
    e.clk !== null &&
    'body' in e;
  if (e.v !== 1) return { why: 'records/newer-envelope' };
  if (!isSound || !parseLogId(e.log as string)) return { why: 'records/bad-envelope' };
  return { envelope: read as Envelope };
}

/** SHA-256("bs1\n", text): the prefix keeps these hashes apart from any other use of SHA-256. */
export function hashOf(crypto: RecordCrypto, raw: string): Uint8Array {
  return crypto.hashText(`bs1\n${raw}`);
}

/** What the next record of the log names in `prev`. */
export function linkOf(crypto: RecordCrypto, hash: Uint8Array, sig: Uint8Array): string {
  return toBase64Url(crypto.hashPair(hash, sig));
}
