import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { identify, isReadableText, type TrialFacts } from '../../shared/instruments/identify.ts';
import { nextSettings, settingsToTry } from '../../shared/instruments/identify-settings.ts';
import type { LinkSettings, SerialSettings } from '../../shared/instruments/link-settings.ts';
import type { IdentifyStep } from '../../shared/modules/instruments/identify-contract.ts';
import type { StoreClock } from '../store/types.ts';
import { createTrial, type IdentifyTrial } from './identify-trial.ts';
import { LinkKeeper } from './link-keeper.ts';
import type { LinkListener, OpenLink } from './links/link.ts';
import { wallAt } from './wall-time.ts';

export interface IdentifyParts {
  readonly definitions: readonly InstrumentDefinition[];
  readonly link: LinkSettings;
  readonly seconds: number;
  /** A person allowed the documented read-only questions of instruments that speak only when asked. */
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
  readonly clock: StoreClock;
  readonly open: (settings: LinkSettings, listener: LinkListener) => Promise<OpenLink>;
}

const stepMs = 250;
/** A pause after which what was heard is judged: longer than between the characters and frames of one message. */
const quietMs = 500;
/** Bytes after which a stream without a pause is judged. */
const enoughBytes = 1_024;
/** Garbage below this is no ground for other settings: one glitch of plugging in a cable is three bytes. */
const leastBytes = 4;
/** A silent line is listened to this long with each setting: nothing is learned from silence but that. */
const silentMs = 8_000;
/** With questions allowed an answer comes at once or never. */
const askedMs = 900;
/** What has been named for so long, and nothing has spoken against it, is named. */
const settledMs = 3_000;
/** Questions sent in all: some at each setting, one instrument after the other. */
const maxQuestions = 200;
/** Bytes of one setting kept for judging it; the trials read all of them. */
const keptBytes = 8_192;
/** Settings listed to a person; the trials go round. */
const listed = 40;

interface Attempt {
  readonly settings: SerialSettings | null;
  readonly trials: readonly IdentifyTrial[];
  readonly startedMs: number;
  /** What each definition asked last. */
  readonly asked: Map<string, IdentifyTrial['question']>;
  bytes: Uint8Array;
  byteCount: number;
  heardMs: number;
  askedMs: number;
}

/**
 * Listens on a link and says what is there, with other settings of the line as long as nothing makes sense. Keeps nothing.
 * Writes nothing, unless a person allowed the read-only questions, and then only on a line that has been silent throughout.
 */
