import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openModuleBench } from './module-bench.ts';
import { confirm, number, repeat, sop, text, typed } from './sop-paper.ts';

/**
 * A host on which somebody runs a procedure until it is killed: `node run-work.ts <folder> <ledger>`. After each answer it
 * writes one line into the ledger: `run <run>`, `field <run> <at> <value>`, `answered <run> <at> <value>`, `finished <run>`. With a third argument it stands still after so many lines.
 */
const [folder = '', ledger = '', holdAfter = ''] = process.argv.slice(2);

const bench = await openModuleBench(folder);
const { library, versions, runs } = bench.page.sop;
let told = 0;

async function tell(...words: string[]): Promise<void> {
  appendFileSync(ledger, `${words.join(' ')}\n`);
  told += 1;
  while (told === Number(holdAfter)) await wait(1000);
}

async function prepare(): Promise<string> {
  const [known] = await library.list({});
  if (known?.effective) return known.sopId;
  const { sopId, versionId } = known?.working
    ? { sopId: known.sopId, versionId: known.working.versionId }
    : await library.add({ code: 'K-1', title: 'Killed' });
  const detail = await versions.get({ sopId, versionId });
  const content = sop([confirm('a'), number('n'), repeat('each', [number('v'), text('t')])], { title: 'Killed' });
  if (detail.state === 'draft') {
    if (detail.content.steps.length === 0) {
      await versions.write({ sopId, versionId, content, reason: '', expectedHash: detail.writtenHash });
    }
    await versions.submit({ sopId, versionId, note: '', signing: null });
  }
  const today = new Date().toLocaleDateString('sv');
  await versions.approve({ sopId, versionId, effectiveOn: today, note: '', signing: null });
  return sopId;
}

const sopId = await prepare();
for (let round = 0; ; round += 1) {
  const open = (await runs.list({ sopId, instrumentId: null, states: ['started', 'paused'], limit: 1 }))[0];
  let run = open
    ? await runs.get({ runId: open.runId })
    : await runs.start({ sopId, versionId: null, instrumentId: null });
  const { runId, versionHash } = run;
  await tell('run', runId);
  while (run.nextAt !== null) {
    const at = run.nextAt;
    const value = at === 'a' ? 'yes' : at === 'each' ? '2' : String(round);
    for (const part of [value.slice(0, 1), value]) {
      await runs.saveField({ runId, versionHash, at, entry: typed(part) });
      await tell('field', runId, at, part);
    }
    run = await runs.answer({ runId, versionHash, at, entry: typed(value), reason: '', signing: null });
    await tell('answered', runId, at, value);
  }
  // A draft that came through a kill is looked at before the run is finished.
  for (const { at } of run.recovered) run = await runs.dropField({ runId, versionHash, at });
  await runs.finish({ runId, note: '', signing: null });
  await tell('finished', runId);
}
