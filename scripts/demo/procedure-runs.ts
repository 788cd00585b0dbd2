import type { StepEntry } from '../../shared/modules/sop/terms.ts';
import type { HostCalls } from './lab.ts';
import { everyKind, makeEffective } from './sop-terms.ts';

export interface DemoRuns {
  readonly runSopId: string;
  /** At a number that is typed and not answered yet. */
  readonly openRunId: string;
  readonly pausedRunId: string;
  readonly finishedRunId: string;
}

/** A procedure with every kind of step, and runs of it in several states. */
export async function openRuns(calls: HostCalls, instrumentId: string): Promise<DemoRuns> {
  const { runs } = calls.sop;
  const { sopId } = await makeEffective(calls, 'HEM-012', everyKind());
  const begin = async () => {
    const { runId, versionHash } = await runs.start({ sopId, versionId: null, instrumentId, isTrial: false });
    const where = (at: string) => ({ runId, versionHash, at });
    const answer = (at: string, value: string | null, more: Partial<StepEntry> = {}) =>
      runs.answer({
        ...where(at),
        entry: { value, note: '', photo: null, reading: null, ...more },
        reason: '',
        signing: null,
      });
    await answer('blood', 'acknowledged');
    await answer('started', 'yes');
    return { runId, versionHash, where, answer };
  };
  const open = await begin();
  await runs.saveField({
    ...open.where('plt'),
    entry: { value: '14', note: 'Second reading', photo: null, reading: null },
  });
  const paused = await begin();
  await runs.handOver({
    runId: paused.runId,
    toPersonId: null,
    toWhom: '',
    note: 'The control thaws until ten. Go on with the background then.',
  });
  const over = await begin();
  await over.answer('plt', '14', { note: 'Rinsed twice before' });
  await over.answer('seen', 'A bubble in the line');
  await over.answer('picture', null);
  await over.answer('tubes', '1');
  await over.answer('tubes#1/clot', 'No');
  await runs.deviate({
    runId: over.runId,
    versionHash: over.versionHash,
    at: 'checked',
    what: 'Not signed by a second person',
    reason: 'Nobody else was on the shift',
    isInstead: true,
  });
  await runs.finish({ runId: over.runId, note: '', signing: null });
  return { runSopId: sopId, openRunId: open.runId, pausedRunId: paused.runId, finishedRunId: over.runId };
}
