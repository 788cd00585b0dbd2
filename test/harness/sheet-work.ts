import { appendFileSync } from 'node:fs';
import { daily, entry, field, plain, terms } from './maintenance-bench.ts';
import { openModuleBench } from './module-bench.ts';

/**
 * A host on which somebody fills in sheets until it is killed: `node sheet-work.ts <folder> <ledger>`. After each answer
 * "saved" it writes one line into the ledger: `field <sheet> <value>`, `signed <hash>`.
 */
const [folder = '', ledger = ''] = process.argv.slice(2);

const bench = await openModuleBench(folder);
const { maintenance, instruments } = bench.page;
const [known] = await instruments.cards({ withRetired: false });
const instrumentId = known?.id ?? (await bench.register('sysmex-xn-1000', { name: 'XN 1' }));
const made = terms(daily('2020-01-01'), { fields: [field({ key: 'vacuum', kind: 'number' })] });
const plans = await maintenance.plans.list({ instrumentId });
const planId =
  plans[0]?.planId ??
  (await maintenance.plans.create({ instrumentId, plans: [{ upkeepKey: null, terms: made }], reason: '' })).planIds[0]!;

for (let round = 0; ; round++) {
  const sheet = await maintenance.sheets.open({ planId, occurrence: null, isNew: false });
  for (let step = 0; step < 4; step++) {
    const value = `${round}.${step}`;
    await maintenance.sheets.saveField({ sheetId: sheet.sheetId, entry: entry('vacuum', value) });
    appendFileSync(ledger, `field ${sheet.sheetId} ${value}\n`);
  }
  const { today } = await maintenance.agenda.counts();
  const { hash } = await maintenance.sheets.perform({ ...plain, sheetId: sheet.sheetId, performedOn: today });
  appendFileSync(ledger, `signed ${hash} ${sheet.sheetId}\n`);
}
