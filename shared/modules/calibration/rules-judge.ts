import { addDays, type CivilDate } from '../../kernel/civil-date.ts';
import { judgeFactor } from './rules-factor.ts';
import { calibrationAlgorithm, isWithin } from './rules-numbers.ts';
import { judgeControl, judgeSeries, type Series } from './rules-series.ts';
import { materialsOf, type SessionFold, termsOf } from './rules-session.ts';
import type {
  Judgement,
  Material,
  MaterialRole,
  PreconditionTerms,
  ProcedureTerms,
  Section,
  SectionKey,
  Verdict,
  Why,
} from './terms.ts';

/**
 * Everything that follows from a session's raw values: one pure function, called while it runs, when it is closed and
 * whenever it is looked at again. Nothing that is missing is a pass (mission rule C.0.3).
 */

type Cause = Section['whys'][number];

/** The worst of several; nothing at all cannot be evaluated. */
function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('cannot-evaluate') ? 'cannot-evaluate' : 'pass';
}

function makeSection(
  key: SectionKey,
  facts: { verdicts: readonly Verdict[]; whys: readonly Cause[]; isStarted: boolean; isNeeded: boolean },
): Section {
  const { isStarted, isNeeded, whys } = facts;
  return { key, verdict: worstOf(facts.verdicts), isStarted, isNeeded, whys: whys.slice(0, 30) };
}

const ofSeries = (
  key: SectionKey,
  series: readonly Series[],
  isNeeded: boolean,
  extra: readonly Cause[] = [],
): Section =>
  makeSection(key, {
    verdicts: [
      ...series.map(({ line }) => line.verdict ?? 'cannot-evaluate'),
      ...extra.map(() => 'cannot-evaluate' as const),
    ],
    whys: [...extra, ...series.flatMap(({ line }) => line.whys)],
    isStarted: series.some(({ isStarted }) => isStarted),
    isNeeded,
  });

/** The verdict of one answer; `not-applicable` needs its note. */
export function judgeAnswer(
  terms: PreconditionTerms,
  answer: { readonly value: string; readonly note: string } | undefined,
): { verdict: Verdict; why: Why | null } {
  const value = answer?.value ?? '';
  if (value === '') {
    return terms.isRequired ? { verdict: 'cannot-evaluate', why: 'not-answered' } : { verdict: 'pass', why: null };
  }
  if (value === 'not-applicable') {
    return answer?.note ? { verdict: 'pass', why: null } : { verdict: 'cannot-evaluate', why: 'not-answered' };
  }
  if (terms.kind === 'confirm') {
    return value === 'yes' ? { verdict: 'pass', why: null } : { verdict: 'fail', why: 'said-no' };
  }
  if (terms.kind === 'text') return { verdict: 'pass', why: null };
  if (!/^-?\d{1,12}(\.\d{1,12})?$/.test(value)) return { verdict: 'cannot-evaluate', why: 'not-a-number' };
  if (terms.low === null && terms.high === null) return { verdict: 'cannot-evaluate', why: 'no-limit' };
  const number = Number(value);
  const isLow = terms.low !== null && !isWithin(Number(terms.low), number);
  const isHigh = terms.high !== null && !isWithin(number, Number(terms.high));
  return isLow || isHigh ? { verdict: 'fail', why: 'value-outside' } : { verdict: 'pass', why: null };
}

/** What is wrong with a lot on a day; empty when it may be used. */
export function faultsOfMaterial(material: Material, on: CivilDate): { verdict: Verdict; code: Why }[] {
  const faults: { verdict: Verdict; code: Why }[] = [];
  const { expiresOn, openedOn, openDays } = material;
  if (material.role === 'sample') return faults;
  if (expiresOn === null) faults.push({ verdict: 'cannot-evaluate', code: 'no-expiry' });
  else if (expiresOn < on) faults.push({ verdict: 'fail', code: 'material-expired' });
  if (openedOn !== null && openDays !== null && addDays(openedOn, openDays) < on) {
    faults.push({ verdict: 'fail', code: 'vial-too-old' });
  }
  return faults;
}

interface Facts {
  readonly state: SessionFold;
  readonly terms: ProcedureTerms;
  /** Day on which lots and vials must be in date: of the closing, or today. */
  readonly on: CivilDate;
  readonly conflictCount: number;
}

const withRole = ({ state }: Facts, role: MaterialRole): Material[] =>
  materialsOf(state).flatMap(({ material }) => (material.role === role ? [material] : []));

