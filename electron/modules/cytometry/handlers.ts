import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset } from '../../../shared/kernel/zone.ts';
import { type CheckRow, cytometryContract, type VoltagePoint } from '../../../shared/modules/cytometry/contract.ts';
import { checkRecorded, checkStream, voltagesRead } from '../../../shared/modules/cytometry/records.ts';
import { checkDecider, judgeCheck } from '../../../shared/modules/cytometry/rules.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import { draft, isRecordOf, type RecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { wallAt } from '../../instruments/wall-time.ts';
import { actorName, personAuthor } from '../authors.ts';

type CheckRecord = RecordOf<typeof checkRecorded>;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(cytometryContract);
  const { store, clock } = context;

  const toRow = ({ body, actor }: CheckRecord): CheckRow => {
    const { instrumentId: _instrument, timeZone: _zone, ...shown } = body;
    return { ...shown, by: actorName(actor, context) };
  };

  return os.router({
    checks: os.checks.handler(({ input: { instrumentId, limit } }) =>
      recordsOf(context, 'cytometer_checks', instrumentId, '0000')
        .reverse()
        .slice(0, limit)
        .flatMap((record) => (isRecordOf(record, checkRecorded) ? [toRow(record)] : [])),
    ),

    record: os.record.handler(({ input: { requestId, instrumentId, terms } }) => {
      requireInstrument(context, instrumentId);
      if (terms.detectors.every(({ voltage, separation }) => voltage === null && separation === null)) {
        throw new AppError('cytometry/nothing-entered', {});
      }
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const on = civilDateAt(clock.wallMs(), timeZone, intlZoneOffset);
      const body = {
        checkId: requestId,
        instrumentId,
        ...terms,
        ...judgeCheck(terms, on),
        on,
        at: wallAt(clock),
        timeZone,
      };
      store.records.decide(checkDecider, checkStream(requestId), body, personAuthor(context.actor));
      return toRow(requireCheck(context, requestId));
    }),

    void: os.void.handler(({ input: { checkId, reason } }) => {
      store.transaction(() => {
        const record = requireCheck(context, checkId);
        const drafts = [draft(recordVoided, record.stream, { target: record.hash, reason })];
        store.records.append(drafts, personAuthor(context.actor));
      });
      return {};
    }),

    voltages: os.voltages.handler(({ input: { instrumentId, days } }) => {
      const since = new Date(clock.wallMs() - days * 86_400_000).toISOString().slice(0, 10);
      const read = recordsOf(context, 'cytometer_voltages', instrumentId, since).flatMap((record) =>
        isRecordOf(record, voltagesRead) ? pointsOfFile(record) : [],
      );
      const typed = recordsOf(context, 'cytometer_checks', instrumentId, since).flatMap((record) =>
        isRecordOf(record, checkRecorded) ? pointsOfCheck(record) : [],
      );
      return [...read, ...typed].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    }),
  });
}

/** Records of one instrument since a day, by day and then in the order of the log. */
function recordsOf(
  { store }: HostContext,
  table: 'cytometer_checks' | 'cytometer_voltages',
  instrumentId: string,
  since: string,
) {
  const hashes = store.db
    .prepare(`SELECT hash FROM ${table} WHERE instrument_id = ? AND on_date >= ? ORDER BY on_date, hlc`)
    .pluck()
    .all(instrumentId, since) as string[];
  return hashes.flatMap((hash) => store.records.byHash(hash) ?? []);
}

function pointsOfFile({ body }: RecordOf<typeof voltagesRead>): VoltagePoint[] {
  const at = body.takenAt || body.on;
  return body.readings.map(({ detector, reading, unit }) => ({
    ...{ detector, unit, on: body.on, at },
    value: reading,
    origin: 'file' as const,
  }));
}

function pointsOfCheck({ body }: CheckRecord): VoltagePoint[] {
  return body.detectors.flatMap(({ detector, voltage }) =>
    voltage === null
      ? []
      : [
          {
            detector,
            unit: detector === 'FSC' ? '' : 'V',
            on: body.on,
            at: body.at,
            value: voltage,
            origin: 'check' as const,
          },
        ],
  );
}

/** @throws AppError `instruments/not-found` */
function requireInstrument({ store }: HostContext, instrumentId: string): void {
  const isThere = store.db.prepare('SELECT 1 FROM instruments WHERE instrument_id = ?').get(instrumentId) !== undefined;
  if (!isThere) throw new AppError('instruments/not-found', { instrumentId });
}

/** @throws AppError `cytometry/check-not-found` */
function requireCheck({ store }: HostContext, checkId: string): CheckRecord {
  const hash = store.db.prepare('SELECT hash FROM cytometer_checks WHERE check_id = ?').pluck().get(checkId) as
    | string
    | undefined;
  const record = hash === undefined ? undefined : store.records.byHash(hash);
  if (!(record && isRecordOf(record, checkRecorded))) throw new AppError('cytometry/check-not-found', { checkId });
  return record;
}
