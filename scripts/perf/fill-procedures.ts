import type { Host } from '../../electron/host/host.ts';
import { addDays, addMonths, type CivilDate } from '../../shared/kernel/civil-date.ts';
import { emptyContent } from '../../shared/modules/sop/rules-content.ts';
import { runDecider } from '../../shared/modules/sop/rules-run-acts.ts';
import { type SopCommand, sopDecider } from '../../shared/modules/sop/rules-sop-acts.ts';
import { runStream } from '../../shared/modules/sop/run-records.ts';
import type { SopContent } from '../../shared/modules/sop/terms.ts';
import { sopStream } from '../../shared/modules/sop/version-records.ts';
import type { RecordAuthor } from '../../shared/records/define.ts';
import { eachOnce } from './fill-each.ts';

/** Steps of every procedure. */
const stepCount = 12;
/** Runs that are still going on, so that the list of those has something to show. */
const openRuns = 4;

export interface ProcedureCounts {
  readonly sops: number;
  readonly versions: number;
  readonly readers: number;
  readonly runs: number;
}

const sopIdOf = (number: number): string => `perf-sop-${number}`;
const versionIdOf = (number: number, version: number): string => `${sopIdOf(number)}-v${version}`;
export const runIdOf = (number: number): string => `perf-run-${number}`;

const contentOf = (number: number, version: number): SopContent => ({
  ...emptyContent(`Procedure ${number + 1}`),
  purpose: `Version ${version}`,
  needsSignature: false,
  steps: Array.from({ length: stepCount }, (_, at) => ({
    ...{ key: `step-${at + 1}`, title: `Step ${at + 1}`, instruction: 'Look at it, do it, say so.', safety: '' },
    ...{ kind: 'confirm', isRequired: true, source: '', adapt: '' },
  })),
});

/** Procedures in force, each with the versions before, and readers who have read the one that counts. */
export function fillProcedures(host: Host, today: CivilDate, counts: ProcedureCounts): void {
  const { store } = host.context;
  eachOnce(host, counts.sops, (number) => {
    const sopId = sopIdOf(number);
    const stream = sopStream(sopId);
    const write = (author: RecordAuthor): void => {
      const act = (command: SopCommand) => store.records.decide(sopDecider, stream, command, author);
      act({ do: 'add', code: `PERF-${number + 1}`, origin: 'written', from: '' });
      for (let version = 1; version <= counts.versions; version += 1) {
        const versionId = versionIdOf(number, version);
        const basedOn = version === 1 ? null : versionIdOf(number, version - 1);
        const content = contentOf(number, version);
        act({ do: 'start', versionId, basedOn, content, reason: 'perf' });
        act({ do: 'submit', versionId, content, note: '' });
        act({ do: 'approve', versionId, effectiveOn: today, today, note: '' });
        const reviewDueOn = addMonths(today, content.reviewEveryMonths);
        act({ do: 'countersign', versionId, device: store.keys.device, officeHash: null, today, reviewDueOn });
      }
      const personIds = Array.from({ length: counts.readers }, (_, at) => `perf-person-${at}`);
      act({ do: 'set-readers', readers: { roles: [], personIds, withinDays: 30 }, reason: 'perf' });
      const { state } = store.records.fold(stream, sopDecider);
      const versionId = versionIdOf(number, counts.versions);
      const reads = personIds.map((personId): SopCommand => {
        return { do: 'read', versionId, personId, printedName: `Person ${personId}`, on: today };
      });
      store.records.append(
        reads.flatMap((command) => sopDecider.decide(state, command, stream)),
        author,
      );
    };
    return { stream, write };
  });
}

/** Runs over ten years, all but the last few finished, each step answered. */
export function fillRuns(
  host: Host,
  instrumentIds: readonly string[],
  today: CivilDate,
  { sops, versions, runs }: ProcedureCounts,
): void {
  const { records } = host.context.store;
  const pinned = Array.from({ length: sops }, (_, number) => {
    const { versions: all } = records.fold(sopStream(sopIdOf(number)), sopDecider).state;
    const versionId = versionIdOf(number, versions);
    return { number, versionId, versionHash: all[versionId]?.written?.value.hash ?? '' };
  });
  eachOnce(host, runs, (at) => {
    const runId = runIdOf(at);
    const stream = runStream(runId);
    const write = (author: RecordAuthor): void => {
      const { number, versionId, versionHash } = pinned[at % pinned.length]!;
      const on = addDays(today, -(runs - 1 - at));
      const moment = (minute: number): string => `${on}T08:${String(minute).padStart(2, '0')}:00.000+00:00`;
      const content = contentOf(number, versions);
      const about = { runId, instrumentId: instrumentIds[at % instrumentIds.length] ?? '', sopId: sopIdOf(number) };
      const { folded } = records.decide(
        runDecider,
        stream,
        {
          do: 'start',
          body: {
            ...{ ...about, versionId, versionNumber: versions, versionHash, title: content.title },
            ...{ code: `PERF-${number + 1}`, at: moment(0), timeZone: 'UTC', isTrial: false },
          },
        },
        author,
      );
      const isOpen = at >= runs - openRuns;
      // No step waits for another, so all answers can be made against the run as it began.
      const answered = content.steps.slice(0, isOpen ? stepCount / 2 : stepCount).flatMap(({ key }, index) =>
        runDecider.decide(
          folded.state,
          {
            ...{ do: 'answer', content, at: key, entry: { value: 'yes', note: '', photo: null, reading: null } },
            ...{ timing: null, specimenHash: null, openedAt: moment(index), answeredAt: moment(index + 1) },
            ...{ clock: 'ok', reason: '', isRecovered: false, actor: author.actor },
          },
          stream,
        ),
      );
      records.append(answered, author);
      if (isOpen) return;
      const end = { finishedAt: moment(stepCount + 1), note: '', recovered: [], open: [] };
      records.decide(runDecider, stream, { do: 'finish', content, ...end }, author);
    };
    return { stream, write };
  });
}
