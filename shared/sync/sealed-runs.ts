import { type Envelope, hashOf, type RecordCrypto, readEnvelope } from '../records/envelope.ts';
import type { TravellingRecord } from './record-lines.ts';

/** Records on their way in, on a workstation and at a hub alike: read, hashed, and proved by as few signatures as are needed. */

/** Hashes and links as the room that takes them in computes them (Node's in both). */
export interface SealTools extends RecordCrypto {
  /** `linkOf` of a hash and a signature: what the record after it names in `prev`. */
  readonly linkText: (hash: Uint8Array, sig: Uint8Array) => string;
}

/** A record that could be read, with its hash and the link the next one names. */
export interface Sealed extends TravellingRecord {
  readonly envelope: Envelope;
  readonly hash: Uint8Array;
  readonly link: string;
  /** Who brought it; set for what had waited. */
  readonly via?: string;
  /** The record after it in the same batch, which names it: its signature covers this one, too. */
  next?: Sealed;
  isGenuine?: boolean;
}

/** A record nobody can read. */
export interface Unreadable extends TravellingRecord {
  readonly hash: Uint8Array;
  readonly why: string;
}

/** Reads one record. Never throws. */
export function sealOne({ raw, sig }: TravellingRecord, tools: SealTools): Sealed | Unreadable {
  const hash = hashOf(tools, raw);
  const read = readEnvelope(raw);
  return 'why' in read
    ? { raw, sig, hash, why: read.why }
    : { envelope: read.envelope, raw, sig, hash, link: tools.linkText(hash, sig) };
}

/**
 * Reads a batch and ties each record to the one after it that names it: a signature covers the link to the record before,
 * and with it that record's text and signature, so one check proves a whole run (`sync.md` 1.4).
 */
export function sealAll(records: readonly TravellingRecord[], tools: SealTools): (Sealed | Unreadable)[] {
  const byLink = new Map<string, Sealed>();
  const all = records.map((record) => sealOne(record, tools));
  for (const one of all) if (!('why' in one)) byLink.set(`${one.envelope.log}/${one.link}`, one);
  for (const one of all) {
    if ('why' in one) continue;
    const before = byLink.get(`${one.envelope.log}/${one.envelope.prev}`);
    if (before && before.envelope.seq === one.envelope.seq - 1) before.next ??= one;
  }
  return all;
}

/**
 * True when the log's key signed the record, itself or through the records after it that vouch for it.
 *
 * @param isSigned whether that key signed a hash (Ed25519)
 */
export function isGenuine(sealed: Sealed, isSigned: (hash: Uint8Array, sig: Uint8Array) => boolean): boolean {
  const run: Sealed[] = [];
  let at: Sealed | undefined = sealed;
  while (at && at.isGenuine === undefined) {
    run.push(at);
    at = at.next;
  }
  let isVouched = at?.isGenuine === true;
  for (const one of run.reverse()) {
    isVouched ||= isSigned(one.hash, one.sig);
    one.isGenuine = isVouched;
  }
  return sealed.isGenuine === true;
}
