import type { HostCalls } from './lab.ts';

export interface DemoMicroscopy {
  readonly microscopeId: string;
  /** Under way. */
  readonly openCountId: string;
  readonly countId: string;
  readonly comparisonId: string;
}

type Page = Pick<HostCalls, 'microscopy' | 'maintenance'>;

/** Cells of a slide as presses: neutrophils, bands, lymphocytes, monocytes, eosinophils; nucleated red cells beside. */
const slide = (cells: readonly [string, number][]): string => cells.map(([mark, count]) => mark.repeat(count)).join('');
const first = slide([
  ['0', 58],
  ['1', 3],
  ['2', 29],
  ['3', 6],
  ['4', 3],
  ['5', 1],
  ['d', 2],
]);
const second = slide([
  ['0', 52],
  ['1', 5],
  ['2', 30],
  ['3', 9],
  ['4', 4],
]);

/**
 * Work at a microscope: a count under way, two that are finished and compared, hours of the lamp, eyepiece scales that drift.
 * Nothing is signed; on a bench with accounts give `signing`.
 */
export async function openMicroscopy(
  page: Page,
  microscopeId: string,
  signing: { readonly password: string; readonly statement: string } | null = null,
): Promise<DemoMicroscopy> {
  const { counts, comparisons, scales } = page.microscopy;
  const begin = async (slideLabel: string, marks: string): Promise<string> => {
    const requestId = crypto.randomUUID();
    await counts.open({ requestId, instrumentId: microscopeId, slideLabel, target: 100 });
    await counts.press({ countId: requestId, from: 0, marks });
    return requestId;
  };
  const finish = async (marks: string): Promise<string> => {
    const countId = await begin('S26-0412', marks);
    await counts.finish({ countId, shortReason: '', signing });
    return countId;
  };
  const countId = await finish(first);
  const otherCountId = await finish(second);
  const { comparisonId } = await comparisons.record({
    ...{ requestId: crypto.randomUUID(), firstId: countId, secondId: otherCountId, note: '', signing },
  });
  for (const [objective, divisions] of [
    ['10x/0.25', '100'],
    ['40x/0.65', '25'],
    ['40x/0.65', '25.4'],
  ] as const) {
    await scales.calibrate({
      requestId: crypto.randomUUID(),
      instrumentId: microscopeId,
      terms: {
        ...{ objective, eyepiece: '10x, scale of 100', pitchUm: '10', micrometer: 'SM-7', note: '' },
        driftLimitPercent: '1',
        readings: [{ stageDivisions: divisions, eyepieceDivisions: '100' }],
      },
      signing,
    });
  }
  for (const [meter, reading] of [
    ['Lamp hours', '182.5'],
    ['Hours of use', '640'],
  ] as const) {
    await page.maintenance.meters.note({ instrumentId: microscopeId, meter, unit: 'h', reading, readOn: null });
  }
  const openCountId = await begin('S26-0413', first.slice(0, 64));
  return { microscopeId, openCountId, countId, comparisonId };
}
