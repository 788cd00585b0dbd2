import type { DetectorRow } from '../../shared/modules/cytometry/terms.ts';
import type { HostCalls } from './lab.ts';

type Page = Pick<HostCalls, 'cytometry'>;

const voltages: readonly (readonly [string, string, string, string])[] = [
  ['FSC', '1', '41', '28'],
  ['SSC', '388', '118', '90'],
  ['FL1', '552', '212', '150'],
  ['FL2', '541', '305', '220'],
  ['FL3', '610', '190', '140'],
  ['FL4', '795', '260', '180'],
];
const rows = (changes: Readonly<Record<string, Partial<DetectorRow>>>): DetectorRow[] =>
  voltages.map(([detector, voltage, separation, least]) => ({
    ...{ detector, voltage, separation, least },
    ...changes[detector],
  }));

/** Two daily checks of a cytometer: one that passed, and one that can not be evaluated because a limit is missing. */
export async function openCytometry(page: Page, cytometerId: string): Promise<DemoCytometry> {
  const beads = [{ name: 'CaliBRITE 3', lot: '26-4471', expiresOn: '2031-03-31' }];
  const compensation = [
    { pair: 'FL1-%FL2', percent: '0.8' },
    { pair: 'FL2-%FL1', percent: '21.4' },
  ];
  const terms = { beads, compensation, reportSays: 'pass' as const, note: '' };
  const record = (requestId: string, detectors: DetectorRow[], note = '') =>
    page.cytometry.record({ requestId, instrumentId: cytometerId, terms: { ...terms, detectors, note } });
  await record('demo-check-1', rows({}));
  await record('demo-check-2', rows({ FL1: { voltage: '561' }, FL4: { least: null } }), 'New lot of APC beads.');
  return { cytometerId };
}

export interface DemoCytometry {
  readonly cytometerId: string;
}
