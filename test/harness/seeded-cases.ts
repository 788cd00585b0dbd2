import type { ModuleBench } from './module-bench.ts';

export interface SeededCases {
  readonly caseId: string;
  readonly visitId: string;
  readonly decontaminationId: string;
  readonly installationId: string;
  readonly noticeId: string;
}

/** A nonconformity that waits for its cause, a visit on site, a certificate, an installation half answered, a notice. */
export async function seedCases({ page }: ModuleBench, instrumentId: string, errorId: string): Promise<SeededCases> {
  const { cases } = page;
  const { caseId } = await cases.open({
    instrumentId,
    title: 'Waste tank full, and a title that is long enough to need more than one line on a small window',
    description: 'Two samples were measured before the background was repeated.',
    kind: 'fault',
    reportedBy: 'Night shift',
    resultsAffected: 'yes',
    affectedNote: 'Platelets of two samples',
    hasBackup: 'no',
    deadlineOn: '2026-01-31',
    deadlineSource: 'Rule of the laboratory for stopped analyzers',
    promisedAt: null,
    assignee: 'Ana Petrova',
    origin: 'error',
    happenedAt: null,
    link: { kind: 'error', id: errorId },
  });
  await cases.addTask({
    ...{ caseId, title: 'Repeat both samples on the other analyzer of the core laboratory', assignee: 'Ana Petrova' },
    dueOn: '2026-01-31',
  });
  await cases.declareNonconformity({
    ...{ caseId, category: 'analytical', severity: 'critical', whatHappened: 'No background after the tank change.' },
    ...{ immediateAction: 'Both samples repeated.', suspectedCause: 'Nobody told the shift.', reason: '' },
  });
  await cases.planAction({
    caseId,
    kind: 'corrective',
    text: 'New card at the tank',
    owner: 'Ana',
    dueOn: '2026-02-01',
  });
  // biome-ignore lint/correctness/useHookAtTopLevel: a call of the host, no hook
  await cases.usePart({
    ...{ caseId, partId: null, name: 'Float switch of the waste tank', number: 'FS-2240-71', count: 1 },
    ...{ lotOrSerial: 'SN-000-8812-A', note: '' },
  });
  await cases.addTime({ caseId, minutes: 95, kind: 'travel', on: '2026-01-30', note: 'There and back' });
  const { visitId } = await cases.visits.plan({
    place: 'City hospital, core laboratory on the second floor',
    contact: 'Reception, ask for the night bench',
    purpose: 'Waste tank and background of the analyzer',
    plannedOn: '2026-01-30',
    fromTime: '09:00',
    toTime: '12:30',
    specialist: 'Ana Petrova',
    instrumentIds: [instrumentId],
    preparation: ['Float switch', 'Protective gloves and the key of the left cover'],
    caseIds: [caseId],
    workOrderIds: [],
  });
  await cases.visits.arrive({ visitId, note: '' });
  await cases.visits.addWork({
    ...{ visitId, text: 'Float switch changed, sampling path rinsed twice', instrumentId, caseId },
    ...{ workOrderId: null, stream: '', minutes: 45 },
  });
  await cases.visits.summarize({
    ...{ visitId, found: 'Float switch stuck.', done: 'Float switch changed.', leftAs: 'In service.', openPoints: '' },
  });
  await cases.visits.addFollowUp({
    visitId,
    text: 'Send the old switch to the maker',
    owner: 'Ana',
    dueOn: '2026-02-15',
  });
  const { decontaminationId } = await cases.decontaminations.certify({
    ...{ instrumentId, purpose: 'service', caseId, visitId, agent: 'As the manual says', contactMinutes: 10 },
    items: [
      { key: 'outside-surfaces', answer: 'done', note: '' },
      { key: 'waste-container', answer: 'not-done', note: 'Cannot be opened before the switch is out' },
    ],
    ...{ procedure: 'SOP 12', remainingRisk: 'Waste container', statement: '', signing: null },
  });
  const { installationId } = await cases.installations.plan({
    ...{ instrumentId: null, title: 'Second analyzer of the core laboratory', place: 'Core laboratory, bench 4' },
    ...{ responsible: 'Ana Petrova', goLiveOn: '2026-03-01' },
  });
  const { importId } = await cases.notices.open({
    fileName: 'notices.json',
    bytes: new TextEncoder().encode(JSON.stringify({ notices: [exampleNotice] })),
  });
  await cases.notices.take({ importId, rows: [1] });
  const [notice] = await cases.notices.list({ instrumentId: null, show: 'all', limit: 1 });
  return { caseId, visitId, decontaminationId, installationId, noticeId: notice?.id ?? '' };
}

const exampleNotice = {
  number: 'FN-12',
  maker: 'Sysmex',
  title: 'Sampling valve: check the seal, and look at the shelf for the lots that are named',
  text: 'On some units the seal of the sampling valve may let air in.',
  severity: 'correction',
  issuedOn: '2026-01-02',
  models: ['XN-1000'],
  serials: [{ from: '11000', to: '11999' }],
  lots: [],
  actions: ['Look for drops under the valve.', 'Change the seal at the next maintenance.'],
  dueOn: '2099-12-31',
};
