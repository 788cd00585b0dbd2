import { describe, expect, test } from 'vitest';
import { WeighingEpisodes } from '../../../electron/instruments/weighing-episodes.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';

const base: Pick<Signal, 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum'> = {
  ...{ at: '', instrument: 'b', message: null, frames: [], definition: null, checksum: 'ok' },
};
const weighs = (rawValue: string): Signal[] => [
  {
    ...{ kind: 'result', ...base, test: 'S', rawValue, unit: 'g', flags: [], status: 'S', analyte: 'mass' },
    ...{ value: rawValue, meaning: 'stable', completedAt: '', specimen: null },
  },
];
/** The episode of each answer; answers are named by their place. */
function episodesOf(values: readonly (string | null)[], instrumentOf: (at: number) => string = () => 'b'): string[] {
  const episodes = new WeighingEpisodes();
  return values.map((value, at) => episodes.of(instrumentOf(at), value === null ? [] : weighs(value), `m${at}`));
}

describe('weighings of one balance', () => {
  test('two equal deliveries with the vessel emptied in between are two', () => {
    expect(episodesOf(['0.0000', '0.9975', '0.0000', '0.9975'])).toEqual(['m0', 'm1', 'm2', 'm3']);
  });

  test('a load at rest whose last digit flickers for hours is one', () => {
    const flicker = Array.from({ length: 500 }, (_, at) => (at % 2 === 0 ? '12.3456' : '12.3457'));
    expect(new Set(episodesOf(flicker))).toEqual(new Set(['m0']));
  });

  test('two digits more is flicker, three are a change of load', () => {
    expect(episodesOf(['0.9970', '0.9972', '0.9975'])).toEqual(['m0', 'm0', 'm2']);
  });

  test('a tenth of a microlitre on a balance that shows it is a change of load', () => {
    expect(episodesOf(['0.000000', '0.000100', '0.000200'])).toEqual(['m0', 'm1', 'm2']);
  });

  test('a temperature is no weighing: each answer is a reading of its own', () => {
    const episodes = new WeighingEpisodes();
    const warm = weighs('23.9').map((one): Signal => ({ ...one, ...{ analyte: 'temperature' } }) as Signal);
    expect(['m0', 'm1', 'm2'].map((mark) => episodes.of('t', warm, mark))).toEqual(['m0', 'm1', 'm2']);
  });

  test('an overload ends the weighing; another balance has its own', () => {
    expect(episodesOf(['0.5000', null, '0.5000'])).toEqual(['m0', '', 'm2']);
    expect(episodesOf(['0.5000', '0.5000'], (at) => `balance ${at}`)).toEqual(['m0', 'm1']);
  });
});
