import { appendFileSync } from 'node:fs';
import { openModuleBench } from './module-bench.ts';
import { smallPng } from './small-png.ts';

/**
 * A host on which somebody takes guided steps until it is killed: `node guide-work.ts <folder> <ledger>`. After each act it
 * writes one line into the ledger: `run <run>`, `answered <run> <step> <value>`, `ended <run>`.
 */
const [folder = '', ledger = ''] = process.argv.slice(2);
const bench = await openModuleBench(folder);
const { errors, instruments, troubleshooting } = bench.page;
const tell = (...words: string[]): void => appendFileSync(ledger, `${words.join(' ')}\n`);

const [card] = await instruments.cards({});
const instrumentId = card?.id ?? (await bench.register('sysmex-xn-1000'));
for (;;) {
  const { errorId } = await errors.enter({
    ...{ instrumentId, code: 'STAIN-PALE', text: '', origin: 'typed', severity: null },
  });
  // One that was open when the host was killed is taken up where it stood.
  let run = await troubleshooting.start({ errorId });
  const { runId } = run;
  tell('run', runId);
  while (run.step !== null) {
    const { id: stepId, kind, choices } = run.step;
    const value = kind === 'choice' ? (choices[0]?.value ?? '') : '7';
    const photo = kind === 'photo' ? { name: 'slide.png', bytes: smallPng() } : null;
    run = await troubleshooting.answer({ runId, stepId, value, note: '', photo, isSafetyAcknowledged: true });
    tell('answered', runId, stepId, value);
  }
  const resolvesError = run.outcome?.kind === 'resolved';
  await troubleshooting.finish({ runId, whatWasDone: 'Looked at', resolvesError });
  tell('ended', runId);
}
