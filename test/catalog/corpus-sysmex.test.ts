import { expect, test } from 'vitest';
import { readCapture } from '../../electron/instruments/capture-file.ts';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { chooseFormat, withDialects } from '../../electron/instruments/dialects.ts';
import { replayStored } from '../../electron/instruments/replay-stored.ts';
import { passingHashing } from '../../electron/instruments/specimen-hash.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { resourcesFolder } from '../harness/definitions.ts';
import { hasSharedPapers, readShared } from '../harness/shared-papers.ts';

const hasPapers = hasSharedPapers('captures of Sysmex analyzers in formats of their own are read by their definitions');
const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
const at = '2026-11-02T08:00:00.000Z';

/** A corpus file as the definition of its instrument reads it, in whichever format it is in. */
function signalsOf(file: string, key: string): { key: string; signals: Signal[] } {
  const main = catalog.get(key);
  if (main === undefined) throw new Error(`no definition ${key}`);
  const capture = readCapture(readShared(`corpus/${file}`));
  const definition = chooseFormat(capture, withDialects(catalog, main), passingHashing(), at);
  return { key: definition.key, signals: [...replayStored(capture, definition, passingHashing(), at)] };
}

const valuesOf = (signals: readonly Signal[]) =>
  Object.fromEntries(
    signals.flatMap((one) => (one.kind === 'result' && one.analyte !== null ? [[one.analyte, one.value]] : [])),
  );

test.skipIf(!hasPapers)('an XN-20 in its fixed-length format: values that agree with each other', () => {
  const { key, signals } = signalsOf('sysmex-xn20-laboman/sim_xn20_di01_dr02.bin', 'sysmex-xn-1000');
  expect(key).toBe('sysmex-xn-1000-fixed');
  expect(signals.filter(({ kind }) => kind === 'message')).toHaveLength(2);
  expect(signals.filter((one) => 'meaning' in one && one.meaning === 'image')).toHaveLength(11);
  const values = valuesOf(signals);
  expect(values).toMatchObject({
    rbc: '4.07',
    hct: '38.6',
    mcv: '95.8',
    mch: '31.9',
    mchc: '33.7',
    'ret-count': '0.0330',
  });
  // Where the points are put, the identities of red cells hold: a point one place off would break them by a factor of ten.
  const number = (analyte: string) => Number(values[analyte]);
  expect(number('hct') / ((number('rbc') * number('mcv')) / 10)).toBeCloseTo(1, 1);
  expect(number('mch') / ((number('mchc') * number('mcv')) / 100)).toBeCloseTo(1, 1);
  expect(number('ret-count') / (number('rbc') * number('ret-percent') * 0.01)).toBeCloseTo(1, 1);
});

test.skipIf(!hasPapers)('a CS-2500: results with the lots and curves they were measured by', () => {
  const { signals } = signalsOf('sysmex-cs2500/cs2500_a.astm', 'sysmex-cs-2500');
  expect(valuesOf(signals)).toEqual({ pt: '10.6', 'pt-activity': '117.2', aptt: '25.4' });
  const lots = signals.flatMap((one) => (one.kind === 'lot' ? [`${one.what} ${one.forTest}`] : []));
  expect(lots).toEqual([
    'calibration-curve 042',
    'calibration-curve 043',
    'calibration-curve 044',
    'reagent 040',
    'reagent 050',
  ]);
  expect(signals.filter(({ kind }) => kind === 'unmapped')).toEqual([]);
});

test.skipIf(!hasPapers)('an inquiry of a conveyor is told and holds no result', () => {
  const { signals } = signalsOf('sysmex-ct90/sim_ct90_query.bin', 'sysmex-xn-1000');
  expect(signals.filter(({ kind }) => kind === 'order')).toMatchObject([{ purpose: 'inquiry', rack: '42', tube: '1' }]);
  expect(signals.some((one) => 'test' in one)).toBe(false);
});
