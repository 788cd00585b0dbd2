import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { background } from '../../harness/module-bench.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const hourMs = 3_600_000;
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;
let instrumentId: string;

beforeEach(async () => {
  dataFolder = testFolder('cases');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
  await bench.makeOwner();
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1', serialNumber: '11001' });
});
afterEach(async () => {
  await bench.close();
  expect(bench.faults).toEqual([]);
});

const cases = () => bench.page.cases;
const signing = { password: ownerPassword, statement: '' };
const refused = (code: string) => expect.objectContaining({ code });
/** Time passes; the bench locks in between, and Ruth signs in again. */
const advance = async (ms: number): Promise<void> => {
  clock.now += ms;
  clock.mono += ms;
  await bench.signIn('ruth');
};
const plain = {
  title: 'Platelets drift',
  description: '',
  kind: 'fault',
  reportedBy: 'Night shift',
  resultsAffected: 'no',
  affectedNote: '',
  hasBackup: 'yes',
  deadlineOn: null,
  deadlineSource: '',
  promisedAt: null,
  assignee: 'Ruth',
} as const;
const openByHand = async () =>
  await cases().open({ instrumentId, ...plain, origin: 'hand', happenedAt: null, link: null });
/** A picture of one pixel. */
const pixel = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);

describe('a case', () => {
  test('opened by an error, worked, and its story holds what the error and the instrument said', async () => {
    const { errorId } = await bench.page.errors.enter({
      ...{ instrumentId, code: '5-21', text: 'Aperture clog', origin: 'typed', severity: 'stop' },
    });
    const [proposal] = await cases().proposals({ instrumentId, limit: 10 });
    expect(proposal).toMatchObject({ kind: 'stop-error', link: { kind: 'error', id: errorId }, openCaseId: null });
    const { caseId } = await cases().takeProposal({ key: proposal!.key, title: '', intoCaseId: null });
    expect(await cases().proposals({ instrumentId, limit: 10 })).toEqual([]);

    const before = () => bench.host.context.store.messages.count({ instrumentId });
    await bench.hear(instrumentId, background('3'));
    await vi.waitFor(() => expect(before()).toBe(1));
    await cases().note({ caseId, text: 'Cleaned the aperture' });
    await cases().addPicture({ caseId, picture: { name: 'C:\\me\\clog.png', bytes: pixel }, caption: 'before' });
    await cases().addTime({ caseId, minutes: 25, kind: 'work', on: '2026-11-22', note: '' });
    await bench.page.errors.resolve({ errorId, whatWasDone: 'Cleaned' });
    const detail = await cases().get({ caseId });
    expect(detail).toMatchObject({
      code: '5-21',
      origin: 'error',
      minutes: { work: 25 },
      links: [{ kind: 'error', id: errorId }],
    });
    expect(detail.pictures).toMatchObject([{ name: 'clog.png', caption: 'before' }]);
    expect((await cases().picture({ sha256: detail.pictures[0]!.sha256 })).bytes).toEqual(pixel);
    const { lines } = await cases().timeline({ caseId, limit: 100 });
    expect(lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['cases.case-opened', 'errors.error-raised', 'errors.error-resolved', 'cases.case-noted']),
    );
    expect(lines.filter(({ origin }) => origin === 'messages')).toMatchObject([{ data: { count: 1 } }]);
    expect(JSON.stringify(lines)).not.toContain('Doe');
  });

  test('says its priority as a sum with words, and what nobody has answered counts in full', async () => {
    const { caseId } = await cases().open({
      ...{ instrumentId, ...plain, hasBackup: 'unknown', resultsAffected: 'unknown' },
      ...{ origin: 'complaint', happenedAt: null, link: null },
    });
    expect((await cases().get({ caseId })).score).toBe(25);
    await bench.page.instruments.setServiceStatus({ instrumentId, serviceStatus: 'out-of-service', reason: 'clog' });
    await advance(25 * hourMs);
    const row = await cases().get({ caseId });
    expect(row.terms.map(({ key, applies, points }) => [key, applies, points])).toEqual([
      ['down-no-backup', 'unknown', 40],
      ['results-affected', 'unknown', 25],
      ['deadline', 'no', 0],
      ['promise', 'no', 0],
      ['waiting', 'yes', 10],
    ]);
    expect(row.score).toBe(75);
    await cases().change({ caseId, ...plain, reason: 'asked' });
    expect((await cases().get({ caseId })).score).toBe(0);
  });

  test('a part of the store goes in and is taken from the shelf in the same save', async () => {
    const parts = bench.page.maintenance.service.parts;
    const { partId } = await parts.define({
      ...{ name: 'Probe', number: 'P-1', maker: '', definitionKeys: [], isCritical: true, minimum: 1, onHand: 2 },
    });
    const { caseId } = await openByHand();
    await cases().usePart({ caseId, partId, name: '', number: '', count: 1, lotOrSerial: 'SN 7', note: '' });
    expect(await parts.list({ search: '', withWithdrawn: false })).toMatchObject([{ onHand: 1 }]);
    expect((await cases().get({ caseId })).parts).toMatchObject([{ name: 'Probe', count: 1, lotOrSerial: 'SN 7' }]);
    const nameless = { caseId, partId: null, name: '', number: '', count: 1, lotOrSerial: '', note: '' };
    await expect(cases().usePart(nameless)).rejects.toEqual(refused('cases/part-needs-name'));
  });
});

