import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { processingContract } from '../../../shared/modules/processing/contract.ts';
import { gradingConfirmed, gradingStream } from '../../../shared/modules/processing/records.ts';
import { gradingDecider, judgeGrading } from '../../../shared/modules/processing/rules-grading.ts';
import type { Criterion, GradedCriterion } from '../../../shared/modules/processing/terms.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import { draft, isRecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { actorName, personAuthor } from '../authors.ts';
import { requirePlan } from './bath-handlers.ts';
import {
  type GradingBody,
  type GradingTableRow,
  gradingRows,
  type RunTableRow,
  snapshotOf,
  stationRows,
  toGradingRow,
  toRunRow,
} from './board-desk.ts';
import { nowAt, requireInstrument } from './places.ts';

/** A slide through an eyepiece needs no more; the blob store itself takes up to 50 MiB. */
const mostPhotoBytes = 12 * 1024 * 1024;
/** Sealed as all pictures are, under the hash of their sealed bytes. */
const photoPurpose = 'photo';
const photoTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/** Leave to sign, asked before the transaction; null on a bench without accounts, where nobody can. */
async function grantFor(
  context: HostContext,
  meaning: 'performed' | 'verified',
  password: string | null,
  statement = '',
): Promise<SigningGrant | null> {
  if (!context.signing.isPossible) return null;
  if (password === null) throw new AppError('processing/signature-needed', {});
  return context.signing.require({ password, meaning, statement: statement.slice(0, 1000) });
}

type Answer = Pick<GradedCriterion, 'criterionId' | 'grade' | 'value'>;

/** The plan's criteria with the answers to them, in the plan's order. */
function answered(criteria: readonly Criterion[], answers: readonly Answer[]): GradedCriterion[] {
  const given = new Map(answers.map((answer) => [answer.criterionId, answer]));
  if (answers.some(({ criterionId }) => !criteria.some((one) => one.criterionId === criterionId))) {
    throw new AppError('processing/criteria-changed', {});
  }
  return criteria.map((one) => {
    const answer = given.get(one.criterionId);
    return {
      ...one,
      grade: one.kind === 'grade' ? (answer?.grade ?? null) : null,
      value: one.kind === 'number' ? (answer?.value ?? null) : null,
    };
  });
}

export function createGradingHandlers(context: HostContext) {
  const os = implement(processingContract.gradings);
  const { store } = context;

  const requireRow = (gradingId: string): GradingTableRow => {
    const row = store.db.prepare('SELECT * FROM bath_gradings WHERE grading_id = ?').get(gradingId);
    if (!row) throw new AppError('processing/grading-not-found', { gradingId });
    return row as GradingTableRow;
  };

  const confirmationOf = ({ second_hash: hash }: GradingTableRow) => {
    const record = hash === null ? undefined : store.records.byHash(hash);
    if (!(record && isRecordOf(record, gradingConfirmed))) return null;
    return { hash: record.hash, by: actorName(record.actor, context), at: record.wall, note: record.body.note };
  };

  return os.router({
    list: os.list.handler(({ input }) => gradingRows(context, input)),

    get: os.get.handler(({ input: { gradingId } }) => {
      const row = requireRow(gradingId);
      const { criteria, correctiveAction, photos, baths, runId, note, instrumentId } = JSON.parse(
        row.body,
      ) as GradingBody;
      const run = store.db.prepare('SELECT * FROM bath_runs WHERE run_id = ?').get(runId) as RunTableRow | undefined;
      return {
        ...toGradingRow(context, row),
        ...{ instrumentId, instrumentName: requireInstrument(context, instrumentId).name },
        ...{ criteria, correctiveAction, photos, baths, note, run: run ? toRunRow(context, run) : null },
        confirmation: confirmationOf(row),
        needsPassword: context.signing.isPossible,
      };
    }),

    record: os.record.handler(async ({ input }) => {
      const { instrumentId, requestId: gradingId, criteria: answers, password, ...given } = input;
      const instrument = requireInstrument(context, instrumentId);
      const bodyNow = (): GradingBody => {
        const plan = requirePlan(context, instrumentId);
        const when = nowAt(context, instrument);
        const criteria = answered(plan.grading.criteria, answers);
        const { verdict, why } = judgeGrading(criteria);
        const baths = snapshotOf(stationRows(context, instrumentId, plan, when.on));
        const { needsSecondPerson } = plan.grading;
        return {
          gradingId,
          instrumentId,
          ...given,
          criteria,
          verdict,
          why: [...why],
          baths,
          needsSecondPerson,
          ...when,
        };
      };
      // Refused before a password is asked for.
      gradingDecider.decide(gradingDecider.initial(gradingStream(gradingId)), { do: 'grade', body: bodyNow() }, '');
      const grant = await grantFor(context, 'performed', password);
      return store.transaction(() => {
        const body = bodyNow();
        const author = grant?.author ?? personAuthor(context.actor);
        const command = { do: 'grade', body } as const;
        const { records } = store.records.decide(gradingDecider, gradingStream(gradingId), command, author);
        if (records.length > 0) grant?.sign(records);
        return { gradingId, verdict: body.verdict };
      });
    }),

    confirm: os.confirm.handler(async ({ input: { gradingId, outcome, note, password } }) => {
      requireRow(gradingId);
      const stream = gradingStream(gradingId);
      const command = (by: string) => ({ do: 'confirm', by, outcome, note }) as const;
      const { actor: here } = personAuthor(context.actor);
      gradingDecider.decide(store.records.fold(stream, gradingDecider).state, command(here), stream);
      const grant = await grantFor(context, 'verified', password, note);
      store.transaction(() => {
        const author = grant?.author ?? personAuthor(context.actor);
        const { records } = store.records.decide(gradingDecider, stream, command(author.actor), author);
        if (records.length > 0) grant?.sign(records);
      });
      return {};
    }),

    void: os.void.handler(async ({ input: { gradingId, reason, password } }) => {
      requireRow(gradingId);
      const grant = await grantFor(context, 'performed', password, reason);
      store.transaction(() => {
        const { hash, stream } = requireRow(gradingId);
        const author = grant?.author ?? personAuthor(context.actor);
        const [voided] = store.records.append([draft(recordVoided, stream, { target: hash, reason })], author);
        const target = store.records.byHash(hash);
        if (target && voided) grant?.sign([target, voided]);
      });
      return {};
    }),

    savePhoto: os.savePhoto.handler(({ input: { name, mediaType, bytes } }) => {
      if (!photoTypes.includes(mediaType)) throw new AppError('processing/not-a-photo', { name });
      if (bytes.length > mostPhotoBytes) {
        throw new AppError('processing/photo-too-large', { most: mostPhotoBytes / 1024 / 1024 });
      }
      const sealed = store.keys.seal(photoPurpose, bytes);
      return { sha256: store.blobs.put(sealed).sha256, byteCount: bytes.length, name, mediaType };
    }),

    photo: os.photo.handler(({ input: { sha256 } }) => {
      const sealed = store.blobs.get(sha256);
      if (sealed === undefined) throw new AppError('processing/photo-not-found', {});
      return { bytes: new Uint8Array(store.keys.open(photoPurpose, sealed)) };
    }),
  });
}
