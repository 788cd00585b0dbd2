import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { sessionOpened, sessionStream } from '../../../shared/modules/calibration/records.ts';
import { frozenJudgement } from '../../../shared/modules/calibration/rules-freeze.ts';
import {
  knownRun,
  type SessionCommand,
  type SessionFold,
  sessionDecider,
} from '../../../shared/modules/calibration/rules-session.ts';
import { sessionsContract } from '../../../shared/modules/calibration/sessions-contract.ts';
import { calibrationReason, type SessionKind, verificationReason } from '../../../shared/modules/calibration/terms.ts';
import type { Folded } from '../../../shared/records/decider.ts';
import { isRecordOf, type RecordAuthor, type StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { guardFacts } from './guard.ts';
import { nowAt, requireInstrument } from './places.ts';
import { procedureOf } from './procedures-desk.ts';
import { dropDraft, dropDrafts, saveDraftField } from './session-drafts.ts';
import { liveSession } from './session-live.ts';
import { candidatesOf, markOpening, runFromHand, runFromMessage } from './session-runs.ts';
import { judgeNow, type SessionTableRow, toSession, toSessionRow } from './session-view.ts';
import { grantFor } from './signing.ts';

/** Signatures name at most a hundred records; a closing and what it rests on are more only in a very long session. */
const mostSigned = 100;

/** The wizard's calls. Every one that saves is one record, so that a session goes on wherever it was left. */
export function createSessionHandlers(context: HostContext) {
  const os = implement(sessionsContract);
  const { store, clock } = context;

  const rowOf = (sessionId: string): SessionTableRow => {
    const row = store.db
      .prepare(
        `SELECT s.*, i.name AS instrument_name FROM calibration_sessions s
         LEFT JOIN instruments i ON i.instrument_id = s.instrument_id WHERE s.session_id = ?`,
      )
      .get(sessionId) as SessionTableRow | undefined;
    if (!row) throw new AppError('calibration/not-found', { sessionId });
    return row;
  };
  const streamOf = (sessionId: string): string => sessionStream(rowOf(sessionId).kind, sessionId);
  const fold = (sessionId: string): Folded<SessionFold> => store.records.fold(streamOf(sessionId), sessionDecider);

  const act = (
    sessionId: string,
    command: SessionCommand,
    author: RecordAuthor = personAuthor(context.actor),
  ): { tip: string; records: StoredRecord[]; folded: Folded<SessionFold> } => {
    const { records, folded } = store.records.decide(sessionDecider, streamOf(sessionId), command, author);
    return { tip: folded.tip ?? '', records, folded };
  };
  const save = (sessionId: string, command: SessionCommand): { tip: string } => ({ tip: act(sessionId, command).tip });

  return os.router({
    list: os.list.handler(({ input: { instrumentId, kind, state, before, limit } }) => {
      const clauses: string[] = [];
      const values: string[] = [];
      const where = (clause: string, ...given: string[]): void => {
        clauses.push(clause);
        values.push(...given);
      };
      if (instrumentId !== null) where('s.instrument_id = ?', instrumentId);
      if (kind !== null) where('s.kind = ?', kind);
      if (state === 'running') where("s.state = 'running'");
      if (state === 'to-review') where("s.state = 'closed'");
      const [beforeAt, beforeId] = before?.split('|') ?? [];
      if (beforeAt !== undefined && beforeId !== undefined) {
        where('(s.opened_at, s.session_id) < (?, ?)', beforeAt, beforeId);
      }
      const sql = `SELECT s.*, i.name AS instrument_name FROM calibration_sessions s
        LEFT JOIN instruments i ON i.instrument_id = s.instrument_id
        ${clauses.length === 0 ? '' : `WHERE ${clauses.join(' AND ')}`}
        ORDER BY s.opened_at DESC, s.session_id DESC LIMIT ?`;
      const rows = store.db.prepare(sql).all(...values, limit) as SessionTableRow[];
      const last = rows.at(-1);
      const next = rows.length < limit || !last ? null : `${last.opened_at}|${last.session_id}`;
      return { rows: rows.map((row) => toSessionRow(row, context)), next };
    }),

    get: os.get.handler(({ input: { sessionId } }) => {
      const row = rowOf(sessionId);
      const folded = fold(sessionId);
      const { definition, instrumentId } = folded.state.opened!.body;
      const key = definition?.key ?? requireInstrument(context, instrumentId).definitionKey;
      return toSession(context, row, folded, procedureOf(context, key).hash);
    }),

    guard: os.guard.handler(async ({ input: { instrumentId, kind } }) => {
      const instrument = requireInstrument(context, instrumentId);
      const { terms, hash } = procedureOf(context, instrument.definitionKey);
      return { facts: await guardFacts(context, instrument, kind), terms, isConfirmed: hash !== null };
    }),

    open: os.open.handler(({ input: { requestId, kind, instrumentId, reason, reasonText, triggerIds } }) => {
      const instrument = requireInstrument(context, instrumentId);
      requireReason(kind, reason, reasonText);
      const sessionId = requestId;
      const stream = sessionStream(kind, sessionId);
      const author = personAuthor(context.actor);
      return store.transaction(() => {
        const { terms, hash } = procedureOf(context, instrument.definitionKey);
        const { on, at, timeZone } = nowAt(context, instrumentId);
        const definition = context.catalog.get(instrument.definitionKey)?.stamp ?? null;
        const about = { sessionId, instrumentId, kind, on, at, timeZone, reason, reasonText, triggerIds };
        const body = { ...about, terms, procedureHash: hash, definition };
        const { records, folded } = store.records.decide(sessionDecider, stream, { do: 'open', body }, author);
        if (records.some((record) => isRecordOf(record, sessionOpened))) markOpening(context, sessionId, instrumentId);
        return { sessionId, tip: folded.tip ?? '' };
      });
    }),

    setTerms: os.setTerms.handler(({ input: { sessionId, terms, reason } }) => {
      const { state } = fold(sessionId);
      const procedureHash = state.terms?.value.procedureHash ?? null;
      return save(sessionId, { do: 'terms', terms, procedureHash, reason });
    }),

    adoptProcedure: os.adoptProcedure.handler(({ input: { sessionId, reason } }) => {
      const { opened } = fold(sessionId).state;
      const key = requireInstrument(context, opened!.body.instrumentId).definitionKey;
      const { terms, hash } = procedureOf(context, key);
      if (hash === null) throw new AppError('calibration/procedure-not-confirmed', {});
      return save(sessionId, { do: 'terms', terms, procedureHash: hash, reason });
    }),

    answerPrecondition: os.answerPrecondition.handler(({ input: { sessionId, ...answer } }) => {
      const { tip, folded } = act(sessionId, { do: 'answer', ...answer });
      const { sections } = judgeNow(context, folded);
      return { tip, verdict: sections.find(({ key }) => key === 'preconditions')?.verdict ?? 'cannot-evaluate' };
    }),

    setMaterial: os.setMaterial.handler(({ input: { sessionId, material } }) =>
      store.transaction(() => {
        const saved = save(sessionId, { do: 'material', material, isRemoved: false, reason: '' });
        dropDraft(store.settings, sessionId, `material/${material.materialKey}`);
        return saved;
      }),
    ),

    removeMaterial: os.removeMaterial.handler(({ input: { sessionId, materialKey, reason } }) => {
      const value = fold(sessionId).state.materials[materialKey]?.value;
      if (!value) throw new AppError('calibration/no-such-material', { key: materialKey });
      return save(sessionId, { do: 'material', material: value.material, isRemoved: true, reason });
    }),

    takeRun: os.takeRun.handler(({ input: { sessionId, ...asked } }) =>
      store.transaction(() => {
        const { state } = fold(sessionId);
        const run = runFromMessage(context, state, { ...asked, runId: newId() });
        const known = knownRun(state, run);
        return { tip: act(sessionId, { do: 'run', run }).tip, runId: known?.runId ?? run.runId };
      }),
    ),

    typeRun: os.typeRun.handler(({ input: { sessionId, ...asked } }) => {
      const at = new Date(clock.wallMs()).toISOString();
      const run = runFromHand(fold(sessionId).state, { ...asked, at });
      return { tip: act(sessionId, { do: 'run', run }).tip, runId: asked.runId };
    }),

    setAsideRun: os.setAsideRun.handler(({ input: { sessionId, ...asked } }) =>
      save(sessionId, { do: 'aside', isSetAside: true, ...asked }),
    ),

    restoreRun: os.restoreRun.handler(({ input: { sessionId, ...asked } }) =>
      save(sessionId, { do: 'aside', isSetAside: false, ...asked }),
    ),

    decideFactor: os.decideFactor.handler(({ input: { sessionId, ...decided } }) =>
      store.transaction(() => {
        const saved = save(sessionId, { do: 'factor', ...decided });
        dropDraft(store.settings, sessionId, `factor/${decided.parameter}`);
        return saved;
      }),
    ),

    saveDraft: os.saveDraft.handler(({ input: { sessionId, ...field } }) => {
      rowOf(sessionId);
      const savedAt = new Date(clock.wallMs()).toISOString();
      saveDraftField(store.settings, sessionId, { ...field, savedAt });
      return { savedAt };
    }),

    discardDraft: os.discardDraft.handler(({ input: { sessionId, form } }) => {
      dropDraft(store.settings, sessionId, form);
      return {};
    }),

    close: os.close.handler(async ({ input: { sessionId, tip, outcome, reason, note, signing } }) => {
      requireTip(fold(sessionId), tip);
      const grant = await grantFor(context, 'performed', signing);
      const author = grant?.author ?? personAuthor(context.actor);
      return store.transaction(() => {
        // Read again: while the password was checked another person may have gone on.
        const folded = fold(sessionId);
        requireTip(folded, tip);
        const { state } = folded;
        const { kind, instrumentId } = state.opened!.body;
        const { on, at, timeZone } = nowAt(context, instrumentId);
        const judgement = judgeNow(context, { ...folded, state: { ...state, closing: null } });
        if (reason === '' && (judgement.verdict !== 'pass' || outcome === 'abandoned')) {
          throw new AppError('calibration/needs-reason', { verdict: judgement.verdict });
        }
        requireOutcome(kind, outcome);
        const runIds = state.runs.map(({ run }) => run.runId);
        const isDisputed = folded.conflicts.length > 0;
        const frozen = { kind, on, at, timeZone, outcome, judgement: frozenJudgement(judgement), reason, note, runIds };
        const { records, tip: next } = act(sessionId, { do: 'close', isDisputed, ...frozen }, author);
        if (records.length > 0) grant?.sign([...records, ...evidenceOf(state)].slice(0, mostSigned));
        dropDrafts(store.settings, sessionId);
        return { tip: next, verdict: judgement.verdict };
      });
    }),

    review: os.review.handler(async ({ input: { sessionId, target, note, signing } }) => {
      rowOf(sessionId);
      const grant = await grantFor(context, 'reviewed', signing);
      return store.transaction(() => {
        const author = grant?.author ?? personAuthor(context.actor);
        const { tip, records } = act(sessionId, { do: 'review', target, note }, author);
        const closing = store.records.byHash(target);
        if (records.length > 0) grant?.sign([...records, ...(closing ? [closing] : [])]);
        return { tip };
      });
    }),

    candidates: os.candidates.handler(({ input: { sessionId, limit } }) =>
      candidatesOf(context, fold(sessionId).state, limit),
    ),

    live: os.live.handler(({ input: { sessionId }, signal }) => {
      const stream = streamOf(sessionId);
      return liveSession(context, stream, signal);
    }),
  });

  /** Runs and what was set aside: the signature covers what the means rest on. */
  function evidenceOf(state: SessionFold): StoredRecord[] {
    const hashes = [
      ...state.runs.map(({ mark }) => mark.hash),
      ...Object.values(state.setAside).map(({ value }) => value.mark.hash),
      ...Object.values(state.factors).map(({ value }) => value.mark.hash),
      ...Object.values(state.materials).map(({ value }) => value.mark.hash),
    ];
    return hashes.slice(0, mostSigned - 1).flatMap((hash) => store.records.byHash(hash) ?? []);
  }
}

/** @throws AppError `calibration/changed-meanwhile` */
function requireTip({ tip }: Folded<SessionFold>, shown: string): void {
  if (tip !== shown) throw new AppError('calibration/changed-meanwhile', {});
}

/** The guard's question is answered before anything else. @throws AppError `calibration/needs-reason` */
function requireReason(kind: SessionKind, reason: string, text: string): void {
  const known = kind === 'calibration' ? calibrationReason : verificationReason;
  const isKnown = known.safeParse(reason).success;
  if (!isKnown || (reason === 'other' && text === '')) throw new AppError('calibration/needs-reason', { verdict: '' });
}

/** @throws AppError `calibration/bad-outcome` */
function requireOutcome(kind: SessionKind, outcome: string): void {
  const own =
    kind === 'calibration'
      ? ['calibrated', 'left-as-it-was', 'service-called', 'abandoned']
      : ['verified', 'not-verified', 'service-called', 'abandoned'];
  if (!own.includes(outcome)) throw new AppError('calibration/bad-outcome', { outcome });
}
