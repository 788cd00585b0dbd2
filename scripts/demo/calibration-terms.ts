import type { StandardTerms } from '../../shared/modules/calibration/standards-terms.ts';
import type { Material, ProcedureTerms, Tolerance } from '../../shared/modules/calibration/terms.ts';

const source = 'Manual of the lab, page 12';
const tolerance: Tolerance = { percent: '2', floor: null, source };
const three = { least: 3, most: 10, dropFirst: 0, source };

/** Calibration in few words, for the demo and the tests. */

/** A procedure short enough to be told: white cells, three runs of everything, one control. */
export const procedureOfWhiteCells: ProcedureTerms = {
  title: 'Calibration of the XN with its calibrator',
  source,
  detail: '',
  preconditions: [
    {
      key: 'background',
      label: 'Background is in its limits',
      kind: 'confirm',
      unit: '',
      low: null,
      high: null,
      isRequired: true,
      source,
    },
  ],
  precision: { ...three, isNeeded: true },
  replicates: three,
  factor: { maxChange: '5', lowest: '80', highest: '120', decimals: 2, source },
  verification: { levels: 3, replicates: { ...three, least: 1 }, months: 6, warnDays: 30, source },
  qc: { levels: 1, source },
  monthlyReview: { isNeeded: false, title: '', source: '' },
  parameters: [
    {
      key: 'wbc',
      label: 'WBC',
      unit: '10*3/uL',
      tests: [],
      hasFactor: true,
      maxCvPercent: '2',
      cvSource: source,
      calibrationTolerance: tolerance,
      verificationTolerance: tolerance,
    },
  ],
};

let turn = 0;

/** A run of a material as an XN-1000 sends it: the white cells of one sample, each unlike the one before. */
export function calibratorRun(white: string, serialNumber = '11001'): string[] {
  turn += 1;
  const at = new Date(Date.UTC(2026, 10, 2, 8) + turn * 70_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return [
    `H|\\^&|||    XN-10^00-25^${serialNumber}^^^^AP795545||||||||E1394-97`,
    'P|1||||^^|||U|||||^||||||||||||^^^',
    `O|1||000015^01^${'CAL'.padStart(22)}^B|^^^^WBC|||||||N||||||||||||||F`,
    `R|1|^^^^WBC^1|${white}|10*3/uL||N||F||||${at}`,
    'L|1|N',
  ];
}

/** A fixed pipette of 100 µL; the limits are those the program knows of ISO 8655-2. */
export const pipetteOfHundred: StandardTerms = {
  ...{ kind: 'pipette', name: 'P100 number 3', maker: '', model: '', serialNumber: 'P3', assetNumber: '', place: '' },
  ...{ unit: 'µL', checkMonths: 12, needsCertificate: false, certificateMonths: null, warnDays: 30 },
  ...{ source: 'Procedure GEN-7', points: [], instrumentIds: [], note: '' },
  pipette: { nominalUl: 100, lowestUl: 100, isVariable: false, channelCount: 1, tips: 'Example tips' },
};

/** A fixed pipette of 1000 µL: four digits of a balance are enough for it. */
export const pipetteOfThousand: StandardTerms = {
  ...pipetteOfHundred,
  ...{ name: 'P1000 number 3', serialNumber: 'P1000-3' },
  pipette: { nominalUl: 1000, lowestUl: 1000, isVariable: false, channelCount: 1, tips: 'Example tips' },
};

/** A thermometer that was never good: what it was used for has to be looked through. */
export const thermometerOfBath: StandardTerms = {
  ...pipetteOfHundred,
  ...{ kind: 'thermometer', name: 'Thermometer T-12', serialNumber: 'T12', unit: '°C', pipette: null },
  points: [{ label: 'Water bath', nominal: '37', limit: '0.5', limitKind: 'unit' }],
};

/** Calibrator, level or control of white cells. */
export const whiteMaterial = (
  materialKey: string,
  role: Material['role'],
  name: string,
  value: { assigned?: string; low?: string; high?: string },
  more: Partial<Material> = {},
): Material => ({
  ...{ materialKey, role, level: '', rangePart: 'none', name, maker: '', lot: '4711' },
  ...{ expiresOn: '2099-12-31', openedOn: null, openDays: null, traceability: '', source: 'Insert of lot 4711' },
  values: [
    {
      ...{ parameter: 'wbc', unit: '10*3/uL', uncertainty: null },
      ...{ assigned: value.assigned ?? null, low: value.low ?? null, high: value.high ?? null },
    },
  ],
  ...more,
});
