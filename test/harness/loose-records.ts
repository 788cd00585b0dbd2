import { createHash } from 'node:crypto';
import type { AnyRecordDefinition, StoredRecord } from '../../shared/records/define.ts';

let counter = 0;

/** A stored record made by hand, for pure tests of ordering and folding. The hash is one of its own facts. */
export function looseRecord<D extends AnyRecordDefinition>(
  definition: D,
  body: unknown,
  place: { log?: string; seq: number; ms?: number; stream?: string; base?: string | null; causes?: readonly string[] },
): StoredRecord {
  const log = place.log ?? 'log-a';
  const base = place.base ?? null;
  const hash = createHash('sha256').update(`${log} ${place.seq} ${counter++}`).digest('base64url');
  return {
    type: definition.type,
    body,
    isKnown: true,
    tv: definition.version,
    kind: definition.kind,
    stream: place.stream ?? 'lamp/1',
    id: hash.slice(0, 8),
    hash,
    log,
    seq: place.seq,
    hlc: `${String(place.ms ?? place.seq).padStart(15, '0')}-0000-${log.padStart(12, '0').slice(-12)}`,
    wall: '2026-11-22T10:00:00.000Z',
    tz: '+01:00',
    actor: 'os:tester',
    auth: { session: null, proof: 'os-user' },
    base,
    causes: place.causes ?? (base === null ? [] : [base]),
  };
}
