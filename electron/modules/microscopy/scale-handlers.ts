import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { microscopyContract, type ScaleRow } from '../../../shared/modules/microscopy/contract.ts';
import { scaleCalibrated, scaleStream } from '../../../shared/modules/microscopy/records.ts';
import { objectiveKeyOf, scaleDecider } from '../../../shared/modules/microscopy/rules-records.ts';
import { judgeScale, scaleAlgorithm } from '../../../shared/modules/microscopy/rules-scale.ts';
import type { ScaleTerms } from '../../../shared/modules/microscopy/terms.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import { type BodyOf, draft, isRecordOf, type RecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { nowIn } from '../place-time.ts';
import { grantFor, requireInstrument } from './desk.ts';

type ScaleRecord = RecordOf<typeof scaleCalibrated>;

/** Eyepiece scales of one microscope, one for each objective; the value before stays beside the new one. */
export function createScaleHandlers(context: HostContext) {
  const os = implement(microscopyContract.scales);
  const { store } = context;

  const toRow = ({ body, hash, actor }: ScaleRecord, currentId: string | undefined): ScaleRow => {
    const { at: _at, timeZone: _zone, ...shown } = body;
    return { ...shown, hash, by: actorName(actor, context), isCurrent: currentId === body.calibrationId };
  };
  const currentOf = (stream: string): string | undefined =>
    store.records.fold(stream, scaleDecider).state.facts.at(-1)?.calibrationId;

  const bodyOf = (calibrationId: string, instrumentId: string, terms: ScaleTerms): BodyOf<typeof scaleCalibrated> => {
    const { place } = requireInstrument(context, instrumentId);
    const objectiveKey = objectiveKeyOf(terms.objective);
    if (objectiveKey === '') throw new AppError('microscopy/bad-objective', {});
    const { facts } = store.records.fold(scaleStream(instrumentId, objectiveKey), scaleDecider).state;
    const before = facts.findLast((fact) => fact.calibrationId !== calibrationId) ?? null;
    const { umPerDivision, ...judged } = judgeScale(terms, before?.umPerDivision ?? null);
    if (umPerDivision === null) throw new AppError('microscopy/bad-reading', {});
    return {
      ...{ calibrationId, instrumentId, objectiveKey, terms, umPerDivision, ...judged, why: [...judged.why] },
      previous: before && { hash: before.hash, umPerDivision: before.umPerDivision, on: before.on },
      algorithm: scaleAlgorithm,
      ...nowIn(context, place),
    };
  };

  return os.router({
    list: os.list.handler(({ input: { instrumentId } }) => {
      const rows = store.db
        .prepare('SELECT hash, stream FROM eyepiece_scales WHERE instrument_id = ? ORDER BY on_date DESC, hlc DESC')
        .all(instrumentId) as { hash: string; stream: string }[];
      const current = new Map([...new Set(rows.map(({ stream }) => stream))].map((one) => [one, currentOf(one)]));
      return rows.flatMap(({ hash, stream }) => {
        const record = store.records.byHash(hash);
        return record && isRecordOf(record, scaleCalibrated) ? [toRow(record, current.get(stream))] : [];
      });
    }),

    calibrate: os.calibrate.handler(async ({ input: { requestId, instrumentId, terms, signing } }) => {
      // Refused before a password is asked for.
      bodyOf(requestId, instrumentId, terms);
      const grant = await grantFor(context, signing);
      return store.transaction(() => {
        const body = bodyOf(requestId, instrumentId, terms);
        const stream = scaleStream(instrumentId, body.objectiveKey);
        const author = grant?.author ?? personAuthor(context.actor);
        const { records } = store.records.decide(scaleDecider, stream, body, author);
        if (records.length > 0) grant?.sign(records);
        return toRow(requireScale(context, requestId), currentOf(stream));
      });
    }),

    void: os.void.handler(async ({ input: { calibrationId, reason, signing } }) => {
      requireScale(context, calibrationId);
      const grant = await grantFor(context, signing);
      store.transaction(() => {
        const record = requireScale(context, calibrationId);
        const author = grant?.author ?? personAuthor(context.actor);
        const voids = store.records.append(
          [draft(recordVoided, record.stream, { target: record.hash, reason })],
          author,
        );
        grant?.sign([record, ...voids]);
      });
      return {};
    }),
  });
}

/** @throws AppError `microscopy/scale-not-found` */
function requireScale({ store }: HostContext, calibrationId: string): ScaleRecord {
  const hash = store.db
    .prepare('SELECT hash FROM eyepiece_scales WHERE calibration_id = ?')
    .pluck()
    .get(calibrationId) as string | undefined;
  const record = hash === undefined ? undefined : store.records.byHash(hash);
  if (!(record && isRecordOf(record, scaleCalibrated)))
    throw new AppError('microscopy/scale-not-found', { calibrationId });
  return record;
}
