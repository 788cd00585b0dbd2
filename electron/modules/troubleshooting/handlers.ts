import { implement } from '@orpc/server';
import { findEntry } from '../../../shared/instruments/error-book.ts';
import type { Guide } from '../../../shared/instruments/guide.ts';
import type { DefinitionStamp } from '../../../shared/instruments/signals.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { errorResolved, errorStream } from '../../../shared/modules/errors/records.ts';
import {
  type GivenLimits,
  type GuideRun,
  troubleshootingContract,
} from '../../../shared/modules/troubleshooting/contract.ts';
import { runStream } from '../../../shared/modules/troubleshooting/records.ts';
import { describeRun, type RunCommand, runDecider } from '../../../shared/modules/troubleshooting/rules.ts';
import { draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { keepPhoto, openPhoto } from './photos.ts';

/** The guide of an instrument whose definition is gone: what holds for any analyzer. */
const generalGuideKey = 'general-analyzer';

interface ErrorFacts {
  instrument_id: string;
  code: string;
  state: string;
  definition_key: string | null;
}

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(troubleshootingContract);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const requireError = (errorId: string): ErrorFacts => {
    const row = store.db
      .prepare(
        `SELECT e.instrument_id, e.code, e.state, i.definition_key FROM errors e
         LEFT JOIN instruments i ON i.instrument_id = e.instrument_id WHERE e.stream = ?`,
      )
      .get(errorStream(errorId)) as ErrorFacts | undefined;
    if (!row) throw new AppError('errors/not-found', { errorId });
    return row;
  };

  const earlierLimits = store.db.prepare(
    `SELECT low, high, source FROM guide_limits WHERE instrument_id = ? AND guide_key = ? AND step_id = ?
     ORDER BY hlc DESC LIMIT 1`,
  );

  const show = (runId: string): GuideRun => {
    const { state } = store.records.fold(runStream(runId), runDecider);
    const { started } = state;
    const sources = context.catalog.get(started?.definition?.key ?? '')?.sources ?? {};
    const general = context.catalog.guideSources;
    const run = describeRun(state, {
      nameOf: (actor) => actorName(actor, context),
      sourceOf: (key) => sources[key] ?? general[key] ?? key,
      earlierLimitsOf: (guideKey, stepId) =>
        (earlierLimits.get(started?.instrumentId ?? '', guideKey, stepId) as GivenLimits | undefined) ?? null,
    });
    if (!run) throw new AppError('troubleshooting/not-found', { runId });
    return run;
  };

  const act = (runId: string, command: RunCommand, by: RecordAuthor = author()) =>
    store.records.decide(runDecider, runStream(runId), command, by).records;
  const actAndShow = (runId: string, command: RunCommand): GuideRun => {
    act(runId, command);
    return show(runId);
  };

  return os.router({
    start: os.start.handler(({ input: { errorId } }) => {
      const error = requireError(errorId);
      const open = store.db
        .prepare(
          `SELECT run_id FROM guide_runs WHERE error_id = ? AND state IN ('started', 'paused')
           ORDER BY started_at DESC LIMIT 1`,
        )
        .pluck()
        .get(errorId) as string | undefined;
      if (open !== undefined) return actAndShow(open, { do: 'resume' });
      const { guide, definition } = findGuide(context, error);
      const { instrument_id: instrumentId, code } = error;
      return actAndShow(newId(), { do: 'start', body: { errorId, instrumentId, code, definition, guide } });
    }),

    get: os.get.handler(({ input }) => show(input.runId)),

    answer: os.answer.handler(({ input: { runId, photo, ...answer } }) => {
      show(runId);
      return actAndShow(runId, { do: 'answer', ...answer, photo: photo && keepPhoto(context, photo) });
    }),

    back: os.back.handler(({ input }) => actAndShow(input.runId, { do: 'back' })),

    pause: os.pause.handler(({ input }) => actAndShow(input.runId, { do: 'pause' })),

    abandon: os.abandon.handler(({ input: { runId, reason } }) => actAndShow(runId, { do: 'abandon', reason })),

    finish: os.finish.handler(async ({ input: { runId, whatWasDone, resolvesError, signing } }) => {
      const { errorId } = show(runId);
      const { instrument_id: instrumentId, code, state } = requireError(errorId);
      const grant = await requireGrant(context, signing);
      const by = grant?.author ?? author();
      store.transaction(() => {
        act(runId, { do: 'finish', whatWasDone, resolvesError }, by);
        const isResolving = resolvesError && state !== 'resolved';
        const body = { errorId, instrumentId, code, whatWasDone, runId };
        const drafts = isResolving ? [draft(errorResolved, errorStream(errorId), body)] : [];
        const resolved = store.records.append(drafts, by);
        // The guide as it was, every answer, and the end: what was done is signed as a whole.
        grant?.sign([...store.records.read(runStream(runId)), ...resolved]);
      });
      return show(runId);
    }),

    ofError: os.ofError.handler(({ input: { errorId } }) => {
      const ids = store.db
        .prepare('SELECT run_id FROM guide_runs WHERE error_id = ? ORDER BY started_at LIMIT 50')
        .pluck()
        .all(errorId) as string[];
      return ids.map(show);
    }),

    openRuns: os.openRuns.handler(() => {
      const ids = store.db
        .prepare("SELECT run_id FROM guide_runs WHERE state IN ('started', 'paused') ORDER BY saved_at DESC LIMIT 200")
        .pluck()
        .all() as string[];
      return ids.map(show);
    }),

    photo: os.photo.handler(({ input }) => openPhoto(context, input.sha256)),
  });
}

/**
 * Leave to sign that the steps were performed; null while no account exists on this bench, as then nobody can sign.
 *
 * @throws AppError `troubleshooting/signature-needed`, those of `signing.require`
 */
async function requireGrant(
  { signing: desk }: HostContext,
  signing: { readonly password: string; readonly statement: string } | null,
): Promise<SigningGrant | null> {
  if (!desk.isPossible) return null;
  if (signing === null) throw new AppError('troubleshooting/signature-needed', {});
  return desk.require({ ...signing, meaning: 'performed' });
}

/**
 * The guide of the code's entry, in the instrument's book or among the general troubles, else the book's general one, else the one for any analyzer.
 *
 * @throws AppError `troubleshooting/no-guide`
 */
function findGuide(context: HostContext, error: ErrorFacts): { guide: Guide; definition: DefinitionStamp | null } {
  const definition = error.definition_key === null ? undefined : context.catalog.get(error.definition_key);
  const book = definition?.errorBook;
  const general = findEntry({ entries: context.catalog.generalEntries }, error.code);
  const entry = (book && findEntry(book, error.code)) ?? general;
  const keys = [entry?.guide, book?.generalGuide, generalGuideKey];
  for (const key of keys) {
    if (!key) continue;
    const guide = book?.guides.find((one) => one.key === key) ?? context.catalog.generalGuide(key);
    if (guide) return { guide, definition: definition?.stamp ?? null };
  }
  throw new AppError('troubleshooting/no-guide', { code: error.code });
}