describe('a nonconformity', () => {
  const declare = async (caseId: string) =>
    await cases().declareNonconformity({
      ...{ caseId, category: 'analytical', severity: 'major', whatHappened: 'Results 10 % low', reason: '' },
      ...{ immediateAction: 'Results held back', suspectedCause: 'Reagent lot' },
    });

  test('is closed by an effectiveness check with evidence, signed, and by nothing else', async () => {
    const { caseId } = await openByHand();
    await declare(caseId);
    await cases().setState({ caseId, state: 'acknowledged', note: '' });
    await cases().setState({ caseId, state: 'investigating', note: '' });
    const goOn = cases().setState({ caseId, state: 'corrective-action', note: '' });
    await expect(goOn).rejects.toEqual(refused('cases/cause-not-investigated'));
    await cases().investigateCause({
      ...{ caseId, method: 'five-whys', cause: 'Waste line kinked', suspicionHeld: false, evidence: [] },
    });
    const { nonconformity } = await cases().get({ caseId });
    expect(nonconformity).toMatchObject({
      suspectedCause: 'Reagent lot',
      investigated: { cause: 'Waste line kinked' },
    });
    await cases().setState({ caseId, state: 'corrective-action', note: '' });
    await advance(hourMs);
    const { actionId } = await cases().planAction({ caseId, kind: 'corrective', text: 'Clip', owner: '', dueOn: null });
    const early = cases().setState({ caseId, state: 'pending-verification', note: '' });
    await expect(early).rejects.toEqual(refused('cases/actions-open'));
    await cases().endAction({ caseId, actionId, as: 'done', note: 'Clipped' });
    await cases().setState({ caseId, state: 'pending-verification', note: '' });
    const closing = cases().setState({ caseId, state: 'closed', note: 'fine' });
    await expect(closing).rejects.toEqual(refused('cases/effectiveness-not-checked'));

    const check = {
      ...{ caseId, verdict: 'effective' as const, statement: 'No drift', fromOn: '2026-11-22', toOn: '2026-12-06' },
      signing,
    };
    const paper = { kind: 'document' as const, title: 'QC chart', reference: 'Binder 4', note: '' };
    await expect(cases().checkEffectiveness({ ...check, evidence: [] })).rejects.toThrow();
    const unsigned = cases().checkEffectiveness({ ...check, evidence: [paper], signing: null });
    await expect(unsigned).rejects.toEqual(refused('cases/signature-needed'));
    expect(await cases().checkEffectiveness({ ...check, evidence: [paper] })).toEqual({ state: 'closed' });
    const done = await cases().get({ caseId });
    expect(done).toMatchObject({ isOpen: false, clock: 'met', closing: { note: 'No drift' } });
    const signatures = await bench.page.people.signatures({ hashes: [done.nonconformity!.effectiveness[0]!.hash] });
    expect(signatures).toMatchObject([{ meaning: 'reviewed' }]);
  });

  test('a record older than the corrective action cannot show that it helped', async () => {
    const before = () => bench.host.context.store.messages.count({ instrumentId });
    await bench.hear(instrumentId, background('3'));
    await vi.waitFor(() => expect(before()).toBe(1));
    const { caseId } = await openByHand();
    const [old] = await cases().candidates({ caseId, use: 'evidence', limit: 5 });
    await declare(caseId);
    await cases().setState({ caseId, state: 'investigating', note: '' });
    await cases().investigateCause({ caseId, method: 'other', cause: 'x', suspicionHeld: null, evidence: [] });
    await cases().setState({ caseId, state: 'corrective-action', note: '' });
    await advance(hourMs);
    const { actionId } = await cases().planAction({ caseId, kind: 'corrective', text: 'y', owner: '', dueOn: null });
    await cases().endAction({ caseId, actionId, as: 'done', note: 'y' });
    await cases().setState({ caseId, state: 'pending-verification', note: '' });
    const check = cases().checkEffectiveness({
      ...{ caseId, verdict: 'effective', statement: 'ok', fromOn: '2026-11-22', toOn: '2026-11-23', signing },
      evidence: [{ kind: 'record', hash: old!.hash, note: '' }],
    });
    await expect(check).rejects.toEqual(refused('cases/evidence-too-old'));
    expect((await cases().get({ caseId })).state).toBe('pending-verification');
  });
});

