import type { KeyObject } from 'node:crypto';
import { type Envelope, hashOf, readEnvelope } from '../../shared/records/envelope.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { isSignedBy, linkText, recordCrypto } from './record-crypto.ts';

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

/** Reads one record. */
export function sealOne({ raw, sig }: TravellingRecord): Sealed | Unreadable {
  const hash = hashOf(recordCrypto, raw);
  const read = readEnvelope(raw);
  return 'why' in read
    ? { raw, sig, hash, why: read.why }
    : { envelope: read.envelope, raw, sig, hash, link: linkText(hash, sig) };
}

/**
 * Reads a batch and ties each record to the one after it that names it: a signature covers the link to the record before,
 * and with it that record's text and signature, so one check proves a whole run (`sync.md` 1.4).
 */
export function sealAll(records: readonly TravellingRecord[]): (Sealed | Unreadable)[] {
  const byLink = new Map<string, Sealed>();
  const all = records.map(sealOne);
  for (const one of all) if (!('why' in one)) byLink.set(`${one.envelope.log}/${one.link}`, one);
  for (const one of all) {
    if ('why' in one) continue;
    const before = byLink.get(`${one.envelope.log}/${one.envelope.prev}`);
    if (before && before.envelope.seq === one.envelope.seq - 1) before.next ??= one;
  }
  return all;
}

/** True when the record is signed by the key, itself or through the records after it that vouch for it. */
export function isGenuine(sealed: Sealed, key: KeyObject): boolean {
  const run: Sealed[] = [];
  let at: Sealed | undefined = sealed;
  while (at && at.isGenuine === undefined) {
    run.push(at);
    at = at.next;
  }
  let isVouched = at?.isGenuine === true;
  for (const one of run.reverse()) {
    isVouched ||= isSignedBy(key, one.hash, one.sig);
    one.isGenuine = isVouched;
  }
  return sealed.isGenuine === true;
}
