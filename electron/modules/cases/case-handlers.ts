import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { caseCalls } from '../../../shared/modules/cases/case-contract.ts';
import { caseStream } from '../../../shared/modules/cases/records.ts';
import { standingLinks } from '../../../shared/modules/cases/rules-case.ts';
import { type CaseCommand, caseDecider } from '../../../shared/modules/cases/rules-case-decider.ts';
import type { CaseOrigin, LinkKind } from '../../../shared/modules/cases/terms.ts';
import { errorRaised } from '../../../shared/modules/errors/records.ts';
import { partMoved, partStream } from '../../../shared/modules/maintenance/service-records.ts';
import { draft, isRecordOf, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { readCandidates } from './candidates.ts';
import { CaseRows, caseDetailOf, readRecurrence } from './case-rows.ts';
import { nextNumber, requireGrant, requireInstrument, todayOf } from './desk.ts';
import { keepEvidence, keepPicture, openKept } from './files.ts';
import { requireStream, streamOf } from './links.ts';
import { dismissProposal, gatherProposals } from './proposals.ts';
import { foldStory } from './story.ts';

type OpenBody = Extract<CaseCommand, { do: 'open' }>['body'];

/** A day before it happened is told too: what led to it. */
const leadMs = 24 * 3_600_000;

/** Opens one case inside the caller's transaction, with what it is opened from. */
export function openCase(
  context: HostContext,
  given: Omit<OpenBody, 'caseId' | 'number' | 'code'> & {
    readonly link: { readonly kind: LinkKind; readonly id: string } | null;
    readonly code?: string;
  },
  author: RecordAuthor,
): { caseId: string; number: string } {
  const { store } = context;
  const { link, code = '', ...fields } = given;
  const target = link && streamOf(link.kind, link.id);
  if (target !== null) requireStream(context, target);
  const raised = target === null ? undefined : store.records.read(target).find((one) => isRecordOf(one, errorRaised));
  const errorCode = raised && isRecordOf(raised, errorRaised) ? raised.body.code : code;
  return store.transaction(() => {
    const caseId = newId();
    const number = nextNumber(context, 'C');
    const body = { caseId, number, ...fields, code: errorCode };
    store.records.decide(caseDecider, caseStream(caseId), { do: 'open', body }, author);
    if (link && target !== null) {
      const linked = { kind: link.kind, stream: target, note: '' };
      store.records.decide(caseDecider, caseStream(caseId), { do: 'link', body: linked }, author);
    }
    return { caseId, number };
  });
}

/** Every call about cases. */
export function createCaseHandlers(context: HostContext) {
  const os = implement(caseCalls);
  const { store, clock } = context;
  const author = () => personAuthor(context.actor);
  const act = (caseId: string, command: CaseCommand, by: RecordAuthor = author()) =>
    store.records.decide(caseDecider, caseStream(caseId), command, by).records;
  const foldOf = (caseId: string) => store.records.fold(caseStream(caseId), caseDecider).state;
  const instrumentOf = (caseId: string): string | null => {
    const { opened } = foldOf(caseId);
    if (!opened) throw new AppError('cases/not-found', { caseId });
    return opened.instrumentId;
  };

  return {
    list: os.list.handler(async ({ input }) => new CaseRows(context, await todayOf(context, null)).list(input)),

    counts: os.counts.handler(async () => {
      const open = new CaseRows(context, await todayOf(context, null)).list({
        ...{ instrumentId: null, show: 'open', search: '', limit: 2000 },
      });
      return {
        openCount: open.length,
        lateCount: open.filter((row) => row.clock === 'late').length,
        proposalCount: gatherProposals(context, null, 500).length,
      };
    }),

    get: os.get.handler(async ({ input: { caseId } }) => {
      const today = await todayOf(context, null);
      return caseDetailOf(context, new CaseRows(context, today).get(caseId), today);
    }),

    timeline: os.timeline.handler(({ input: { caseId, limit } }) => {
      const state = foldOf(caseId);
      const { opened, closing } = state;
      if (!opened) throw new AppError('cases/not-found', { caseId });
      const began = Math.min(...[opened.at, opened.happenedAt ?? opened.at].map((at) => Date.parse(at)));
      return foldStory(context, {
        stream: caseStream(caseId),
        linked: [...new Set([...standingLinks(state).map(({ stream }) => stream), ...visitsFor(caseId)])],
        instrumentId: opened.instrumentId,
        fromMs: began - leadMs,
        toMs: closing ? Date.parse(closing.at) : clock.wallMs(),
        limit,
      });
    }),

    open: os.open.handler(({ input }) => {
      if (input.instrumentId !== null) requireInstrument(context, input.instrumentId);
      return openCase(context, input, author());
    }),

    change: os.change.handler(({ input: { caseId, reason, ...fields } }) => {
      act(caseId, { do: 'change', fields, reason });
      return {};
    }),

    setState: os.setState.handler(({ input: { caseId, state, note } }) => {
      act(caseId, { do: 'set-state', to: state, note });
      return {};
    }),

    note: os.note.handler(({ input: { caseId, text } }) => {
      act(caseId, { do: 'note', text });
      return {};
    }),

    addPicture: os.addPicture.handler(({ input: { caseId, picture, caption } }) => {
      instrumentOf(caseId);
      const kept = keepPicture(context, picture);
      act(caseId, { do: 'add-picture', body: { picture: kept, caption } });
      return { sha256: kept.sha256 };
    }),

    picture: os.picture.handler(({ input }) => openKept(context, input.sha256)),

    addTask: os.addTask.handler(({ input: { caseId, ...task } }) => {
      const taskId = newId();
      act(caseId, { do: 'add-task', body: { taskId, ...task } });
      return { taskId };
    }),

    endTask: os.endTask.handler(({ input: { caseId, ...body } }) => {
      act(caseId, { do: 'end-task', body });
      return {};
    }),

    usePart: os.usePart.handler(({ input: { caseId, ...part } }) => {
      const instrumentId = instrumentOf(caseId);
      const by = author();
      store.transaction(() => {
        const named =
          part.partId === null ? { name: part.name, number: part.number } : storedPart(context, part.partId);
        if (named.name === '') throw new AppError('cases/part-needs-name', {});
        act(caseId, { do: 'use-part', body: { ...part, ...named } }, by);
        if (part.partId === null) return;
        const { partId, count, lotOrSerial, note } = part;
        const moved = { partId, kind: 'used' as const, change: -count, lotOrSerial, note, workOrderId: null };
        store.records.append([draft(partMoved, partStream(partId), { ...moved, instrumentId })], by);
      });
      return {};
    }),

    addTime: os.addTime.handler(({ input: { caseId, ...body } }) => {
      act(caseId, { do: 'add-time', body });
      return {};
    }),

    link: os.link.handler(({ input: { caseId, kind, id, note } }) => {
      const stream = streamOf(kind, id);
      requireStream(context, stream);
      act(caseId, { do: 'link', body: { kind, stream, note } });
      return {};
    }),

    unlink: os.unlink.handler(({ input: { caseId, stream, reason } }) => {
      act(caseId, { do: 'unlink', stream, reason });
      return {};
    }),

    candidates: os.candidates.handler(({ input: { caseId, use, limit } }) =>
      readCandidates(context, instrumentOf(caseId), { use, limit, except: Object.keys(foldOf(caseId).links) }),
    ),

    recurrence: os.recurrence.handler(({ input: { instrumentId, code } }) =>
      readRecurrence(context, instrumentId, code),
    ),

    declareNonconformity: os.declareNonconformity.handler(({ input: { caseId, ...body } }) => {
      act(caseId, { do: 'declare', body });
      return {};
    }),

    investigateCause: os.investigateCause.handler(({ input: { caseId, evidence, ...body } }) => {
      const about = { instrumentId: instrumentOf(caseId), notBefore: null };
      act(caseId, { do: 'investigate', body: { ...body, evidence: keepEvidence(context, evidence, about) } });
      return {};
    }),

    planAction: os.planAction.handler(({ input: { caseId, ...action } }) => {
      const actionId = newId();
      act(caseId, { do: 'plan-action', body: { actionId, ...action } });
      return { actionId };
    }),

    endAction: os.endAction.handler(({ input: { caseId, ...body } }) => {
      act(caseId, { do: 'end-action', body });
      return {};
    }),

    checkEffectiveness: os.checkEffectiveness.handler(
      async ({ input: { caseId, evidence, signing, statement, ...body } }) => {
        const instrumentId = instrumentOf(caseId);
        const grant = await requireGrant(context, 'reviewed', signing, statement);
        return store.transaction(() => {
          const kept = keepEvidence(context, evidence, { instrumentId, notBefore: firstActionDoneAt(caseId) });
          const command = { do: 'check-effect', body: { ...body, statement, evidence: kept } } as const;
          const records = act(caseId, command, grant?.author ?? author());
          grant?.sign(records);
          return { state: foldOf(caseId).state?.value ?? 'open' };
        });
      },
    ),

    proposals: os.proposals.handler(({ input: { instrumentId, limit } }) =>
      gatherProposals(context, instrumentId, limit),
    ),

    takeProposal: os.takeProposal.handler(({ input: { key, title, intoCaseId } }) => {
      const found = gatherProposals(context, null, 2000).find((one) => one.key === key);
      if (!found) throw new AppError('cases/proposal-not-found', { key });
      const by = author();
      if (intoCaseId !== null) {
        if (found.link === null) throw new AppError('cases/link-not-found', {});
        const { kind, id } = found.link;
        act(intoCaseId, { do: 'link', body: { kind, stream: streamOf(kind, id), note: '' } }, by);
        return { caseId: intoCaseId };
      }
      const isAffecting = found.kind === 'results-affected';
      const { caseId } = openCase(
        context,
        {
          instrumentId: found.instrumentId,
          title: title === '' ? titleOf(found.data) : title,
          description: '',
          kind: kindByOrigin[found.origin],
          reportedBy: '',
          // What nobody has said is not known; a code book that says "yes" is a record's word.
          resultsAffected: isAffecting && found.data.affects === 'yes' ? 'yes' : 'unknown',
          affectedNote: '',
          hasBackup: 'unknown',
          deadlineOn: null,
          deadlineSource: '',
          promisedAt: null,
          assignee: '',
          origin: found.origin,
          happenedAt: found.at,
          link: found.link,
          code: typeof found.data.code === 'string' ? found.data.code : '',
        },
        by,
      );
      return { caseId };
    }),

    dismissProposal: os.dismissProposal.handler(({ input: { key, reason } }) => {
      dismissProposal(context, key, reason, author());
      return {};
    }),
  };

  /** Visits that are for the case, or on which work was done for it. */
  function visitsFor(caseId: string): string[] {
    return store.db.prepare('SELECT stream FROM visit_cases WHERE case_id = ?').pluck().all(caseId) as string[];
  }

  /** Before its first corrective action was done, nothing can show that it helped. */
  function firstActionDoneAt(caseId: string): string | null {
    const done = Object.values(foldOf(caseId).actions).flatMap(({ planned, end }) =>
      planned?.kind === 'corrective' && end?.value.as === 'done' ? [end.value.at] : [],
    );
    return done.toSorted()[0] ?? null;
  }
}

const kindByOrigin = {
  hand: 'other',
  error: 'fault',
  'failed-check': 'failed-check',
  'missed-task': 'missed-task',
  complaint: 'complaint',
  recurrence: 'fault',
  notice: 'field-notice',
} as const satisfies Record<CaseOrigin, string>;

/** The thing's own words, where the person wrote no title. */
function titleOf(data: Readonly<Record<string, string | number | boolean>>): string {
  const words = ['code', 'text', 'title', 'worst', 'name'].flatMap((name) => {
    const value = data[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return (words.join(' ') || '-').slice(0, 200);
}

/** @throws AppError `cases/part-not-found` */
function storedPart({ store }: HostContext, partId: string): { name: string; number: string } {
  const row = store.db.prepare('SELECT name, number FROM parts WHERE stream = ?').get(partStream(partId));
  if (!row) throw new AppError('cases/part-not-found', { partId });
  return row as { name: string; number: string };
}