describe('a site visit', () => {
  const plan = async () =>
    await cases().visits.plan({
      ...{ place: 'Core lab', contact: 'Dr. Example, 12', purpose: 'Drift of platelets', plannedOn: '2026-11-22' },
      ...{ fromTime: '11:00', toTime: '', specialist: 'Ruth', instrumentIds: [instrumentId], preparation: ['Probe'] },
      ...{ caseIds: [], workOrderIds: [] },
    });
  const summary = { found: 'Kinked waste line', done: 'Clipped it', leftAs: 'In service', openPoints: '' };

  test('plan, arrival, work, summary, the customer signs what they saw, the specialist signs, and it is closed', async () => {
    const { caseId } = await openByHand();
    const { visitId, number } = await plan();
    expect(number).toBe('V-1');
    await cases().visits.arrive({ visitId, note: '' });
    const entry = { instrumentId, caseId, workOrderId: null, stream: '', minutes: 40 };
    await cases().visits.addWork({ visitId, text: 'Looked at the waste line', ...entry });
    await expect(cases().visits.close({ visitId, statement: '', signing })).rejects.toEqual(
      refused('cases/no-summary'),
    );
    await cases().visits.summarize({ visitId, ...summary });
    const { followUpId } = await cases().visits.addFollowUp({ visitId, text: 'New line', owner: 'Ruth', dueOn: null });
    const { sheet, seenHash } = await cases().visits.customerSheet({ visitId });
    expect(sheet).toMatchObject({ instruments: [{ name: 'XN 1', serialNumber: '11001' }], work: [{ minutes: 40 }] });
    const customer = { visitId, printedName: 'E. Customer', functionName: 'Head of lab', remark: '' };
    // Something changes while the customer reads: what they saw is not what would be signed.
    await cases().visits.addWork({ visitId, text: 'And swept', ...entry, minutes: 5 });
    const stale = { ...customer, manner: 'drawn' as const, strokes: pixel, seenHash };
    await expect(cases().visits.customerSign(stale)).rejects.toEqual(refused('cases/sheet-changed'));
    const now = await cases().visits.customerSheet({ visitId });
    const undrawn = { ...stale, strokes: null, seenHash: now.seenHash };
    await expect(cases().visits.customerSign(undrawn)).rejects.toEqual(refused('cases/strokes-needed'));
    await cases().visits.customerSign({ ...stale, seenHash: now.seenHash });
    await advance(hourMs);
    await cases().visits.leave({ visitId, note: '' });
    await cases().visits.close({ visitId, statement: 'Work done', signing });

    const done = await cases().visits.get({ visitId });
    expect(done).toMatchObject({ state: 'closed', customer: 'signed', minutesOnSite: 60, openFollowUpCount: 1 });
    expect(await cases().visits.seenSheet({ visitId })).toMatchObject({ seenHash: now.seenHash, isCurrent: true });
    expect((await cases().picture({ sha256: done.signature!.sha256! })).bytes).toEqual(pixel);
    expect(await bench.page.people.signatures({ hashes: [done.closed!.hash] })).toMatchObject([
      { meaning: 'performed' },
    ]);
    // What was done on the visit is part of the case's one story.
    const { lines } = await cases().timeline({ caseId, limit: 100 });
    expect(lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['cases.visit-arrived', 'cases.customer-signed']),
    );
    // A customer is no user of the bench: no account, no signature of an account.
    expect(await bench.page.people.signatures({ hashes: [done.signature!.hash] })).toEqual([]);
    await expect(cases().visits.summarize({ visitId, ...summary })).rejects.toEqual(refused('cases/visit-closed'));
    await cases().visits.endFollowUp({ visitId, followUpId, as: 'done', note: '' });
    expect(await cases().visits.list({ show: 'open', limit: 10 })).toEqual([]);
  });

  test('what is changed after the customer signed is said to be so; a customer may decline', async () => {
    const { visitId } = await plan();
    await cases().visits.arrive({ visitId, note: '' });
    await cases().visits.summarize({ visitId, ...summary });
    const { seenHash } = await cases().visits.customerSheet({ visitId });
    const spoken = { visitId, printedName: 'E. Customer', functionName: '', manner: 'spoken' as const, strokes: null };
    await cases().visits.customerSign({ ...spoken, seenHash, remark: '' });
    await cases().visits.summarize({ visitId, ...summary, done: 'Clipped it twice' });
    expect(await cases().visits.get({ visitId })).toMatchObject({ customer: 'earlier-state' });
    expect(await cases().visits.seenSheet({ visitId })).toMatchObject({
      sheet: { done: 'Clipped it' },
      isCurrent: false,
    });
    await cases().visits.customerDecline({ visitId, printedName: 'E. Customer', reason: 'Not my signature' });
    expect(await cases().visits.get({ visitId })).toMatchObject({ customer: 'declined', signature: null });
  });
});

