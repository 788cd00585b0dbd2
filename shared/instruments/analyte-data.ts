import type { Analyte, Unit } from './analytes.ts';

/**
 * The catalogue's rows. Sources are keys of `ANALYTE_SOURCES`; a LOINC code on which sources disagree is left out
 * (RET%, IRF, RET-He). `confirmed` means two independent sources gave the same code.
 */
export const ANALYTE_SOURCES: Readonly<Record<string, string>> = {
  'LIS-GUIDE':
    'Sysmex America, LIS interface guide 1273-MKT Rev 3 (May 2020), as restated by a public XN field mapping',
  'LIS-GUIDE+PROFILE': 'The same guide, and the XN connection profile of OpenELIS Global 2, in agreement',
  'DRIVERS-3-PART':
    'Public drivers of three-part analyzers (Abbott CELL-DYN 1700 and 1800, Mindray BC-2800 and BC-3000): names of the middle and granulocyte groups',
  'CA-DRIVERS': 'Public drivers for Sysmex CA and CS coagulation analyzers: test codes and their names',
  MULTISET: 'An export of BD MultiSET 2.2 published with OpenELIS Global plugins: which subsets it reports',
  UCUM: 'The Unified Code for Units of Measure, ucum.org: codes and metric prefixes',
  'SI-BROCHURE': 'BIPM, The International System of Units: kilogram and its decimal multiples, degree Celsius',
};

const confirmed = (code: string): Analyte['loinc'] => ({ code, source: 'LIS-GUIDE+PROFILE', confidence: 'confirmed' });
const single = (code: string): Analyte['loinc'] => ({ code, source: 'LIS-GUIDE', confidence: 'single-source' });

/** id, short name, name, LOINC, conventional unit, SI unit. */
type Row = readonly [string, string, string, Analyte['loinc'], string, string];

