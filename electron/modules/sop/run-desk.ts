import { AppError } from '../../../shared/kernel/errors.ts';
import { answerAt } from '../../../shared/modules/sop/rules-run.ts';
import { type RunCommand, requirePlace, runDecider, runWay } from '../../../shared/modules/sop/rules-run-acts.ts';
import { effectiveVersion, versionStateOf, wordsOf } from '../../../shared/modules/sop/rules-sop.ts';
import { requireVersion } from '../../../shared/modules/sop/rules-sop-acts.ts';
import type { RunView, ShownAnswer, StepDraft } from '../../../shared/modules/sop/run-contract.ts';
import { runStream } from '../../../shared/modules/sop/run-records.ts';
import type { RecordedAnswer, SopContent, Step, StepEntry, WireReading } from '../../../shared/modules/sop/terms.ts';
import type { RecordAuthor, StoredRecord } from '../../../shared/records/define.ts';
import { newId } from '../new-id.ts';
import type { SopDesk } from './desk.ts';
import type { FieldDraft, KeptTimer } from './drafts.ts';
import { type OpenRun, requireRun, runView, shownDraft, specimenPurpose } from './run-view.ts';

interface AtStep {
  readonly runId: string;
  readonly versionHash: string;
  readonly at: string;
}

/** So far a wall clock may be off the steady one before a timer's span is called unsure. */
const timerSlackMs = 2_000;

const nothing: StepEntry = { value: null, note: '', photo: null, reading: null };

/** True for something typed that no answer says: finishing would throw it away. */
function isTyped(draft: StepDraft, answer: ShownAnswer | null): boolean {
  const { value, note, photo, timer } = draft;
  const isThere = (value ?? '') !== '' || note !== '' || photo !== null || timer !== null;
  const isSame = answer?.value === value && answer.note === note && answer.photo?.sha256 === photo?.sha256;
  return isThere && !isSame;
}

/** What is done to a run: started, typed, answered, closed. */
export class RunDesk {
  readonly #desk: SopDesk;

  constructor(desk: SopDesk) {
    this.#desk = desk;
  }

