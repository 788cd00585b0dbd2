import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  installationCancelled,
  installationInstrumentNamed,
  installationItemAdded,
  installationItemAnswered,
  installationPlanned,
  wentLive,
} from './project-records.ts';
import type { Told } from './rules-case.ts';
import type { InstallationItem, InstallationProof } from './terms.ts';

/** An installation project: install, verify, train, go live. Nothing goes live over an open gate (finding CC15). */

export type Answer = Told<{
  readonly proof: InstallationProof;
  readonly verdict: 'pass' | 'fail' | 'cannot-evaluate';
}>;

export interface InstallationFold {
  readonly installationId: string;
  readonly planned: Told<BodyOf<typeof installationPlanned>> | null;
  readonly instrument: Slot<string | null> | null;
  readonly added: readonly InstallationItem[];
  readonly answers: Readonly<Record<string, Slot<Answer>>>;
  readonly live: Told<BodyOf<typeof wentLive>> | null;
  readonly cancelled: Told<BodyOf<typeof installationCancelled>> | null;
}

const tell = <Value>(record: StoredRecord, body: Value): Told<Value> => ({
  ...body,
  at: record.wall,
  by: record.actor,
  hash: record.hash,
});

const instrumentRule: SlotRule<string | null> = {
  code: 'cases/instrument-named-apart',
  hold: (earlier, later) => later ?? earlier,
  show: (value) => value ?? '',
};
/** Judged apart, the answer that keeps the gate shut holds. */
const verdictRank = { fail: 2, 'cannot-evaluate': 1, pass: 0 } as const;
const answerRule: SlotRule<Answer> = {
  code: 'cases/item-answered-apart',
  hold: (a, b) => (verdictRank[a.verdict] > verdictRank[b.verdict] ? a : b),
  isSame: (a, b) => a.verdict === b.verdict,
  show: ({ verdict }) => verdict,
};

const empty = (stream: string): InstallationFold => ({
  installationId: stream.slice(stream.indexOf('/') + 1),
  planned: null,
  instrument: null,
  added: [],
  answers: {},
  live: null,
  cancelled: null,
});

/** Folds one record into a project. Never throws. */
function evolve(state: InstallationFold, record: StoredRecord, context: FoldContext): InstallationFold {
  if (isRecordOf(record, installationPlanned)) {
    return state.planned ? state : { ...state, planned: tell(record, record.body) };
  }
  if (isRecordOf(record, installationInstrumentNamed)) {
    const { instrumentId } = record.body;
    return { ...state, instrument: decideSlot(state.instrument, record, instrumentId, context, instrumentRule) };
  }
  if (isRecordOf(record, installationItemAdded)) {
    const { item } = record.body;
    return state.added.some(({ key }) => key === item.key) ? state : { ...state, added: [...state.added, item] };
  }
  if (isRecordOf(record, installationItemAnswered)) {
    const { key, proof, verdict } = record.body;
    const before = state.answers[key] ?? null;
    const slot = decideSlot(before, record, tell(record, { proof, verdict }), context, answerRule);
    const { live } = state;
    if (live && context.concurrentWith.some(({ hash }) => hash === live.hash)) {
      context.conflict('cases/answered-after-go-live', { key }, [live.hash]);
    }
    // Answered again in sight of both, it is settled.
    if (live) for (const replaced of record.body.answers) context.resolve([replaced, live.hash]);
    return { ...state, answers: { ...state.answers, [key]: slot } };
  }
  if (isRecordOf(record, wentLive)) {
    const isAgain = state.live !== null && !record.body.answers.includes(state.live.hash);
    const apart = new Set(context.concurrentWith.map(({ hash }) => hash));
    for (const [key, { sides }] of Object.entries(state.answers)) {
      const against = sides.filter(({ hash }) => apart.has(hash)).map(({ hash }) => hash);
      if (!isAgain && against.length > 0) context.conflict('cases/answered-after-go-live', { key }, against);
    }
    return isAgain ? state : { ...state, live: tell(record, record.body) };
  }
  if (isRecordOf(record, installationCancelled)) {
    return state.cancelled ? state : { ...state, cancelled: tell(record, record.body) };
  }
  return state;
}

/** Every line of the project: the frozen template's and the lab's own. */
export const itemsOf = (state: InstallationFold): readonly InstallationItem[] => [
  ...(state.planned?.items ?? []),
  ...state.added,
];

export const projectInstrument = (state: InstallationFold): string | null =>
  state.instrument?.value ?? state.planned?.instrumentId ?? null;

export type LineState = 'open' | 'proven' | 'failed' | 'cannot-evaluate' | 'not-applicable';