const XN_ROWS: readonly Row[] = [
  ['wbc', 'WBC', 'White blood cells', confirmed('6690-2'), '10*3/uL', '10*9/L'],
  ['rbc', 'RBC', 'Red blood cells', confirmed('789-8'), '10*6/uL', '10*12/L'],
  ['hgb', 'HGB', 'Hemoglobin', confirmed('718-7'), 'g/dL', 'g/L'],
  ['hct', 'HCT', 'Hematocrit', confirmed('4544-3'), '%', 'L/L'],
  ['mcv', 'MCV', 'Mean cell volume', confirmed('787-2'), 'fL', 'fL'],
  ['mch', 'MCH', 'Mean cell hemoglobin', confirmed('785-6'), 'pg', 'pg'],
  ['mchc', 'MCHC', 'Mean cell hemoglobin concentration', confirmed('786-4'), 'g/dL', 'g/L'],
  ['plt', 'PLT', 'Platelets', confirmed('777-3'), '10*3/uL', '10*9/L'],
  ['rdw-sd', 'RDW-SD', 'Red cell distribution width, standard deviation', single('21000-5'), 'fL', 'fL'],
  ['rdw-cv', 'RDW-CV', 'Red cell distribution width, coefficient of variation', single('788-0'), '%', '%'],
  ['pdw', 'PDW', 'Platelet distribution width', null, 'fL', 'fL'],
  ['mpv', 'MPV', 'Mean platelet volume', single('32623-1'), 'fL', 'fL'],
  ['p-lcr', 'P-LCR', 'Platelet large cell ratio', null, '%', '%'],
  ['pct', 'PCT', 'Plateletcrit', null, '%', '%'],
  ['nrbc-count', 'NRBC#', 'Nucleated red blood cells', null, '10*3/uL', '10*9/L'],
  ['nrbc-ratio', 'NRBC%', 'Nucleated red blood cells per 100 white blood cells', null, '/100{WBCs}', '/100{WBCs}'],
  ['micro-r', 'MICROR', 'Microcytic red cell ratio', null, '%', '%'],
  ['macro-r', 'MACROR', 'Macrocytic red cell ratio', null, '%', '%'],
  ['neut-count', 'NEUT#', 'Neutrophils', single('751-8'), '10*3/uL', '10*9/L'],
  ['neut-percent', 'NEUT%', 'Neutrophils, share of white blood cells', single('770-8'), '%', '%'],
  ['lymph-count', 'LYMPH#', 'Lymphocytes', single('731-0'), '10*3/uL', '10*9/L'],
  ['lymph-percent', 'LYMPH%', 'Lymphocytes, share of white blood cells', single('736-9'), '%', '%'],
  ['mono-count', 'MONO#', 'Monocytes', single('742-7'), '10*3/uL', '10*9/L'],
  ['mono-percent', 'MONO%', 'Monocytes, share of white blood cells', single('5905-5'), '%', '%'],
  ['eo-count', 'EO#', 'Eosinophils', single('711-2'), '10*3/uL', '10*9/L'],
  ['eo-percent', 'EO%', 'Eosinophils, share of white blood cells', single('713-8'), '%', '%'],
  ['baso-count', 'BASO#', 'Basophils', single('704-7'), '10*3/uL', '10*9/L'],
  ['baso-percent', 'BASO%', 'Basophils, share of white blood cells', single('706-2'), '%', '%'],
  ['ig-count', 'IG#', 'Immature granulocytes', single('53115-2'), '10*3/uL', '10*9/L'],
  ['ig-percent', 'IG%', 'Immature granulocytes, share of white blood cells', single('71695-1'), '%', '%'],
  ['ret-count', 'RET#', 'Reticulocytes', single('60474-4'), '10*6/uL', '10*12/L'],
  ['ret-percent', 'RET%', 'Reticulocytes, share of red blood cells', null, '%', '%'],
  ['irf', 'IRF', 'Immature reticulocyte fraction', null, '%', '%'],
  ['lfr', 'LFR', 'Low fluorescence reticulocytes', null, '%', '%'],
  ['mfr', 'MFR', 'Medium fluorescence reticulocytes', null, '%', '%'],
  ['hfr', 'HFR', 'High fluorescence reticulocytes', null, '%', '%'],
  ['ret-he', 'RET-He', 'Reticulocyte hemoglobin equivalent', null, 'pg', 'pg'],
  ['rbc-he', 'RBC-He', 'Red cell hemoglobin equivalent', null, 'pg', 'pg'],
  ['delta-he', 'Delta-He', 'Difference of reticulocyte and red cell hemoglobin equivalent', null, 'pg', 'pg'],
  ['hypo-he', 'HYPO-He', 'Hypochromic red cells', null, '%', '%'],
  ['hyper-he', 'HYPER-He', 'Hyperchromic red cells', null, '%', '%'],
  ['ipf', 'IPF', 'Immature platelet fraction', null, '%', '%'],
  ['ipf-count', 'IPF#', 'Immature platelets', null, '10*3/uL', '10*9/L'],
  ['plt-f', 'PLT-F', 'Platelets, fluorescence channel', null, '10*3/uL', '10*9/L'],
  ['plt-o', 'PLT-O', 'Platelets, optical channel', null, '10*3/uL', '10*9/L'],
  ['plt-i', 'PLT-I', 'Platelets, impedance channel', null, '10*3/uL', '10*9/L'],
  ['hpc-count', 'HPC#', 'Hematopoietic progenitor cells', null, '10*3/uL', '10*9/L'],
  ['hpc-percent', 'HPC%', 'Hematopoietic progenitor cells, share of white blood cells', null, '%', '%'],
  ['wbc-bf', 'WBC-BF', 'White blood cells in body fluid', single('26464-8'), '10*3/uL', '10*9/L'],
  ['rbc-bf', 'RBC-BF', 'Red blood cells in body fluid', single('26453-1'), '10*6/uL', '10*12/L'],
  ['tc-bf', 'TC-BF#', 'Nucleated cells in body fluid', null, '10*3/uL', '10*9/L'],
  ['mn-count', 'MN#', 'Mononuclear cells in body fluid', null, '10*3/uL', '10*9/L'],
  ['mn-percent', 'MN%', 'Mononuclear cells in body fluid, share', null, '%', '%'],
  ['pmn-count', 'PMN#', 'Polymorphonuclear cells in body fluid', null, '10*3/uL', '10*9/L'],
  ['pmn-percent', 'PMN%', 'Polymorphonuclear cells in body fluid, share', null, '%', '%'],
];