/** Finding CC8c: done as the model's own manual says, or it cannot be said that it was done right. */
function procedureSection({ state, terms, conflictCount }: Facts): Section {
  const whys: Cause[] = [];
  if (state.terms?.value.procedureHash == null || terms.source === '') {
    whys.push({ code: 'procedure-not-confirmed', subject: terms.title });
  }
  if (terms.parameters.length === 0) whys.push({ code: 'no-parameters', subject: terms.title });
  if (conflictCount > 0) whys.push({ code: 'conflict', subject: terms.title });
  return makeSection('procedure', {
    verdicts: whys.length > 0 ? ['cannot-evaluate'] : ['pass'],
    whys,
    isStarted: true,
    isNeeded: true,
  });
}

function preconditionSection({ state, terms }: Facts): Section {
  const judged = terms.preconditions.map((one) => ({ one, ...judgeAnswer(one, state.answers[one.key]?.value) }));
  return makeSection('preconditions', {
    verdicts: judged.length === 0 ? ['pass'] : judged.map(({ verdict }) => verdict),
    whys: judged.flatMap(({ one, why }) => (why === null ? [] : [{ code: why, subject: one.label }])),
    isStarted: Object.keys(state.answers).length > 0,
    isNeeded: terms.preconditions.length > 0,
  });
}

function materialSection(facts: Facts, role: 'calibrator' | 'level'): Section {
  const materials = withRole(facts, role);
  const whys: Cause[] = [];
  const verdicts: Verdict[] = [];
  const add = (verdict: Verdict, code: Why, subject: string): void => {
    verdicts.push(verdict);
    whys.push({ code, subject });
  };
  if (materials.length === 0) add('cannot-evaluate', 'material-missing', '');
  for (const material of materials) {
    const name = [material.name, material.level, material.lot].filter(Boolean).join(' ').slice(0, 200);
    if (material.lot === '') add('cannot-evaluate', 'material-missing', name);
    for (const { verdict, code } of faultsOfMaterial(material, facts.on)) add(verdict, code, name);
    const isBlank = facts.terms.parameters.some(
      ({ key }) => material.values.find(({ parameter }) => parameter === key)?.assigned == null,
    );
    if (isBlank) add('cannot-evaluate', 'no-assigned-value', name);
  }
  return makeSection('material', {
    verdicts: verdicts.length === 0 ? ['pass'] : verdicts,
    whys,
    isStarted: materials.length > 0,
    isNeeded: true,
  });
}

function qcPart(facts: Facts): { section: Section; series: Series[] } {
  const controls = withRole(facts, 'control');
  const series = controls.flatMap((control) =>
    facts.terms.parameters.map((parameter) => judgeControl(facts.state, control, parameter)),
  );
  const { levels } = facts.terms.qc;
  const extra: Cause[] = controls.length < levels ? [{ code: 'too-few-control-levels', subject: String(levels) }] : [];
  const section = ofSeries('qc', series, levels > 0, extra);
  const faults = controls.flatMap((control) =>
    faultsOfMaterial(control, facts.on).map((fault) => ({ ...fault, subject: control.name })),
  );
  if (faults.length === 0) return { section, series };
  return {
    series,
    section: {
      ...section,
      verdict: worstOf([section.verdict, ...faults.map(({ verdict }) => verdict)]),
      whys: [...faults.map(({ code, subject }) => ({ code, subject })), ...section.whys].slice(0, 30),
    },
  };
}

/** Why a mean is none a factor may rest on. */
const meanDoubts: readonly Why[] = [
  'too-few-runs',
  'too-many-runs',
  'no-count',
  'unit-differs',
  'not-a-number',
  'cv-above-limit',
];

function calibrationParts(facts: Facts): Pick<Judgement, 'sections' | 'statistics' | 'factors'> {
  const { state, terms } = facts;
  const calibrator = withRole(facts, 'calibrator')[0] ?? null;
  const ask = (set: 'as-found' | 'as-left'): Series[] =>
    terms.parameters.map((parameter) =>
      judgeSeries(state, {
        set,
        material: calibrator,
        parameter,
        count: terms.replicates,
        tolerance: parameter.calibrationTolerance,
        cv: 'where-known',
      }),
    );
  const found = ask('as-found');
  const left = ask('as-left');
  const factors = terms.parameters.flatMap((parameter, at) => {
    if (!parameter.hasFactor) return [];
    const { line, mean, assigned } = found[at]!;
    const decided = state.factors[parameter.key]?.value;
    const isInTolerance = line.verdict === 'pass' ? true : line.verdict === 'fail' ? false : null;
    const factor = judgeFactor(
      {
        parameter: parameter.key,
        current: decided?.current ?? null,
        referenceMean: assigned,
        instrumentMean: mean,
        doubts: line.whys.flatMap(({ code }) => (meanDoubts.includes(code) ? [code] : [])),
        n: line.n,
        isInTolerance,
        analyzer: decided?.analyzer ?? null,
        set: decided?.set ?? null,
        decision: decided?.decision ?? 'open',
      },
      terms.factor,
    );
    return [factor];
  });
  const isChanged = factors.some(({ decision }) => decision === 'updated');
  const qc = qcPart(facts);
  const factorSection = makeSection('factors', {
    verdicts: factors.map(({ verdict }) => verdict),
    whys: factors.flatMap(({ whys }) => whys),
    isStarted: Object.keys(state.factors).length > 0,
    isNeeded: factors.length > 0,
  });
  return {
    sections: [
      materialSection(facts, 'calibrator'),
      ofSeries('as-found', found, true),
      factorSection,
      // Nothing was changed: what was found is what was left.
      ofSeries('as-left', left, isChanged),
      qc.section,
    ],
    statistics: [...found, ...left.filter(({ isStarted }) => isStarted), ...qc.series].map(({ line }) => line),
    factors,
  };
}

