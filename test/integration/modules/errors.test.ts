import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { background, failedSample, goodSample, type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';

const xn = 'sysmex-xn-1000';
let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let id: string;

beforeEach(async () => {
  folder = temporaryFolder('errors');
  bench = await openModuleBench(folder.path);
  id = await bench.register(xn, { name: 'XN left' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const errors = (show: 'open' | 'all' = 'open') => bench.page.errors.list({ instrumentId: id, show, limit: 100 });
const card = async () => (await bench.page.instruments.cards({}))[0]!;
const enter = (code: string, more: object = {}) =>
  bench.page.errors.enter({ instrumentId: id, code, text: '', origin: 'typed', severity: null, ...more });

describe('from the wire', () => {
  test('given a sample in which the analysis failed, then an error is raised with its book entry and its raw frame', async () => {
    await bench.hear(id, failedSample('S-1001'));
    const [row] = await errors();
    expect(row).toMatchObject({
      code: 'Error_Func',
      origin: 'wire',
      state: 'active',
      raisedCount: 1,
      hasBookEntry: true,
    });
    const detail = await bench.page.errors.get({ errorId: row!.id });
    expect(detail.book?.firstChecks.length).toBeGreaterThan(0);
    expect(detail.frames).toHaveLength(1);
    expect(detail.frames[0]!.text).not.toMatch(/Doe|1980|S-1001/);
    expect((await card()).activeErrors).toMatchObject([{ code: 'Error_Func', isAcknowledged: false }]);
  });

  test('given the same message again, then nothing is raised twice; another sample is counted', async () => {
    await bench.hear(id, failedSample('S-1001'));
    await bench.hear(id, failedSample('S-1001'));
    expect(await errors()).toMatchObject([{ raisedCount: 1 }]);
    await bench.hear(id, failedSample('S-1002'));
    expect(await errors()).toMatchObject([{ raisedCount: 2 }]);
  });

  test('given a message that came cut and then whole, then it is one occurrence', async () => {
    const records = failedSample('S-1001');
    await bench.hear(id, records.slice(0, 5), { isPartial: true });
    expect(await errors()).toMatchObject([{ raisedCount: 1 }]);
    await bench.hear(id, records);
    expect(await errors()).toMatchObject([{ raisedCount: 1 }]);
  });

  test('given a hundred repeats, then the log holds a few records and the row the whole count, after a restart too', async () => {
    await bench.hear(id, failedSample('S-0'));
    const before = bench.host.context.store.records.count();
    for (let number = 1; number < 100; number += 1) await bench.hear(id, failedSample(`S-${number}`));
    expect(await errors()).toMatchObject([{ raisedCount: 100 }]);
    expect(bench.host.context.store.records.count() - before).toBeLessThan(5);
    await bench.close();
    bench = await openModuleBench(folder.path);
    expect(await errors()).toMatchObject([{ raisedCount: 100 }]);
  });

  test('given a message handed over a second time after a crash, then nothing is added', async () => {
    await bench.hear(id, failedSample('S-1001'));
    await bench.hear(id, background('14', 'HH'));
    const { store } = bench.host.context;
    const count = store.records.count();
    store.db.prepare('UPDATE messages SET is_handled = 0').run();
    await bench.close();
    bench = await openModuleBench(folder.path);
    expect(bench.host.context.store.records.count()).toBe(count);
    expect(await errors()).toHaveLength(2);
    expect((await errors()).map((row) => row.raisedCount)).toEqual([1, 1]);
  });

  test('given a good sample, then there is no error', async () => {
    await bench.hear(id, goodSample('S-1'));
    expect(await errors('all')).toEqual([]);
  });
});

describe('a failed background', () => {
  test('is an error like any other, with the values it copied; a passing one clears it, a person closes it', async () => {
    await bench.hear(id, background('14', 'HH'));
    const [row] = await errors();
    expect(row).toMatchObject({ code: 'BACKGROUND-HIGH', origin: 'background', state: 'active' });
    const detail = await bench.page.errors.get({ errorId: row!.id });
    expect(detail.readings).toEqual([
      { test: '^^^^PLT^1', value: '14', unit: '10*3/uL', limit: '10', verdict: 'fail' },
    ]);
    expect((await card()).lastBackground).toMatchObject({ verdict: 'fail' });
    await bench.hear(id, background('1', 'N', '20261102064500'));
    expect(await errors('all')).toMatchObject([{ state: 'cleared' }]);
    expect((await card()).lastBackground).toMatchObject({ verdict: 'pass' });
    await bench.page.errors.resolve({ errorId: row!.id, whatWasDone: 'Rinsed twice' });
    expect(await errors()).toEqual([]);
    expect(await errors('all')).toMatchObject([{ state: 'resolved', resolution: 'Rinsed twice' }]);
  });
});

describe('by hand and by scanner', () => {
  test('a typed code is treated as one from the wire: book, count, card', async () => {
    const typed = await enter('error_func');
    expect(typed.hasBookEntry).toBe(true);
    expect(await enter(' ERROR_FUNC ', { origin: 'scanned' })).toEqual(typed);
    await bench.hear(id, failedSample('S-1'));
    expect(await errors()).toMatchObject([{ id: typed.errorId, origin: 'typed', raisedCount: 3 }]);
    expect((await card()).activeErrors).toHaveLength(1);
  });

  test('a code no book knows is kept as typed, with a severity of its own', async () => {
    const { errorId, hasBookEntry } = await enter('E-4711', { text: 'Door open', severity: 'stop' });
    expect(hasBookEntry).toBe(false);
    expect(await bench.page.errors.get({ errorId })).toMatchObject({
      code: 'E-4711',
      text: 'Door open',
      severity: 'stop',
      book: null,
    });
    expect(await card()).toMatchObject({ tone: 'stop', next: { key: 'instruments.next.error-stop', errorId } });
  });

  test('acknowledged, then resolved; after that it is closed', async () => {
    const { errorId } = await enter('E-1');
    await bench.page.errors.acknowledge({ errorId, note: 'seen' });
    expect(await errors()).toMatchObject([{ state: 'acknowledged' }]);
    await bench.page.errors.resolve({ errorId, whatWasDone: 'Closed the door' });
    await expect(bench.page.errors.resolve({ errorId, whatWasDone: 'again' })).rejects.toMatchObject({
      code: 'errors/already-resolved',
    });
    const { history } = await bench.page.errors.get({ errorId });
    expect(history.map((line) => line.type)).toEqual([
      'errors.error-raised',
      'errors.error-acknowledged',
      'errors.error-resolved',
    ]);
    expect(history[2]!.text).toContain('Closed the door');
    await enter('E-1');
    expect(await errors('all')).toHaveLength(2);
  });

  test('what is not there is refused by code', async () => {
    await expect(bench.page.errors.get({ errorId: 'none' })).rejects.toMatchObject({ code: 'errors/not-found' });
    await expect(bench.page.errors.acknowledge({ errorId: 'none', note: '' })).rejects.toMatchObject({
      code: 'errors/not-found',
    });
    await expect(enter('E', { instrumentId: 'none' })).rejects.toMatchObject({ code: 'instruments/not-found' });
  });
});

describe('code books', () => {
  const entry = {
    definitionKey: xn,
    code: 'E-4711',
    title: 'Door open',
    severity: 'stop' as const,
    affectsResults: 'no' as const,
    meaning: 'The front door is not closed.',
    firstChecks: ['Close the door'],
    source: 'Manual of the lab, page 12',
    reason: '',
  };

  test('the lab writes an entry; search finds it, a typed code uses it, the shipped one stays beside it', async () => {
    await bench.page.errors.writeBookEntry(entry);
    const found = await bench.page.errors.searchBooks({ search: 'door sysmex', definitionKey: null, limit: 10 });
    expect(found).toMatchObject([{ code: 'E-4711', origin: 'lab', confidence: 'lab' }]);
    const { errorId, hasBookEntry } = await enter('e-4711');
    expect(await enter('e 4711')).toMatchObject({ errorId, hasBookEntry: true });
    expect(hasBookEntry).toBe(true);
    expect(await bench.page.errors.get({ errorId })).toMatchObject({
      severity: 'stop',
      text: 'Door open',
      book: { title: 'Door open' },
    });
    await bench.page.errors.writeBookEntry({ ...entry, code: 'Error_Func', title: 'Ours', reason: 'clearer' });
    const both = await bench.page.errors.searchBooks({ search: 'Error_Func', definitionKey: xn, limit: 10 });
    expect(both.filter((one) => one.code === 'Error_Func').map((one) => one.origin)).toEqual(['lab', 'shipped']);
    const ours = await enter('Error_Func');
    expect(await bench.page.errors.get({ errorId: ours.errorId })).toMatchObject({
      book: { title: 'Ours', origin: 'lab' },
      shippedBook: { code: 'Error_Func', origin: 'shipped' },
    });
  });

  test('a trouble that no wire tells is found by what is seen, in another spelling too, and leads to its own steps', async () => {
    const found = await bench.page.errors.searchBooks({ search: 'platlets high', definitionKey: xn, limit: 5 });
    expect(found[0]).toMatchObject({ code: 'PLT-BLANK-HIGH', definitionKey: 'general', guide: 'general-plt-blank' });
    const { errorId } = await enter('plt background high');
    expect(await bench.page.errors.get({ errorId })).toMatchObject({ code: 'PLT-BLANK-HIGH', severity: 'stop' });
    expect(await bench.page.troubleshooting.start({ errorId })).toMatchObject({
      title: 'Platelets are high on the blank',
    });
    // Where the lab has written its own entry for it, what was supplied stays beside it, and the steps are the same.
    await bench.page.errors.writeBookEntry({ ...entry, code: 'PLT-BLANK-HIGH', title: 'Ours' });
    const own = await bench.page.errors.get({ errorId });
    expect(own.book).toMatchObject({ title: 'Ours', guide: 'general-plt-blank' });
    expect(own.shippedBook).toMatchObject({ definitionKey: 'general' });
    // A stain is nothing a coagulation analyzer or a balance has; all books hold it all the same.
    const balance = { search: 'stain too pale', definitionKey: 'mettler-toledo-mt-sics', limit: 5 };
    expect((await bench.page.errors.searchBooks(balance)).map(({ code }) => code)).not.toContain('STAIN-PALE');
    const [stain] = await bench.page.errors.searchBooks({ ...balance, definitionKey: null });
    expect(stain).toMatchObject({ code: 'STAIN-PALE' });
  });

  test('what was before on this unit and on others of its model is told with what ended it, and coming back is flagged', async () => {
    const other = await bench.register('sysmex-xn-1000', { name: 'Second', serialNumber: '2' });
    const there = await enter('Error_Func', { instrumentId: other });
    await bench.page.errors.resolve({ errorId: there.errorId, whatWasDone: 'Probe cleaned' });
    const before = await enter('Error_Func');
    expect(await bench.page.errors.get({ errorId: before.errorId })).toMatchObject({
      cameBackAfter: null,
      seenBefore: [{ isThisUnit: false, instrumentName: 'Second', resolution: 'Probe cleaned' }],
    });
    await bench.page.errors.resolve({ errorId: before.errorId, whatWasDone: 'New tube' });
    const again = await enter('Error_Func');
    expect(await bench.page.errors.get({ errorId: again.errorId })).toMatchObject({
      cameBackAfter: { errorId: before.errorId },
      seenBefore: [
        { errorId: before.errorId, isThisUnit: true, resolution: 'New tube' },
        { errorId: there.errorId, isThisUnit: false },
      ],
    });
    expect(await bench.page.cases.recurrence({ instrumentId: id, code: 'Error_Func' })).toEqual([]);
    await enter('Error_Func');
    const [sign] = await bench.page.cases.recurrence({ instrumentId: id, code: 'Error_Func' });
    expect(sign).toMatchObject({ key: 'three-in-a-day' });
  });

  test('an error that stops, or that touched results, keeps the instrument not ready until its outcome is written', async () => {
    const { errorId } = await enter('PLT-BLANK-HIGH');
    const readiness = () => bench.page.maintenance.service.readiness.get({ instrumentId: id });
    expect(await readiness()).toMatchObject({ state: 'red' });
    expect((await readiness()).reasons).toContainEqual(expect.objectContaining({ subjectId: errorId, tone: 'red' }));
    await bench.page.errors.resolve({ errorId, whatWasDone: 'Fresh diluent; blank and controls passed' });
    expect((await readiness()).reasons.map(({ subjectId }) => subjectId)).not.toContain(errorId);
  });

  test('every book is listed with its note; one of an unknown definition is refused', async () => {
    const books = await bench.page.errors.books();
    expect(books.map((book) => book.definitionKey)).toContain('generic-lis02');
    await expect(bench.page.errors.writeBookEntry({ ...entry, definitionKey: 'none' })).rejects.toMatchObject({
      code: 'errors/unknown-definition',
    });
  });
});

test('tables dropped and rebuilt from the log say the same', async () => {
  await bench.hear(id, failedSample('S-1'));
  await bench.hear(id, background('14', 'HH'));
  const { errorId } = await enter('E-9');
  await bench.page.errors.acknowledge({ errorId, note: 'n' });
  const before = [await errors('all'), await card(), await bench.page.instruments.get({ instrumentId: id })];
  bench.host.context.store.db.prepare('UPDATE projection_state SET version = 0').run();
  await bench.close();
  bench = await openModuleBench(folder.path);
  expect([await errors('all'), await card(), await bench.page.instruments.get({ instrumentId: id })]).toEqual(before);
});