/** The three-part differential of smaller analyzers: what is neither lymphocyte nor granulocyte is one group. */
const THREE_PART_ROWS: readonly Row[] = [
  ['mid-count', 'MID#', 'Mid-size white blood cells', null, '10*3/uL', '10*9/L'],
  ['mid-percent', 'MID%', 'Mid-size white blood cells, share of white blood cells', null, '%', '%'],
  ['gran-count', 'GRAN#', 'Granulocytes', null, '10*3/uL', '10*9/L'],
  ['gran-percent', 'GRAN%', 'Granulocytes, share of white blood cells', null, '%', '%'],
];

/** Codes of LOINC are given by no source here. INR, ratio and derived fibrinogen are by configuration, so they are no rows. */
const COAGULATION_ROWS: readonly Row[] = [
  ['pt', 'PT', 'Prothrombin time', null, 's', 's'],
  ['pt-activity', 'PT%', 'Prothrombin activity', null, '%', '%'],
  ['aptt', 'APTT', 'Activated partial thromboplastin time', null, 's', 's'],
  ['fibrinogen', 'Fbg', 'Fibrinogen', null, 'mg/dL', 'g/L'],
  ['fibrinogen-time', 'Fbg s', 'Fibrinogen, clotting time', null, 's', 's'],
  ['thrombin-time', 'TT', 'Thrombin time', null, 's', 's'],
  ['d-dimer', 'D-dimer', 'D-dimer', null, 'ug/mL', 'mg/L'],
];

const TOOL_ROWS: readonly Row[] = [['mass', 'Mass', 'Mass on the pan', null, 'g', 'g']];
const THERMOMETER_ROWS: readonly Row[] = [['temperature', 'Temp', 'Temperature at a probe', null, 'Cel', 'Cel']];

/** Lymphocyte subsets as MultiSET reports them; codes of LOINC wait for a source. */
const CYTOMETRY_ROWS: readonly Row[] = [
  ['cd3-percent', 'CD3%', 'T cells (CD3+), share of lymphocytes', null, '%', '%'],
  ['cd3-count', 'CD3#', 'T cells (CD3+)', null, '/uL', '10*9/L'],
  ['cd4-percent', 'CD4%', 'Helper T cells (CD3+CD4+), share of lymphocytes', null, '%', '%'],
  ['cd4-count', 'CD4#', 'Helper T cells (CD3+CD4+)', null, '/uL', '10*9/L'],
  ['cd8-percent', 'CD8%', 'Cytotoxic T cells (CD3+CD8+), share of lymphocytes', null, '%', '%'],
  ['cd8-count', 'CD8#', 'Cytotoxic T cells (CD3+CD8+)', null, '/uL', '10*9/L'],
  ['cd4-cd8-double-percent', 'CD4CD8%', 'T cells with both (CD3+CD4+CD8+), share of lymphocytes', null, '%', '%'],
  ['cd4-cd8-double-count', 'CD4CD8#', 'T cells with both (CD3+CD4+CD8+)', null, '/uL', '10*9/L'],
  ['cd19-percent', 'CD19%', 'B cells (CD19+), share of lymphocytes', null, '%', '%'],
  ['cd19-count', 'CD19#', 'B cells (CD19+)', null, '/uL', '10*9/L'],
  ['cd16-56-percent', 'CD16+56%', 'Natural killer cells (CD16+56+), share of lymphocytes', null, '%', '%'],
  ['cd16-56-count', 'CD16+56#', 'Natural killer cells (CD16+56+)', null, '/uL', '10*9/L'],
  ['cd45-count', 'CD45#', 'White cells (CD45+)', null, '/uL', '10*9/L'],
  ['cd4-cd8-ratio', 'CD4/CD8', 'Ratio of helper to cytotoxic T cells', null, '1', '1'],
];