test('a decontamination certificate: what is not done needs its reason, and use after it is told', async () => {
  const certificate = {
    ...{ instrumentId, purpose: 'service' as const, caseId: null, visitId: null, agent: 'As in the manual' },
    ...{ contactMinutes: 10, procedure: '', remainingRisk: '', statement: 'Safe to service', signing },
  };
  const items = [
    { key: 'outside-surfaces' as const, answer: 'done' as const, note: '' },
    { key: 'waste-container' as const, answer: 'not-done' as const, note: '' },
  ];
  const bare = cases().decontaminations.certify({ ...certificate, items });
  await expect(bare).rejects.toEqual(refused('cases/item-needs-note'));
  const explained = items.map((item) => ({ ...item, note: 'Full, taken away by the lab' }));
  const { decontaminationId } = await cases().decontaminations.certify({ ...certificate, items: explained });
  expect(await cases().decontaminations.get({ decontaminationId })).toMatchObject({
    ...{ serialNumber: '11001', usedSinceCount: 0, doubts: ['decontamination.item-not-done'] },
  });
  await advance(hourMs);
  await bench.hear(instrumentId, background('3'));
  await vi.waitFor(async () =>
    expect((await cases().decontaminations.get({ decontaminationId })).doubts).toContain('decontamination.used-since'),
  );
});

