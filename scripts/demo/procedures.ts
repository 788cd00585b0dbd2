import type { HostCalls } from './lab.ts';
import { adaptStarter, contentOf, makeEffective, step } from './sop-terms.ts';

export interface DemoProcedures {
  readonly sopId: string;
  readonly versionId: string;
  /** Made from a starter of the library, in force, to be read. */
  readonly adaptedSopId: string;
  readonly draftSopId: string;
  readonly draftVersionId: string;
}

const rinse = (steps: Parameters<typeof contentOf>[1]) =>
  contentOf('Weekly rinse of the sampling needle and of the lines behind it', steps, {
    purpose: 'The needle and its lines are rinsed every week, so that carry-over stays what the maker promises.',
    materials: 'Cleaner, a clean beaker, gloves, a face shield',
    safety: 'What comes out of the needle is infectious.',
    references: 'Instructions for use of the analyzer, chapter on maintenance',
    reviewEveryMonths: 12,
  });

/** Procedures in several states: one in force with a change asked for, its next version in review, one made from a starter, and a draft with open ends. */
export async function openProcedures(calls: HostCalls): Promise<DemoProcedures> {
  const { library, versions, requests } = calls.sop;
  const needle = step('confirm', 'needle', 'Rinse the needle', {
    instruction: 'Put the beaker under the needle and start the rinse from the menu.',
    safety: 'Keep your hands away from the needle.',
  });
  const days = step('number', 'times', 'How often was it rinsed this week', { unit: 'times', prescribed: '1' });
  const about = await makeEffective(calls, 'HEM-020', rinse([needle, days]));
  await library.setReaders({
    sopId: about.sopId,
    readers: { roles: ['tech', 'administrator'], personIds: [], withinDays: 7 },
    reason: 'Everybody who works at the analyzer',
  });
  await requests.ask({
    ...about,
    stepKey: 'times',
    runId: null,
    practice: 'The night shift rinses twice a week.',
    why: 'Clots come up more often since the new tubes.',
  });
  const { versionId } = await versions.start({ sopId: about.sopId, reason: 'The practice of the night shift' });
  const next = { sopId: about.sopId, versionId };
  const soak = step('timer', 'soak', 'Let it soak', { leastSeconds: 300, adapt: 'The time your manual gives' });
  const { writtenHash } = await versions.get(next);
  const content = rinse([needle, soak, { ...days, prescribed: '2' }]);
  await versions.write({ ...next, content, reason: 'Twice a week, with a soak', expectedHash: writtenHash });
  await versions.submit({ ...next, note: 'Twice a week, with a soak', signing: null });
  const { sopId: adaptedSopId } = await adaptStarter(calls, 'shutdown', 'HEM-011');
  await library.setReaders({
    sopId: adaptedSopId,
    readers: { roles: ['tech', 'administrator'], personIds: [], withinDays: 14 },
    reason: 'Everybody who closes the analyzer',
  });
  const draft = await library.add({ code: 'GEN-004', title: 'Start-up in the morning' });
  const started = contentOf('Start-up in the morning', [
    step('hazard', 'blood', 'Blood and sharp edges', { hazards: ['biological', 'sharp'] }),
    step('number', 'plt', 'PLT background', { unit: '10*3/uL', high: '10' }),
    step('branch', 'way', 'Does the background pass', {
      on: 'plt',
      arms: [
        { label: 'It passes', when: { op: 'is-verdict', value: 'pass' }, goTo: 'next' },
        { label: 'Rinse and repeat', when: null, goTo: 'tubes' },
      ],
    }),
    step('choice', 'waste', 'How does the waste look'),
    step('repeat', 'tubes', 'Controls', {
      itemName: 'level',
      least: 3,
      most: 3,
      steps: [step('reading', 'wbc', 'WBC of the control', { wire: { kind: 'qc-result', test: '' }, unit: '10*3/uL' })],
    }),
    step('signature', 'ready', 'The analyzer is ready'),
  ]);
  const first = await versions.get(draft);
  await versions.write({ ...draft, content: started, reason: '', expectedHash: first.writtenHash });
  return { ...about, adaptedSopId, draftSopId: draft.sopId, draftVersionId: draft.versionId };
}