const toAnalytes = (rows: readonly Row[], source: string): Analyte[] =>
  rows.map(([id, shortName, name, loinc, conventionalUnit, siUnit]) => ({
    id,
    shortName,
    name,
    loinc,
    conventionalUnit,
    siUnit,
    source,
  }));

export const ANALYTES: readonly Analyte[] = [
  ...toAnalytes(XN_ROWS, 'LIS-GUIDE'),
  ...toAnalytes(THREE_PART_ROWS, 'DRIVERS-3-PART'),
  ...toAnalytes(COAGULATION_ROWS, 'CA-DRIVERS'),
  ...toAnalytes(TOOL_ROWS, 'SI-BROCHURE'),
  ...toAnalytes(THERMOMETER_ROWS, 'SI-BROCHURE'),
  ...toAnalytes(CYTOMETRY_ROWS, 'MULTISET'),
];

type UnitRow = readonly [string, string, string, readonly string[]];

const UNIT_ROWS: readonly UnitRow[] = [
  [
    '10*3/uL',
    'number-per-volume',
    '1000',
    ['10^3/uL', '10e3/uL', 'x10*3/uL', 'x10^3/uL', 'x10e3/uL', 'K/uL', '10**3/uL', '10^3/mm3', '10*3/mm3'],
  ],
  [
    '10*6/uL',
    'number-per-volume',
    '1000000',
    ['10^6/uL', '10e6/uL', 'x10*6/uL', 'x10^6/uL', 'x10e6/uL', 'M/uL', '10**6/uL', '10^6/mm3', '10*6/mm3'],
  ],
  ['10*4/uL', 'number-per-volume', '10000', ['10^4/uL', '10e4/uL', 'x10^4/uL']],
  ['10*2/uL', 'number-per-volume', '100', ['10^2/uL', '10e2/uL', 'x10^2/uL']],
  ['/uL', 'number-per-volume', '1', ['cells/uL']],
  ['10*9/L', 'number-per-volume', '1000', ['10^9/L', '10e9/L', 'x10*9/L', 'x10^9/L', 'x10e9/L', 'G/L', '10**9/L']],
  [
    '10*12/L',
    'number-per-volume',
    '1000000',
    ['10^12/L', '10e12/L', 'x10*12/L', 'x10^12/L', 'x10e12/L', 'T/L', '10**12/L'],
  ],
  ['10*10/L', 'number-per-volume', '10000', ['10^10/L', 'x10^10/L']],
  ['g/dL', 'mass-per-volume', '10', ['g/dl', 'g/100mL']],
  ['g/L', 'mass-per-volume', '1', ['g/l']],
  ['mg/dL', 'mass-per-volume', '0.01', ['mg/dl']],
  ['mg/L', 'mass-per-volume', '0.001', ['mg/l']],
  ['ug/mL', 'mass-per-volume', '0.001', ['ug/ml']],
  ['s', 'time', '1', ['sec']],
  ['%', 'share', '0.01', []],
  ['L/L', 'share', '1', ['l/l']],
  ['fL', 'volume-of-a-cell', '1', ['fl', 'um3', 'um^3']],
  ['pg', 'mass-of-a-cell', '1', []],
  ['/100{WBCs}', 'per-100-white-cells', '1', ['/100WBC', '/100WBCs']],
  ['kg', 'mass', '1000', []],
  ['g', 'mass', '1', []],
  ['mg', 'mass', '0.001', []],
  ['ug', 'mass', '0.000001', []],
  ['Cel', 'temperature', '1', ['°C']],
];

/**
 * Scales are powers of ten, so conversion is exact. Hemoglobin in mmol/L is left out on purpose: two factors are in use
 * (0.6206 for the monomer, 0.155 for the tetramer), and a wire does not say which one it means. Degrees Fahrenheit have another
 * zero and are shown as sent.
 */
export const UNITS: readonly Unit[] = UNIT_ROWS.map(([ucum, dimension, scale, spellings]) => ({
  ucum,
  dimension,
  scale,
  spellings,
  source: 'UCUM',
}));