  /** @throws AppError `sop/nothing-effective`, `sop/only-as-trial`, `sop/instrument-not-found`, `sop/retired` */
  start(given: { sopId: string; versionId: string | null; instrumentId: string | null; isTrial: boolean }): RunView {
    const desk = this.#desk;
    const { state: sop } = desk.sop(given.sopId);
    const now = effectiveVersion(sop);
    const versionId = given.versionId ?? now?.versionId;
    if (versionId === undefined) throw new AppError('sop/nothing-effective', {});
    const version = requireVersion(sop, versionId);
    const state = versionStateOf(sop, versionId);
    if (state === 'retired') throw new AppError('sop/version-retired', { number: version.started!.number });
    if (state !== 'effective' && !given.isTrial) throw new AppError('sop/only-as-trial', { state });
    const { instrumentId } = given;
    if (instrumentId !== null && !this.#hasInstrument(instrumentId)) {
      throw new AppError('instruments/not-found', { instrumentId });
    }
    const words = wordsOf(version)!;
    desk.requireWords(words.hash);
    const runId = newId();
    this.#decide(runId, {
      do: 'start',
      body: {
        ...{ runId, instrumentId: instrumentId ?? '', sopId: given.sopId, versionId },
        ...{ versionNumber: version.started!.number, versionHash: words.hash, title: words.title },
        ...{ code: sop.added?.code ?? '', at: desk.now(), timeZone: desk.timeZone },
        isTrial: state !== 'effective',
      },
    });
    return runView(desk, runId);
  }

  /** The step a draft or an answer is for. A page that shows other words is refused: a draft loads into no other form. */
  step({ runId, versionHash, at }: AtStep): {
    run: OpenRun;
    content: SopContent;
    step: Step;
    field: FieldDraft | undefined;
  } {
    const desk = this.#desk;
    const run = requireRun(desk, runId);
    if (run.started.versionHash !== versionHash) throw new AppError('sop/other-form', { runId });
    const content = desk.requireWords(versionHash);
    const { step } = requirePlace(runWay(run.folded.state, content), at);
    return { run, content, step, field: desk.drafts.fields(runId, versionHash)[at] };
  }

  open(where: AtStep): { openedAt: string } {
    const { field } = this.step(where);
    const openedAt = field?.openedAt ?? this.#desk.now();
    if (!field) this.#keep(where, undefined, nothing, { openedAt });
    return { openedAt };
  }

  /** Durable when it returns. A specimen's id lies sealed until it is answered; then its hash is all that is kept. */
  async saveField(where: AtStep, entry: StepEntry): Promise<StepDraft> {
    const { run, step, field } = this.step(where);
    const filled = await this.#fromHost(run, step, entry, field);
    const isSpecimen = step.kind === 'scan' && step.what === 'specimen' && filled.value !== null;
    const sealed = isSpecimen ? this.#seal(filled.value!) : null;
    const kept = this.#keep(where, field, isSpecimen ? { ...filled, value: null } : filled, { sealed });
    return shownDraft(this.#desk, step, kept);
  }

  #seal(text: string): string {
    const bytes = this.#desk.context.store.keys.seal(specimenPurpose, new TextEncoder().encode(text));
    return Buffer.from(bytes).toString('base64');
  }

  drop({ runId, at }: AtStep): RunView {
    this.#desk.drafts.drop(runId, at);
    return runView(this.#desk, runId);
  }

  startTimer(where: AtStep): StepDraft {
    const { step, field } = this.step(where);
    if (step.kind !== 'timer') throw new AppError('sop/no-timer', { title: step.title });
    const { clock } = this.#desk.context;
    const timer: KeptTimer = {
      ...{ startedAt: this.#desk.now(), startedMonoMs: clock.monoMs(), bootId: clock.bootId },
      ...{ stoppedAt: null, isSure: true },
    };
    return shownDraft(this.#desk, step, this.#keep(where, field, { ...nothing, note: field?.note ?? '' }, { timer }));
  }

  stopTimer(where: AtStep): StepDraft {
    const { step, field } = this.step(where);
    if (!field?.timer || field.timer.stoppedAt !== null) throw new AppError('sop/no-timer', { title: step.title });
    const { clock } = this.#desk.context;
    const { startedAt, startedMonoMs, bootId } = field.timer;
    const wallMs = clock.wallMs() - Date.parse(startedAt);
    // In one run of the program the steady clock decides; after a restart only the wall clock is left.
    const isSame = bootId === clock.bootId;
    const steadyMs = isSame ? clock.monoMs() - startedMonoMs : wallMs;
    // Both clocks must tell the same span: one that was set, or a machine that slept, leaves it unknown.
    const isSure = Math.abs(steadyMs - wallMs) <= timerSlackMs && wallMs >= 0 && (isSame || this.#isClockCalm());
    const value = String(Math.max(0, Math.floor(steadyMs / 1000)));
    const timer: KeptTimer = { ...field.timer, stoppedAt: this.#desk.now(), isSure };
    return shownDraft(this.#desk, step, this.#keep(where, field, { ...nothing, note: field.note, value }, { timer }));
  }

  #isClockCalm(): boolean {
    return this.#desk.clock.look().state === 'ok';
  }

  /**
   * Records an answer and ends its draft, in one transaction; a signature step is signed in the same.
   *
   * @throws AppError those of `decideRun`, `sop/signature-needed`, `sop/timer-runs`, `sop/reading-not-found`
   */
  async answer(
    where: AtStep,
    given: { entry: StepEntry; reason: string; signing: { password: string; statement: string } | null },
  ): Promise<RunView> {
    const desk = this.#desk;
    const first = this.step(where);
    if (first.field?.timer && first.field.timer.stoppedAt === null) {
      throw new AppError('sop/timer-runs', { title: first.step.title });
    }
    const entry = await this.#fromHost(first.run, first.step, given.entry, first.field);
    const { step } = first;
    const isSigned = step.kind === 'signature';
    const grant = isSigned ? await desk.grant({ isNeeded: true, meaning: step.meaning }, given.signing) : null;
    const author = grant?.author ?? desk.author();
    // Read again: while the password was checked somebody else may have answered.
    const { content, field } = this.step(where);
    const timer = field?.timer ?? null;
    const said = isSigned ? (grant ? 'signed' : 'confirmed') : entry.value;
    const { value, specimenHash } = this.#hide(step, said, answerAt(first.run.folded.state, where.at)?.answer);
    this.#act(() => {
      const records = this.#decide(
        where.runId,
        {
          ...{ do: 'answer', at: where.at, content, entry: { ...entry, value }, specimenHash, reason: given.reason },
          timing: timer?.stoppedAt
            ? { startedAt: timer.startedAt, stoppedAt: timer.stoppedAt, isSure: timer.isSure }
            : null,
          openedAt: field?.openedAt ?? null,
          answeredAt: desk.now(),
          clock: desk.clock.look().state === 'ok' ? 'ok' : 'stepped',
          isRecovered: field !== undefined && desk.drafts.isRecovered(field),
          actor: author.actor,
        },
        author,
      );
      grant?.sign(records);
      desk.drafts.drop(where.runId, where.at);
    });
    return runView(desk, where.runId);
  }

  /** A command that needs the pinned words. */
  withWords(runId: string, make: (content: SopContent) => RunCommand): RunView {
    const { content } = requireRun(this.#desk, runId);
    if (!content) throw new AppError('sop/words-not-here', {});
    this.#decide(runId, make(content));
    return runView(this.#desk, runId);
  }

  command(runId: string, command: RunCommand): RunView {
    requireRun(this.#desk, runId);
    this.#decide(runId, command);
    return runView(this.#desk, runId);
  }

  /** Ends the run on this bench, with its drafts, in one transaction. */
  close(runId: string, command: RunCommand): RunView {
    requireRun(this.#desk, runId);
    this.#act(() => {
      this.#decide(runId, command);
      this.#desk.drafts.dropRun(runId);
    });
    return runView(this.#desk, runId);
  }

  async finish(runId: string, note: string, signing: { password: string; statement: string } | null): Promise<RunView> {
    const desk = this.#desk;
    const command = (): RunCommand => {
      const { versionHash, recovered, steps } = runView(desk, runId);
      const content = desk.requireWords(versionHash);
      const open = steps.filter(({ draft, answer }) => draft && isTyped(draft, answer)).map(({ at }) => at);
      const drafts = { recovered: recovered.map(({ at }) => at), open };
      return { do: 'finish', content, finishedAt: desk.now(), note, ...drafts };
    };
    // What is refused is refused before anybody proves who they are for it.
    const { folded, started } = requireRun(desk, runId);
    runDecider.decide(folded.state, command(), runStream(runId));
    const { needsSignature } = desk.requireWords(started.versionHash);
    const grant = await desk.grant({ isNeeded: needsSignature, meaning: 'performed' }, signing);
    const author = grant?.author ?? desk.author();
    this.#act(() => {
      const records = this.#decide(runId, command(), author);
      if (grant) {
        const signed = this.#decide(runId, { do: 'sign', meaning: 'performed', note: '' }, author);
        grant.sign([...records.slice(-1), ...signed]);
      }
      desk.drafts.dropRun(runId);
    });
    return runView(desk, runId);
  }

  async sign(
    runId: string,
    meaning: 'performed' | 'reviewed' | 'verified',
    note: string,
    signing: { password: string; statement: string } | null,
  ): Promise<RunView> {
    const desk = this.#desk;
    requireRun(desk, runId);
    const grant = await desk.grant({ isNeeded: true, meaning }, signing);
    const author = grant?.author ?? desk.author();
    this.#act(() => {
      const { folded } = requireRun(desk, runId);
      const records = this.#decide(runId, { do: 'sign', meaning, note }, author);
      const finished = folded.state.revisions[folded.state.status?.value.revision ?? 1]?.finished;
      const target = finished && desk.context.store.records.byHash(finished.hash);
      grant?.sign(target ? [target, ...records] : records);
    });
    return runView(desk, runId);
  }

  #decide(runId: string, command: RunCommand, author: RecordAuthor = this.#desk.author()): StoredRecord[] {
    return this.#desk.context.store.records.decide(runDecider, runStream(runId), command, author).records;
  }

  /** One transaction; drafts in memory are read again when it is rolled back. */
  #act(work: () => void): void {
    try {
      this.#desk.context.store.transaction(work);
    } catch (error) {
      this.#desk.drafts.forget();
      throw error;
    }
  }

  #keep(
    { runId, versionHash, at }: AtStep,
    before: FieldDraft | undefined,
    entry: StepEntry,
    more: Partial<Pick<FieldDraft, 'openedAt' | 'timer' | 'sealed'>>,
  ): FieldDraft {
    const savedAt = this.#desk.now();
    return this.#desk.drafts.put(runId, versionHash, at, {
      ...{ openedAt: before?.openedAt ?? savedAt, timer: before?.timer ?? null, sealed: null },
      ...entry,
      ...more,
      savedAt,
    });
  }

  /** An entry with what only the host may say: a timer's span, a reading as it came. */
  async #fromHost(
    { started }: OpenRun,
    step: Step,
    entry: StepEntry,
    field: FieldDraft | undefined,
  ): Promise<StepEntry> {
    if (step.kind === 'timer' && field?.timer) return { ...entry, value: field.value, reading: null };
    const { reading } = entry;
    if (step.kind !== 'reading' || reading === null) return { ...entry, reading: null };
    const isSame = (one: WireReading) =>
      one.messageId === reading.messageId && one.test === reading.test && one.rawValue === reading.rawValue;
    // Once taken it stays, also when its message has aged out of what is offered.
    if (field?.reading && isSame(field.reading))
      return { ...entry, value: field.reading.rawValue, reading: field.reading };
    const offered = await this.#desk.context.calls.maintenance.sheets.wireReadings({
      ...{ instrumentId: started.instrumentId, source: { kind: reading.kind, test: reading.test }, limit: 50 },
    });
    const found = offered.find(isSame);
    if (!found) throw new AppError('sop/reading-not-found', { test: reading.test });
    return { ...entry, value: found.rawValue, reading: found };
  }

  /** Of a specimen's id the keyed hash and what may show of it; an answer that is there already keeps its own. */
  #hide(
    step: Step,
    value: string | null,
    before: RecordedAnswer | undefined,
  ): { value: string | null; specimenHash: string | null } {
    const typed = value?.trim() ?? '';
    if (step.kind !== 'scan' || step.what !== 'specimen' || typed === '') return { value, specimenHash: null };
    if (before?.specimenHash && before.value === typed) return { value, specimenHash: before.specimenHash };
    const { hash, shows } = this.#desk.context.store.identities.keep(typed);
    return { value: shows, specimenHash: hash };
  }

  #hasInstrument(instrumentId: string): boolean {
    const row = this.#desk.context.store.db
      .prepare('SELECT 1 FROM instruments WHERE instrument_id = ?')
      .get(instrumentId);
    return row !== undefined;
  }
}
