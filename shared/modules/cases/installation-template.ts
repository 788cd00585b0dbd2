import type { InstallationItem } from './terms.ts';

/**
 * What an installation asks for, as a template in the house's own words; the maker's installation manual goes before it. What
 * is cited is cited: 42 CFR 493.1253 (performance before use: accuracy, precision, reportable range, reference intervals),
 * 493.1254 (function checks), 493.1255 (calibration), 493.1256 (controls), 493.1451 and 493.1235 (people). Finding CC15:
 * reference intervals nobody verified at go-live.
 */
export const installationTemplateVersion = '2026-11';

const item = (phase: InstallationItem['phase'], key: string, isGate: boolean, source: string): InstallationItem => ({
  key,
  phase,
  text: '',
  isGate,
  source,
});

export const installationTemplate: readonly InstallationItem[] = [
  item('install', 'site-ready', true, 'house'),
  item('install', 'unpacked-undamaged', false, 'house'),
  item('install', 'serial-and-software', true, 'house'),
  item('install', 'placed-and-levelled', false, 'house'),
  item('install', 'power-water-waste', true, 'house'),
  item('install', 'environment-limits', true, '42 CFR 493.1252'),
  item('install', 'line-connected', true, 'house'),
  item('verify', 'function-check', true, '42 CFR 493.1254'),
  item('verify', 'calibration', true, '42 CFR 493.1255'),
  item('verify', 'controls-all-levels', true, '42 CFR 493.1256'),
  item('verify', 'precision', true, '42 CFR 493.1253(b)(1)'),
  item('verify', 'accuracy-comparison', true, '42 CFR 493.1253(b)(1)'),
  item('verify', 'reportable-range', true, '42 CFR 493.1253(b)(1)'),
  item('verify', 'reference-intervals', true, '42 CFR 493.1253(b)(1)(ii), CC15'),
  item('verify', 'carry-over', true, 'house'),
  item('verify', 'results-arrive-unchanged', true, 'house'),
  item('train', 'operators-trained', true, '42 CFR 493.1235, CC13'),
  item('train', 'procedures-effective', true, '42 CFR 493.1251'),
  item('train', 'read-and-understood', true, 'house'),
  item('go-live', 'maintenance-plans', true, '42 CFR 493.1254'),
  item('go-live', 'control-plan', true, '42 CFR 493.1256'),
  item('go-live', 'backup-named', false, 'house'),
  item('go-live', 'service-contact', false, 'house'),
];
