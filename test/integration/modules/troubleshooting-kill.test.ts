import { expect, test } from 'vitest';
import { killAt } from '../../harness/kill-at.ts';

const script = new URL('../../harness/guide-work.ts', import.meta.url);

test('killed with -9 in the middle of guided steps: every answer that was called saved is there, and the run goes on', async () => {
  const { failures, saved } = await killAt(script, [5, 7, 12], async (bench, told) => {
    const missing: string[] = [];
    for (const runId of new Set(told.map(([, run = '']) => run))) {
      const run = await bench.page.troubleshooting.get({ runId });
      const answered = told.filter(([what, of]) => what === 'answered' && of === runId);
      for (const [, , stepId = '', value = ''] of answered) {
        const kept = run.answers.find((answer) => answer.stepId === stepId);
        if (kept?.value !== value) missing.push(`${stepId} of ${runId}`);
        if (kept?.photo) await bench.page.troubleshooting.photo({ sha256: kept.photo.sha256 });
      }
      const hasEnded = told.some(([what, of]) => what === 'ended' && of === runId);
      if (hasEnded && run.state !== 'finished') missing.push(`end of ${runId}`);
      if (!hasEnded && run.state === 'started' && run.step === null && run.outcome === null)
        missing.push(`way of ${runId}`);
    }
    return missing;
  });
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(24);
}, 120_000);