/** 42 CFR 493.1255(b)(2)(i): a minimum (or zero), a mid-point and a maximum near the limits of the reportable range. */
function verificationParts(facts: Facts): Pick<Judgement, 'sections' | 'statistics' | 'factors'> {
  const { state, terms } = facts;
  const levels = withRole(facts, 'level');
  const series = levels.flatMap((material) =>
    terms.parameters.map((parameter) =>
      judgeSeries(state, {
        set: 'level',
        material,
        parameter,
        count: terms.verification.replicates,
        tolerance: parameter.verificationTolerance,
        cv: 'shown',
      }),
    ),
  );
  const extra: Cause[] = [];
  if (levels.length < terms.verification.levels) {
    extra.push({ code: 'too-few-levels', subject: `${levels.length}/${terms.verification.levels}` });
  }
  const covered = new Set(levels.map(({ rangePart }) => rangePart));
  if (!covered.has('low') || !covered.has('mid') || !covered.has('high')) {
    extra.push({ code: 'range-not-covered', subject: '' });
  }
  const qc = qcPart(facts);
  return {
    sections: [materialSection(facts, 'level'), ofSeries('levels', series, true, extra), qc.section],
    statistics: [...series, ...qc.series].map(({ line }) => line),
    factors: [],
  };
}

/**
 * Judges a session.
 *
 * @param state the folded session; `on` the day lots must be in date, `conflictCount` what folding found apart
 * @returns verdict, sections in the order of the work, statistics and factors; PASS only when every needed section passes
 */
export function judgeSession(state: SessionFold, on: CivilDate, conflictCount: number): Judgement {
  const terms = termsOf(state);
  const algorithm = calibrationAlgorithm;
  if (!state.opened || !terms) {
    return { algorithm, verdict: 'cannot-evaluate', sections: [], statistics: [], factors: [] };
  }
  const facts: Facts = { state, terms, on, conflictCount };
  const precision = terms.parameters.map((parameter) =>
    judgeSeries(state, {
      set: 'precision',
      material: null,
      parameter,
      count: terms.precision,
      tolerance: null,
      cv: 'demanded',
    }),
  );
  const isCalibration = state.opened.body.kind === 'calibration';
  const isPrecisionNeeded = isCalibration && terms.precision.isNeeded;
  const parts = isCalibration ? calibrationParts(facts) : verificationParts(facts);
  const sections = [
    procedureSection(facts),
    preconditionSection(facts),
    ofSeries('precision', precision, isPrecisionNeeded),
    ...parts.sections,
  ];
  const isLeft = sections.some(({ key, isNeeded }) => key === 'as-left' && isNeeded);
  // What was found out of tolerance is why one calibrates, and no failure once the factors are set anew.
  const counted = sections.flatMap(({ key, isNeeded, verdict }): Verdict[] => {
    if (!isNeeded) return [];
    return [key === 'as-found' && isLeft && verdict === 'fail' ? 'pass' : verdict];
  });
  const needsPrecision = isPrecisionNeeded || precision.some(({ isStarted }) => isStarted);
  return {
    algorithm,
    verdict: worstOf(counted),
    sections,
    statistics: [...(needsPrecision ? precision.map(({ line }) => line) : []), ...parts.statistics].slice(0, 400),
    factors: parts.factors,
  };
}

/**
 * The step to go on with: the first needed section that does not pass, the last one where all do; null once closed. What
 * was found out of tolerance is found: the factors follow.
 */
export function stepOf(state: SessionFold, { sections }: Judgement): SectionKey | null {
  if (state.closing) return null;
  const isDone = ({ key, verdict }: Section): boolean =>
    verdict === 'pass' || key === 'procedure' || (key === 'as-found' && verdict === 'fail');
  const open = sections.find((one) => one.isNeeded && !isDone(one));
  return open?.key ?? sections.at(-1)?.key ?? null;
}
