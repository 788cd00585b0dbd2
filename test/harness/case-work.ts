import { appendFileSync } from 'node:fs';
import { foundOn, noticesAFile, strokesOf } from './case-strokes.ts';
import { openPeopleBench, ownerPassword } from './people-bench.ts';

/**
 * A host on which somebody works on cases, visits and notices until it is killed: `node case-work.ts <folder> <ledger>`.
 * After each answer it writes one line into the ledger, and `asking ...` before each act that must be whole or not at all.
 */
const [folder = '', ledger = ''] = process.argv.slice(2);

const tell = (...words: string[]): void => appendFileSync(ledger, `${words.join(' ')}\n`);
const bench = await openPeopleBench(folder);
const { cases, people, instruments } = bench.page;
if ((await people.state()).state === 'no-owner') await bench.makeOwner();
else await bench.signIn('ruth');
const [card] = await instruments.cards({ withRetired: true });
const instrumentId = card?.id ?? (await bench.register('sysmex-xn-1000', { serialNumber: '11001' }));
const signing = { password: ownerPassword, statement: '' };
const start = Date.now().toString(36);

for (let round = 0; ; round += 1) {
  const { caseId } = await cases.open({
    ...{ instrumentId, title: `Drift ${start} ${round}`, description: '', kind: 'fault', reportedBy: '' },
    ...{ resultsAffected: 'no', affectedNote: '', hasBackup: 'yes', deadlineOn: null, deadlineSource: '' },
    ...{ promisedAt: null, assignee: '', origin: 'hand', happenedAt: null, link: null },
  });
  tell('case', caseId);
  await cases.note({ caseId, text: `Noted in ${caseId}` });
  tell('noted', caseId);
  const { taskId } = await cases.addTask({ caseId, title: 'Rinse', assignee: '', dueOn: null });
  tell('task', caseId, taskId);
  await cases.endTask({ caseId, taskId, as: 'done', note: '' });
  tell('task-done', caseId, taskId);
  await cases.declareNonconformity({
    ...{ caseId, category: 'analytical', severity: 'major', whatHappened: 'Low', reason: '' },
    ...{ immediateAction: 'Held back', suspectedCause: '' },
  });
  tell('declared', caseId);
  await cases.setState({ caseId, state: 'investigating', note: '' });
  await cases.investigateCause({ caseId, method: 'other', cause: 'Kinked', suspicionHeld: null, evidence: [] });
  await cases.setState({ caseId, state: 'corrective-action', note: '' });
  const { actionId } = await cases.planAction({ caseId, kind: 'corrective', text: 'Clip', owner: '', dueOn: null });
  await cases.endAction({ caseId, actionId, as: 'done', note: 'Clipped' });
  await cases.setState({ caseId, state: 'pending-verification', note: '' });
  tell('worked', caseId);
  tell('asking', caseId);
  const evidence = [
    { kind: 'document' as const, title: 'QC chart', reference: 'Binder 4', note: '' },
    { kind: 'picture' as const, picture: { name: 'chart.png', bytes: strokesOf(caseId) }, note: '' },
  ];
  await cases.checkEffectiveness({
    ...{ caseId, verdict: 'effective', statement: 'No drift', fromOn: '2026-11-22', toOn: '2026-12-06' },
    ...{ evidence, signing },
  });
  tell('checked', caseId);

  const { visitId } = await cases.visits.plan({
    ...{ place: 'Core lab', contact: '', purpose: 'Drift', plannedOn: '2026-11-22', fromTime: '', toTime: '' },
    ...{ specialist: 'Ruth', instrumentIds: [instrumentId], preparation: [], caseIds: [caseId], workOrderIds: [] },
  });
  tell('visit', visitId);
  await cases.visits.arrive({ visitId, note: '' });
  const { entryId } = await cases.visits.addWork({
    ...{ visitId, text: 'Looked at it', instrumentId, caseId, workOrderId: null, stream: '', minutes: 40 },
  });
  tell('work', visitId, entryId);
  await cases.visits.summarize({ visitId, found: foundOn(visitId), done: 'Clip', leftAs: 'In use', openPoints: '' });
  tell('summarized', visitId);
  const { seenHash } = await cases.visits.customerSheet({ visitId });
  tell('asking', visitId);
  await cases.visits.customerSign({
    ...{ visitId, printedName: 'E. Customer', functionName: '', manner: 'drawn', remark: '', seenHash },
    strokes: strokesOf(visitId),
  });
  tell('customer', visitId);
  await cases.visits.leave({ visitId, note: '' });
  tell('asking', visitId);
  await cases.visits.close({ visitId, statement: '', signing });
  tell('closed', visitId);

  const file = `${start}-${round}`;
  const notices = Array.from({ length: noticesAFile }, (_, at) => ({
    ...{ number: `${file}-${at}`, maker: 'Sysmex', title: 'Valve', text: '', severity: 'correction' },
    ...{ issuedOn: null, models: ['XN-1000'], serials: [], lots: [], actions: [], dueOn: null },
  }));
  const bytes = new TextEncoder().encode(JSON.stringify({ notices }));
  const opened = await cases.notices.open({ fileName: 'notices.json', bytes });
  tell('asking', file);
  await cases.notices.take({ importId: opened.importId, rows: opened.notices.map(({ row }) => row) });
  tell('taken', file);
}
