import { identityJudged, identityStream } from '../../../shared/modules/instruments/records.ts';
import { doubtIdentity, type IdentityDoubt } from '../../../shared/modules/instruments/rules-identity.ts';
import { draft, isRecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { ReadinessSource } from '../../host/readiness.ts';
import { defineProjection } from '../../store/projection.ts';
import { personAuthor } from '../authors.ts';
import { findInstrument, type RegisteredInstrument, readRegister } from './register.ts';
import { readIdentity } from './reports.ts';

/** What people decided about an identity that does not fit the register; the newest about one identity holds. */
export const judgementTable = defineProjection({
  name: 'instrument-judgements',
  version: 1,
  tables: ['instrument_judgements'],
  ddl: [
    `CREATE TABLE instrument_judgements (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, hlc TEXT NOT NULL,
      model TEXT NOT NULL, serial_number TEXT NOT NULL, is_same INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_judgements_by_time ON instrument_judgements (instrument_id, hlc)',
  ],
  reads: [identityJudged],
  apply(record, { stream }) {
    if (!isRecordOf(record, identityJudged)) return [];
    const { instrumentId, model, serialNumber, isSame } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO instrument_judgements (stream, hash, instrument_id, hlc, model, serial_number,
          is_same) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, record.hash, instrumentId, record.hlc, model, serialNumber, isSame ? 1 : 0],
      },
    ];
  },
});

/** What on the line of an instrument speaks against its entry in the register, or null. */
export function readDoubt(context: HostContext, instrument: RegisteredInstrument): IdentityDoubt | null {
  const { instrumentId, serialNumber, definitionKey, serviceStatus } = instrument;
  const reported = readIdentity(context, instrumentId);
  if (reported === null || serviceStatus === 'retired') return null;
  const judged = context.store.db
    .prepare(
      `SELECT is_same FROM instrument_judgements WHERE instrument_id = ? AND model = ? AND serial_number = ?
       ORDER BY hlc DESC LIMIT 1`,
    )
    .pluck()
    .get(instrumentId, reported.model, reported.serialNumber) as number | undefined;
  const others = readRegister(context).filter(
    (other) => other.instrumentId !== instrumentId && other.serviceStatus !== 'retired',
  );
  return doubtIdentity({
    registeredSerialNumber: serialNumber,
    models: context.catalog.get(definitionKey)?.fits.models ?? [],
    reported,
    isJudgedSame: judged === undefined ? null : judged === 1,
    others,
  });
}

/** Records what a person decided about what the wire reports. */
export function judgeIdentity(
  context: HostContext,
  judgement: { instrumentId: string; model: string; serialNumber: string; isSame: boolean; reason: string },
): void {
  const stream = identityStream(judgement.instrumentId);
  context.store.records.append([draft(identityJudged, stream, judgement)], personAuthor(context.actor));
}

/** Another analyzer on the line than the one in the register is a warning: nothing is blocked, a person decides. */
export const identityReadiness: ReadinessSource = {
  input: 'identity',
  reasonsOf(context, instrumentId) {
    const instrument = findInstrument(context, instrumentId);
    if (!instrument || readIdentity(context, instrumentId) === null) return null;
    const doubt = readDoubt(context, instrument);
    if (doubt === null) return [];
    const data = { model: doubt.reportedModel, serialNumber: doubt.reportedSerialNumber, name: doubt.otherName };
    return [{ code: doubt.kind, tone: 'amber', data, goesTo: 'set-up', subjectId: '' }];
  },
};