export async function* runIdentify(parts: IdentifyParts): AsyncGenerator<IdentifyStep> {
  const { clock, signal, link } = parts;
  const definitions = parts.definitions.filter(({ conversation }) => isOnALine(conversation));
  const now = link.kind === 'serial' ? link.serial : null;
  const planned = settingsToTry(definitions, now);
  const done: Attempt[] = [];
  const facts: TrialFacts[] = [];
  const asked: IdentifyStep['asked'] = [];
  const begin = (settings: SerialSettings | null): Attempt => ({
    settings,
    trials: definitions.map((definition) => createTrial(definition, settings, () => wallAt(clock))),
    startedMs: clock.monoMs(),
    asked: new Map(),
    bytes: new Uint8Array(),
    byteCount: 0,
    heardMs: 0,
    askedMs: 0,
  });
  let attempt = begin(now);
  const keeper = new LinkKeeper(link, {
    clock,
    open: parts.open,
    onState: () => {},
    onConnected: () => {},
    onDisconnected: () => {},
    onBytes: (bytes) => hear(attempt, bytes, clock.monoMs()),
  });
  const judge = () => identify(definitions, [...facts, ...attempt.trials.map((trial) => trial.facts())], attempt.bytes);
  const step = (isDone: boolean): IdentifyStep => {
    const { verdict, candidates } = judge();
    const tried = [...done, attempt].slice(-listed);
    return {
      linkState: keeper.state.state,
      reason: keeper.state.reason,
      settings: attempt.settings,
      byteCount: [...done, attempt].reduce((sum, { byteCount }) => sum + byteCount, 0),
      tried: tried.map((each) => ({ settings: each.settings, byteCount: each.byteCount, found: foundIn(each) })),
      marks: marksIn(attempt.bytes),
      asked: [...asked],
      verdict,
      candidates: candidates.flatMap(({ evidence, ...candidate }) => {
        const definition = definitions.find(({ key }) => key === candidate.definitionKey);
        const said = evidence.map(({ key, data }) => ({ key, data: { ...data } }));
        return definition === undefined
          ? []
          : [{ ...candidate, maker: definition.maker, model: definition.model, evidence: said }];
      }),
      isDone,
    };
  };
  const move = async (): Promise<void> => {
    const { settings } = attempt;
    if (link.kind !== 'serial' || settings === null) return;
    facts.push(...attempt.trials.map((trial) => trial.facts()).filter(({ byteCount }) => byteCount > 0));
    done.push(attempt);
    const tried = done.flatMap((each) => (each.settings === null ? [] : [each.settings]));
    const next = nextSettings(attempt.bytes, settings, planned, tried);
    await keeper.change({ ...link, serial: { ...next, flow: link.serial.flow } });
    attempt = begin(next);
  };
  const ask = async (): Promise<void> => {
    if (!parts.mayAsk || asked.length >= maxQuestions || clock.monoMs() - attempt.askedMs < askedMs) return;
    // Only on a line where nothing was heard but answers: a second talker is nobody's help.
    if (![...done, attempt].every((each) => each.byteCount === 0 || each.asked.size > 0)) return;
    const trial = attempt.trials.find(({ definition: { key }, question, facts: read }) => {
      // Who was asked is asked on as it answers; the others have had their turn.
      const isNext = attempt.byteCount === 0 ? !attempt.asked.has(key) : read().messageCount > 0;
      return question !== null && isNext && attempt.asked.get(key) !== question;
    });
    const question = trial?.question;
    if (trial === undefined || !question) return;
    attempt.asked.set(trial.definition.key, question);
    attempt.askedMs = clock.monoMs();
    asked.push({ definitionKey: trial.definition.key, command: question.command });
    await keeper.write(question.bytes).catch(() => {});
  };
  const endMs = clock.monoMs() + parts.seconds * 1_000;
  let identifiedMs: number | null = null;
  keeper.start();
  try {
    while (clock.monoMs() < endMs && !signal.aborted) {
      await pause(Math.min(stepMs, Math.max(0, endMs - clock.monoMs())), signal);
      await keeper.check();
      if (keeper.state.state === 'open') {
        const quiet = clock.monoMs() - Math.max(attempt.heardMs, attempt.startedMs);
        await ask();
        if (judge().verdict !== 'identified') identifiedMs = null;
        else identifiedMs ??= clock.monoMs();
        if (identifiedMs !== null && clock.monoMs() - identifiedMs >= settledMs) break;
        if (isOver(attempt, quiet, parts.mayAsk)) await move();
      }
      yield step(false);
    }
  } finally {
    await keeper.stop();
  }
  yield step(true);
}

const isOnALine = (conversation: InstrumentDefinition['conversation']): boolean =>
  conversation === 'receiver' || conversation === 'polled';

function hear(attempt: Attempt, bytes: Uint8Array, nowMs: number): void {
  attempt.byteCount += bytes.length;
  attempt.heardMs = nowMs;
  const kept = new Uint8Array([...attempt.bytes, ...bytes]);
  attempt.bytes = kept.length > keptBytes ? kept.slice(-keptBytes) : kept;
  for (const trial of attempt.trials) trial.bytes(bytes);
}

/** Whether other settings should be tried now. */
function isOver(attempt: Attempt, quiet: number, mayAsk: boolean): boolean {
  const found = foundIn(attempt);
  if (found === 'read' || found === 'text') return false;
  if (attempt.byteCount === 0) {
    const questions = attempt.trials.filter(({ question }) => question !== null).length;
    return quiet >= (mayAsk ? Math.max(1, questions) * askedMs + quietMs : silentMs);
  }
  if (attempt.byteCount < leastBytes && quiet < silentMs) return false;
  return quiet >= quietMs || attempt.byteCount >= enoughBytes;
}

function foundIn({ trials, bytes, byteCount }: Attempt): IdentifyStep['tried'][number]['found'] {
  if (byteCount === 0) return 'nothing';
  const isRead = trials.some((trial) => {
    const { checksums, bidCount, noiseBytes, rejectedCount, understoodCount } = trial.facts();
    const isOnlyBids = bidCount > 0 && noiseBytes === 0 && rejectedCount === 0;
    return checksums.right > 0 || isOnlyBids || (understoodCount > 0 && checksums.wrong === 0);
  });
  if (isRead) return 'read';
  return isReadableText(bytes) ? 'text' : 'unreadable';
}

const marks: readonly (readonly [string, number])[] = [
  ['STX', 0x02],
  ['ETX', 0x03],
  ['EOT', 0x04],
  ['ENQ', 0x05],
  ['VT', 0x0b],
  ['FS', 0x1c],
  ['CR', 0x0d],
  ['LF', 0x0a],
];

function marksIn(bytes: Uint8Array): IdentifyStep['marks'] {
  return marks.flatMap(([mark, code]) => {
    const count = bytes.reduce((sum, byte) => sum + Number(byte === code), 0);
    return count > 0 ? [{ mark, count }] : [];
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