test('CC15: an instrument does not go live while reference intervals are not verified, whoever signs', async () => {
  const { installationId } = await cases().installations.plan({
    ...{ instrumentId, title: 'New XN', place: 'Core lab', responsible: 'Ruth', goLiveOn: null },
  });
  const { items } = await cases().installations.template();
  for (const { key } of items.filter((item) => item.key !== 'reference-intervals')) {
    const proof = { kind: 'statement' as const, text: 'Report 7' };
    await cases().installations.answer({ installationId, key, proof, verdict: 'pass' });
  }
  const goLive = async () => await cases().installations.goLive({ installationId, statement: '', signing });
  await expect(goLive()).rejects.toMatchObject({ code: 'cases/gates-open', data: { keys: 'reference-intervals' } });
  const key = 'reference-intervals';
  const unknown = { kind: 'statement' as const, text: 'Too few samples' };
  await cases().installations.answer({ installationId, key, proof: unknown, verdict: 'cannot-evaluate' });
  await expect(goLive()).rejects.toEqual(refused('cases/gates-open'));
  const reason = { kind: 'not-applicable' as const, reason: 'Same method as before; intervals carried over, study 12' };
  await cases().installations.answer({ installationId, key, proof: reason, verdict: 'pass' });
  expect(await cases().installations.get({ installationId })).toMatchObject({ canGoLive: true, gates: [] });
  await goLive();
  const live = await cases().installations.get({ installationId });
  expect(live).toMatchObject({ state: 'live' });
  expect(await bench.page.people.signatures({ hashes: [live.live!.hash] })).toMatchObject([{ meaning: 'approved' }]);
});

describe('field notices', () => {
  const file = (text: string, fileName = 'notices.csv') => ({ fileName, bytes: new TextEncoder().encode(text) });

  test('a file is previewed, taken once, matched by model, serial number and lot, and answered', async () => {
    const other = await bench.register('sysmex-xn-1000', { name: 'XN 2', serialNumber: '' });
    const csv = [
      'number,maker,title,severity,models,serials,due on',
      'FSN-1,Sysmex,Valve,correction,XN-1000,11000..11005,2026-12-01',
      'FSN-2,Sysmex,,correction,XN-1000,,',
      'FSN-3,Sysmex,Bad range,correction,XN-1000,A5..A1,',
    ].join('\n');
    const opened = await cases().notices.open(file(csv));
    expect(opened.rejected.map(({ row, code }) => [row, code])).toEqual([
      [3, 'cases/notice-field'],
      [4, 'cases/notice-range'],
    ]);
    expect(await cases().notices.list({ instrumentId: null, show: 'all', limit: 10 })).toEqual([]);
    const taken = await cases().notices.take({ importId: opened.importId, rows: [2] });
    expect(taken).toEqual({ takenCount: 1, knownCount: 0 });
    const [notice] = await cases().notices.list({ instrumentId: null, show: 'open', limit: 10 });
    const verdicts = Object.fromEntries(notice!.matches.map((one) => [one.instrumentId, [one.verdict, one.why]]));
    expect(verdicts).toEqual({ [instrumentId]: ['applies', 'serial'], [other]: ['may-apply', 'serial-unknown'] });
    const again = await cases().notices.open(file(csv));
    expect(again.notices[0]).toMatchObject({ isKnown: true });
    expect(await cases().notices.take({ importId: again.importId, rows: [2] })).toEqual({
      takenCount: 0,
      knownCount: 1,
    });

    const about = { noticeId: notice!.id, note: 'Valve changed' };
    const { caseId } = await cases().notices.answer({ ...about, instrumentId, answer: 'planned', opensCase: true });
    expect(await cases().get({ caseId: caseId! })).toMatchObject({ kind: 'field-notice', deadlineOn: '2026-12-01' });
    expect((await cases().notices.get({ noticeId: notice!.id })).openCount).toBe(2);
    await cases().notices.answer({ ...about, instrumentId, answer: 'done', opensCase: false });
    await cases().notices.answer({ ...about, instrumentId: other, answer: 'does-not-apply', opensCase: false });
    expect(await cases().notices.list({ instrumentId: null, show: 'open', limit: 10 })).toEqual([]);
  });

  test.each([
    ['', 'cases/notice-file-empty'],
    ['\u0000\u0001', 'cases/notice-file-unreadable'],
    ['just words', 'cases/notice-file-unreadable'],
    ['{"benchside":1,"kind":"sops","madeAt":"","madeBy":""}', 'container/other-kind'],
    ['[]', 'cases/notice-file-empty'],
  ])('a broken file %j ends in a plain code', async (text, code) => {
    await expect(cases().notices.open(file(text, 'x.benchside'))).rejects.toEqual(refused(code));
  });
});

