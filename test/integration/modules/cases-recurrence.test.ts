import { expect, test } from 'vitest';
import { readRecurrence } from '../../../electron/modules/cases/case-rows.ts';
import { errorRaised, errorResolved, errorStream } from '../../../shared/modules/errors/records.ts';
import { draft } from '../../../shared/records/define.ts';
import { openModuleBench } from '../../harness/module-bench.ts';
import { testFolder } from '../../harness/store.ts';

const minuteMs = 60_000;

test('of a code that came hundreds of times the newest are looked at', async () => {
  const bench = await openModuleBench(testFolder());
  try {
    const instrumentId = await bench.register('sysmex-xn-1000');
    const now = Date.now();
    const timeOf = (number: number) => new Date(now - (300 - number) * minuteMs).toISOString();
    const drafts = Array.from({ length: 300 }, (_, number) => {
      const about = { errorId: `error-${number}`, instrumentId, code: 'Error_Func' };
      const stream = errorStream(about.errorId);
      return [
        draft(errorRaised, stream, {
          ...{ ...about, text: '', severity: 'warn', affectsResults: 'yes', origin: 'wire', at: timeOf(number) },
          ...{ messageId: null, frames: [], definition: null, specimen: null, readings: [] },
        }),
        draft(errorResolved, stream, { ...about, whatWasDone: 'Cleaned', runId: null }),
      ];
    });
    const author = { actor: 'os:test', auth: { session: null, proof: 'os-user' } } as const;
    bench.host.context.store.records.append(drafts.flat(), author);

    const [sign] = readRecurrence(bench.host.context, instrumentId, 'Error_Func');
    expect(sign).toMatchObject({ key: 'three-in-a-day', toAt: timeOf(299) });
  } finally {
    await bench.close();
  }
});
