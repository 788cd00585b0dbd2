import { appendFileSync } from 'node:fs';
import { labProcedure, lot } from './calibration-bench.ts';
import { openModuleBench } from './module-bench.ts';

/**
 * A host on which somebody calibrates until it is killed: `node calibration-work.ts <folder> <ledger>`. After each answer
 * "saved" it writes one line into the ledger: `draft <session> <value>`, `run <session> <run>`, `closed <session> <hash>`.
 */
const [folder = '', ledger = ''] = process.argv.slice(2);

const bench = await openModuleBench(folder);
const { calibration, instruments } = bench.page;
const [known] = await instruments.cards({ withRetired: false });
const instrumentId = known?.id ?? (await bench.register('sysmex-xn-1000', { name: 'XN 1' }));
const tell = (...words: readonly string[]): void => appendFileSync(ledger, `${words.join(' ')}\n`);
const { hash } = await calibration.procedures.get({ definitionKey: 'sysmex-xn-1000' });
if (hash === null) {
  const about = { definitionKey: 'sysmex-xn-1000', terms: labProcedure, reason: 'manual read' };
  await calibration.procedures.set({ ...about, hash: null, signing: null });
}
const start = Date.now();

for (let round = 0; ; round++) {
  const { sessionId } = await calibration.sessions.open({
    ...{ requestId: `session-${start}-${round}`, kind: 'calibration', instrumentId, reason: 'qc-shift' },
    ...{ reasonText: '', triggerIds: [] },
  });
  await calibration.sessions.setMaterial({ sessionId, material: lot('cal', 'calibrator', { assigned: '13.20' }) });
  for (let step = 0; step < 4; step++) {
    const value = `13.${step}`;
    await calibration.sessions.saveDraft({ sessionId, form: 'run/as-found', field: 'hgb', value });
    tell('draft', sessionId, value);
    const runId = `run-${start}-${round}-${step}`;
    await calibration.sessions.typeRun({
      ...{ sessionId, runId, set: 'as-found', materialKey: 'cal', note: '' },
      values: [{ parameter: 'hgb', value, unit: 'g/dL' }],
    });
    tell('run', sessionId, runId);
  }
  const { tip } = await calibration.sessions.get({ sessionId });
  const end = { outcome: 'left-as-it-was', reason: 'as found', note: '', signing: null } as const;
  const closed = await calibration.sessions.close({ sessionId, tip, ...end });
  tell('closed', sessionId, closed.tip);
}