describe('the time machine', () => {
  const sectionOf = (moment: Awaited<ReturnType<PeopleBench['page']['cases']['moment']['at']>>, key: string) =>
    moment.sections.find((section) => section.key === key)!;
  const keysOf = async (at: string, key: string) =>
    sectionOf(await cases().moment.at({ instrumentId, at }), key).lines.map((one) => one.key);

  test('what stood at a past time, from what was recorded then, and what is missing is said to be missing', async () => {
    const before = new Date(clock.now - hourMs).toISOString();
    await advance(hourMs);
    const { errorId } = await bench.page.errors.enter({
      ...{ instrumentId, code: '5-21', text: 'Aperture clog', origin: 'typed', severity: 'stop' },
    });
    await bench.page.instruments.setServiceStatus({ instrumentId, serviceStatus: 'out-of-service', reason: 'clog' });
    await bench.page.calibration.factors.note({
      ...{ instrumentId, parameter: 'HGB', label: 'HGB', value: '98.5', on: '2026-11-22', setBy: 'service', note: '' },
    });
    await openByHand();
    const down = new Date(clock.now).toISOString();
    await advance(hourMs);
    await bench.page.errors.resolve({ errorId, whatWasDone: 'Cleaned' });
    await bench.page.instruments.setServiceStatus({ instrumentId, serviceStatus: 'in-service', reason: 'done' });
    const after = new Date(clock.now).toISOString();

    expect(await keysOf(down, 'service')).toEqual(['moment.out-of-service', 'moment.case']);
    expect(await keysOf(down, 'errors')).toEqual(['moment.error-standing']);
    expect(await keysOf(down, 'calibration')).toEqual(['moment.factor']);
    expect(await keysOf(after, 'service')).toEqual(['moment.in-service', 'moment.case']);
    expect(await keysOf(after, 'errors')).toEqual([]);

    const early = await cases().moment.at({ instrumentId, at: before });
    expect(early).toMatchObject({ isBeforeRegister: true, recordCount: 0 });
    expect(early.sections.filter(({ state }) => state === 'known')).toEqual([]);
    const then = await cases().moment.at({ instrumentId, at: down });
    expect(sectionOf(then, 'people')).toMatchObject({ state: 'missing', why: 'moment.why-no-competency' });
    expect(sectionOf(then, 'messages')).toMatchObject({ state: 'missing', why: 'moment.why-messages-aged' });
    expect(sectionOf(then, 'maintenance')).toMatchObject({ state: 'nothing', why: 'moment.why-no-plans' });
    expect((await cases().moment.marks({ instrumentId, limit: 10 })).map(({ key }) => key)).toContain(
      'timeline.cases.case-opened',
    );
  });
});
