import type { StandardTerms } from '../../shared/modules/calibration/standards-terms.ts';
import type { ProcedureTerms, Tolerance } from '../../shared/modules/calibration/terms.ts';

const source = 'Manual of the lab, page 12';
const tolerance: Tolerance = { percent: '2', floor: null, source };
const three = { least: 3, most: 10, dropFirst: 0, source };

/** A procedure short enough for a test: white cells, three runs of everything, one control. */
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

let minute = 0;

/** A run of a material as an XN-1000 sends it: the white cells of one sample, each unlike the one before. */
export function calibratorRun(white: string): string[] {
  minute += 1;
  const at = `202611020${8 + Math.floor(minute / 60)}${String(minute % 60).padStart(2, '0')}10`;
  return [
    'H|\\^&|||    XN-10^00-25^11001^^^^AP795545||||||||E1394-97',
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