export function lineStateOf(state: InstallationFold, key: string): LineState {
  const answer = state.answers[key]?.value;
  if (!answer) return 'open';
  if (answer.proof.kind === 'not-applicable') return 'not-applicable';
  if (answer.verdict === 'pass') return 'proven';
  return answer.verdict === 'fail' ? 'failed' : 'cannot-evaluate';
}

/** Gates that are shut, and why: not answered, failed, or answered so that nothing can be told. */
export function shutGates(
  state: InstallationFold,
): { item: InstallationItem; why: 'open' | 'failed' | 'cannot-evaluate' }[] {
  return itemsOf(state).flatMap((item) => {
    if (!item.isGate) return [];
    const is = lineStateOf(state, item.key);
    return is === 'open' || is === 'failed' || is === 'cannot-evaluate' ? [{ item, why: is }] : [];
  });
}

/**
 * Whether it is live. The signature counts for the answers it names: one of a gate it had not seen, made apart from it or
 * after it, takes the word back until somebody signs again.
 */
export function projectStateOf(state: InstallationFold): 'open' | 'live' | 'cancelled' {
  const { live } = state;
  if (!live) return state.cancelled ? 'cancelled' : 'open';
  const seen = new Set(live.proofs.flatMap(({ hashes }) => hashes));
  const isShaken = itemsOf(state).some(
    ({ key, isGate }) => isGate && state.answers[key]?.sides.some(({ hash }) => !seen.has(hash)) === true,
  );
  return isShaken ? 'open' : 'live';
}

export type InstallationCommand =
  | { readonly do: 'plan'; readonly body: BodyOf<typeof installationPlanned> }
  | { readonly do: 'name-instrument'; readonly instrumentId: string }
  | { readonly do: 'add-item'; readonly item: InstallationItem; readonly reason: string }
  | {
      readonly do: 'answer';
      readonly key: string;
      readonly proof: InstallationProof;
      readonly verdict: Answer['verdict'];
    }
  | { readonly do: 'go-live'; readonly statement: string }
  | { readonly do: 'cancel'; readonly reason: string };

function decide(state: InstallationFold, command: InstallationCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'plan') return state.planned ? [] : [draft(installationPlanned, stream, command.body)];
  const { installationId } = state;
  if (!state.planned) throw new AppError('cases/installation-not-found', { installationId });
  const about = { installationId, instrumentId: projectInstrument(state) };
  const is = projectStateOf(state);
  if (is === 'live') throw new AppError('cases/installation-live', {});
  if (is === 'cancelled') throw new AppError('cases/installation-cancelled', {});
  switch (command.do) {
    case 'name-instrument': {
      if (about.instrumentId === command.instrumentId && (state.instrument?.sides.length ?? 0) < 2) return [];
      const body = { installationId, instrumentId: command.instrumentId, answers: answersOf(state.instrument) };
      return [draft(installationInstrumentNamed, stream, body)];
    }
    case 'add-item':
      return [draft(installationItemAdded, stream, { ...about, item: command.item, reason: command.reason })];
    case 'answer': {
      const { key, proof, verdict } = command;
      const item = itemsOf(state).find((one) => one.key === key);
      if (!item) throw new AppError('cases/item-not-found', {});
      if (proof.kind === 'not-applicable' && verdict === 'fail')
        throw new AppError('cases/not-applicable-cannot-fail', {});
      const answers = answersOf(state.answers[key]);
      return [draft(installationItemAnswered, stream, { ...about, key, proof, verdict, answers })];
    }
    case 'go-live': {
      if (about.instrumentId === null) throw new AppError('cases/no-instrument', {});
      const shut = shutGates(state);
      if (shut.length > 0) {
        const keys = shut.map(({ item }) => item.key).join(', ');
        throw new AppError('cases/gates-open', { count: shut.length, keys });
      }
      const proofs = itemsOf(state).flatMap(({ key }) => {
        const hashes = answersOf(state.answers[key]);
        return hashes.length > 0 ? [{ key, hashes }] : [];
      });
      const answers = state.live ? [state.live.hash] : [];
      return [draft(wentLive, stream, { ...about, statement: command.statement, proofs, answers })];
    }
    case 'cancel':
      return [draft(installationCancelled, stream, { ...about, reason: command.reason, answers: [] })];
  }
}

/**
 * The life of a project. Refuses with `cases/installation-not-found`, `installation-live`, `installation-cancelled`,
 * `item-not-found`, `not-applicable-cannot-fail`, `no-instrument`, `gates-open` (data: how many, and their keys).
 */
export const installationDecider: Decider<InstallationFold, InstallationCommand> = { initial: empty, evolve, decide };
