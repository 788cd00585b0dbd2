import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  certificateDecider,
  demandDecider,
  impactDecider,
} from '../../../shared/modules/calibration/certificates-rules.ts';
import {
  certificateStanding,
  checkStanding,
  countingCertificate,
  standardStanding,
  worseState,
} from '../../../shared/modules/calibration/standards-due.ts';
import {
  allStandardsRecords,
  certificateDemandStream,
  certificateStream,
  impactStream,
  standardStream,
} from '../../../shared/modules/calibration/standards-records.ts';
import {
  type CheckFact,
  currentStandard,
  lastGood,
  type StandardCommand,
  standardDecider,
} from '../../../shared/modules/calibration/standards-rules.ts';
import { judgePoints } from '../../../shared/modules/calibration/standards-rules-points.ts';
import {
  type CertificateTerms,
  type CheckedPoint,
  type CheckReference,
  dueState,
  type StandardTerms,
} from '../../../shared/modules/calibration/standards-terms.ts';
import { standardsWords } from '../../../shared/modules/calibration/standards-words.ts';
import type { Decider } from '../../../shared/records/decider.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const bench = (name = 'a') => new PaperBench(name, allStandardsRecords);
const today = '2026-11-22';

const terms: StandardTerms = {
  ...{ kind: 'thermometer', name: 'Bath 1', maker: '', model: '', serialNumber: 'T1', assetNumber: '', place: '' },
  ...{ unit: '°C', checkMonths: 6, needsCertificate: false, certificateMonths: null, warnDays: 30, source: 'SOP 7' },
  points: [{ label: 'Bath', nominal: '37', limit: '0.5', limitKind: 'unit' }],
  ...{ pipette: null, instrumentIds: [], note: '' },
};
const certificate: CertificateTerms = {
  ...{ number: 'K-1', issuer: '', accreditation: '', traceability: '', issuedOn: '2026-01-31', validTo: '2027-01-31' },
  ...{ uncertainty: '', asFound: 'in-tolerance', file: null, note: '' },
};
const fact = (performedOn: string, verdict: CheckFact['verdict'], more: Partial<CheckFact> = {}): CheckFact => ({
  ...{ checkId: performedOn, hash: performedOn, phase: 'as-found', kind: 'points', performedOn, verdict, why: [] },
  ...more,
});
let made = 0;
const check = (performedOn: string, verdict: CheckFact['verdict']): StandardCommand => {
  made += 1;
  return {
    do: 'check',
    body: {
      ...{ standardId: 's1', checkId: `c${made}`, phase: 'as-found', performedOn, performedAt: '', timeZone: 'UTC' },
      measurement: { kind: 'points', unit: '°C', reference: null, points: [], results: [], algorithm: 'points-1' },
      ...{ verdict, why: [], source: '', note: '' },
    },
  };
};

describe('checks by points', () => {
  const relied = { state: 'current', certificateId: 'c', number: 'T', validTo: '2027-01-01' } as const;
  const reference: CheckReference = { kind: 'standard', standardId: 'r', name: 'Reference', relied };
  const point = (more: Partial<CheckedPoint> = {}): CheckedPoint => ({
    ...{
      label: '',
      nominal: '37',
      limit: '0.5',
      limitKind: 'unit',
      reference: '37.0',
      correction: null,
      observed: '37.2',
    },
    ...more,
  });

  test('thermometer: what it shows against the reference with the correction of its certificate; at the limit passes', () => {
    const at = judgePoints([point({ reference: '37.02', correction: '-0.02', observed: '37.5' })], reference, today);
    expect(at).toEqual({
      results: [{ error: 0.5, allowed: 0.5, verdict: 'pass', why: [] }],
      ...{ verdict: 'pass', why: [] },
    });
    const beyond = judgePoints([point({ observed: '37.51' }), point()], reference, today);
    expect(beyond).toMatchObject({ verdict: 'fail', why: ['outside-limit'] });
  });

  test('centrifuge: 5 per cent of what the tachometer shows', () => {
    const turns = point({ nominal: '3000', limit: '5', limitKind: 'percent', reference: '2900', observed: '3045' });
    expect(judgePoints([turns], reference, today).results).toEqual([
      { error: 145, allowed: 145, verdict: 'pass', why: [] },
    ]);
  });

  test('what is missing is never a pass: value, limit, points, reference, a reference past its date', () => {
    const why = (points: CheckedPoint[], by: CheckReference | null) => {
      const judged = judgePoints(points, by, today);
      expect(judged.verdict).toBe('cannot-evaluate');
      return judged.why;
    };
    expect(why([point({ observed: null })], reference)).toEqual(['value-missing']);
    expect(why([point({ limit: null })], reference)).toEqual(['limit-missing']);
    expect(why([], reference)).toEqual(['no-points']);
    expect(why([point()], null)).toEqual(['reference-missing']);
    expect(why([point()], { ...reference, relied: { ...relied, state: 'overdue' } })).toEqual([
      'reference-not-current',
    ]);
    const outside = { kind: 'outside', name: 'Engineer', certificate: 'X' } as const;
    expect(why([point()], { ...outside, validTo: '2026-11-21' })).toEqual(['reference-not-current']);
    expect(why([point()], { ...outside, validTo: null })).toEqual(['reference-not-current']);
    expect(judgePoints([point()], { ...outside, validTo: today }, today).verdict).toBe('pass');
    expect(judgePoints([point()], { kind: 'fixed-point', basis: 'Ice point' }, today).verdict).toBe('pass');
  });

  test('with a reference that does not count nobody says that it failed either', () => {
    const judged = judgePoints([point({ observed: '99' })], null, today);
    expect(judged.verdict).toBe('cannot-evaluate');
  });
});

describe('what is due', () => {
  const rule = { checkMonths: 6, warnDays: 30 };

  test('never checked is missing, and nothing is green by default', () => {
    expect(checkStanding(rule, [], today)).toEqual({ state: 'missing', dueOn: null, since: null });
    expect(standardStanding({ terms: { ...terms, checkMonths: null }, status: 'in-use' }, [], [], today)).toEqual({
      ...{ state: 'not-set-up', check: null, certificate: null, dueOn: null },
    });
  });

  test('six calendar months, safe at month ends and on 29 February; the last day still holds', () => {
    expect(checkStanding(rule, [fact('2025-08-31', 'pass')], '2026-02-28')).toMatchObject({
      ...{ state: 'due-soon', dueOn: '2026-02-28' },
    });
    expect(checkStanding(rule, [fact('2025-08-31', 'pass')], '2026-03-01')!.state).toBe('overdue');
    const leap = checkStanding({ checkMonths: 12, warnDays: 0 }, [fact('2024-02-29', 'pass')], '2025-02-28');
    expect(leap).toEqual({ state: 'due-soon', dueOn: '2025-02-28', since: '2024-02-29' });
  });

  test('warned ahead: thirty days before, not thirty-one', () => {
    const checks = [fact('2026-06-22', 'pass')];
    expect(checkStanding(rule, checks, '2026-11-21')!.state).toBe('current');
    expect(checkStanding(rule, checks, '2026-11-22')!.state).toBe('due-soon');
  });

  test('out of tolerance outweighs every date, until it passes again; what cannot be evaluated does not heal it', () => {
    const failed = [fact('2026-10-01', 'pass'), fact('2026-11-01', 'fail')];
    expect(checkStanding(rule, failed, today)!.state).toBe('failed');
    expect(checkStanding(rule, [...failed, fact('2026-11-02', 'cannot-evaluate')], today)!.state).toBe('failed');
    expect(checkStanding({ ...rule, checkMonths: null }, failed, today)!.state).toBe('failed');
    expect(checkStanding(rule, [...failed, fact('2026-11-01', 'pass')], today)!.state).toBe('current');
    expect(checkStanding(rule, [fact('2026-11-01', 'pass'), fact('2026-11-20', 'cannot-evaluate')], today)).toEqual({
      ...{ state: 'cannot-evaluate', dueOn: '2027-05-01', since: '2026-11-01' },
    });
  });

  test('certificates: missing, without an end, in the future, past; the newest counts, a withdrawn one never', () => {
    const demand = { certificateMonths: null, warnDays: 30 };
    const state = (given: CertificateTerms | null, months: number | null = null) =>
      certificateStanding(given, { ...demand, certificateMonths: months }, today).state;
    expect(state(null)).toBe('missing');
    expect(state(certificate)).toBe('current');
    expect(state({ ...certificate, validTo: '2026-12-22' })).toBe('due-soon');
    expect(state({ ...certificate, validTo: '2026-11-21' })).toBe('overdue');
    expect(state({ ...certificate, validTo: null })).toBe('cannot-evaluate');
    expect(state({ ...certificate, validTo: null }, 12)).toBe('current');
    expect(state({ ...certificate, issuedOn: '2026-11-23' })).toBe('cannot-evaluate');
    const held = (issuedOn: string, isWithdrawn = false) => ({
      ...{ certificateId: issuedOn, terms: { ...certificate, issuedOn }, isWithdrawn, addedAt: '' },
    });
    const all = [held('2025-01-01'), held('2026-01-01', true), held('2024-01-01')];
    expect(countingCertificate(all)!.certificateId).toBe('2025-01-01');
  });

  test('a standard is as good as the worse of check and certificate; out of use it is never due', () => {
    const both = { ...terms, needsCertificate: true };
    const checks = [fact('2026-11-01', 'pass')];
    expect(standardStanding({ terms: both, status: 'in-use' }, checks, [], today)).toMatchObject({
      ...{ state: 'missing', check: { state: 'current' }, certificate: { state: 'missing' }, dueOn: '2027-05-01' },
    });
    expect(standardStanding({ terms: both, status: 'out-of-use' }, checks, [], today).state).toBe('out-of-use');
    expect(worseState('current', 'due-soon')).toBe('due-soon');
  });

  test('any checks in any order: current only with a pass within the interval, the same on every day asked twice', () => {
    const day = fc
      .integer({ min: 1, max: 28 })
      .map((value) => `2026-0${(value % 9) + 1}-${String(value).padStart(2, '0')}`);
    const one = fc.record({
      on: day,
      verdict: fc.constantFrom('pass' as const, 'fail' as const, 'cannot-evaluate' as const),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (some) => {
        const checks = some
          .map(({ on, verdict }) => fact(on, verdict))
          .toSorted((a, b) => (a.performedOn < b.performedOn ? -1 : 1));
        const standing = checkStanding(rule, checks, today)!;
        if (standing.state !== 'current' && standing.state !== 'due-soon') return;
        expect(checks.at(-1)!.verdict).toBe('pass');
        expect(standing.dueOn! >= today).toBe(true);
      }),
    );
  });
});

describe('records of a standard', () => {
  const stream = standardStream('s1');
  const register: StandardCommand = { do: 'register', terms, on: today };
  const change = (checkMonths: number): StandardCommand => ({
    ...{ do: 'change', terms: { ...terms, checkMonths }, reason: 'r' },
  });

  test('checks stand in the order of their days, whenever they were entered', () => {
    const a = bench();
    a.decide(standardDecider, stream, register);
    for (const on of ['2026-05-01', '2026-01-01', '2026-03-01']) {
      a.decide(standardDecider, stream, check(on, on === '2026-05-01' ? 'fail' : 'pass'));
    }
    const { checks } = a.fold(standardDecider, stream).state;
    expect(checks.map(({ performedOn }) => performedOn)).toEqual(['2026-01-01', '2026-03-01', '2026-05-01']);
    expect(lastGood(checks, checks[2]!.hash)!.performedOn).toBe('2026-03-01');
    expect(lastGood(checks, checks[0]!.hash)).toBeNull();
  });

  test('changed apart by two benches: the shorter interval holds, with a name, until somebody who saw both decides', () => {
    const [a, b] = [bench('a'), bench('b')];
    a.decide(standardDecider, stream, register);
    b.pull(a);
    a.decide(standardDecider, stream, change(12));
    b.decide(standardDecider, stream, change(3));
    a.pull(b);
    const folded = a.fold(standardDecider, stream);
    expect(currentStandard(folded.state)!.terms.checkMonths).toBe(3);
    expect(folded.conflicts.map(({ code }) => code)).toEqual(['calibration/standard-changed-apart']);
    a.decide(standardDecider, stream, change(12));
    const settled = a.fold(standardDecider, stream);
    expect(currentStandard(settled.state)!.terms.checkMonths).toBe(12);
    expect(settled.conflicts).toEqual([]);
  });

  test('refused with a code: a pipette without volumes, another kind, a check of what is retired', () => {
    const a = bench();
    const code = (command: StandardCommand) => {
      try {
        a.decide(standardDecider, stream, command);
        return '';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(check(today, 'pass'))).toBe('calibration/standard-not-found');
    expect(code({ ...register, terms: { ...terms, kind: 'pipette' } })).toBe('calibration/pipette-needed');
    a.decide(standardDecider, stream, register);
    expect(code({ do: 'change', terms: { ...terms, kind: 'timer' }, reason: 'r' })).toBe(
      'calibration/standard-kind-fixed',
    );
    a.decide(standardDecider, stream, { do: 'set-status', status: 'retired', reason: 'Lost' });
    expect(code(check(today, 'pass'))).toBe('calibration/standard-retired');
  });

  test('any history of a standard folds to one state in any order of arrival', () => {
    anyHistory(
      standardDecider,
      stream,
      fc.oneof(
        fc.constant(register),
        fc.constantFrom(3, 6, 12).map(change),
        fc
          .constantFrom('in-use' as const, 'out-of-use' as const, 'retired' as const)
          .map((status): StandardCommand => ({ do: 'set-status', status, reason: 'r' })),
        fc.constantFrom('pass' as const, 'fail' as const).map((verdict) => check('2026-05-01', verdict)),
      ),
    );
  });

  test('any history of a certificate, a demand and a review folds to one state in any order of arrival', () => {
    const subject = { kind: 'standard', id: 's1' } as const;
    anyHistory(
      certificateDecider,
      certificateStream('c1'),
      fc.constantFrom(
        { do: 'add', subject, terms: certificate } as const,
        { do: 'change', terms: { ...certificate, validTo: '2028-01-01' }, reason: 'r' } as const,
        { do: 'change', terms: { ...certificate, validTo: null }, reason: 'r' } as const,
        { do: 'withdraw', reason: 'r' } as const,
      ),
    );
    const demand = (isNeeded: boolean) => ({
      demand: { isNeeded, certificateMonths: null, warnDays: 30 },
      reason: 'r',
    });
    anyHistory(demandDecider, certificateDemandStream('i1'), fc.boolean().map(demand));
    const opened = {
      ...{ reviewId: 'r1', subject, name: 'Bath 1', lastGoodOn: null, foundOn: today },
      cause: { kind: 'check', id: 'c1', hash: 'h'.repeat(43) },
    } as const;
    anyHistory(
      impactDecider,
      impactStream('r1'),
      fc.oneof(
        fc.constant({ do: 'open', body: opened } as const),
        fc
          .constantFrom('no-effect' as const, 'work-repeated' as const)
          .map((outcome) => ({ do: 'answer', outcome, statement: 's', items: [], itemCount: 0 }) as const),
      ),
    );
  });

  test('answered apart: whoever saw an effect is heard', () => {
    const [a, b] = [bench('a'), bench('b')];
    const subject = { kind: 'standard', id: 's1' } as const;
    const cause = { kind: 'check', id: 'c1', hash: 'h'.repeat(43) } as const;
    const body = { reviewId: 'r1', subject, name: 'Bath 1', cause, lastGoodOn: null, foundOn: today };
    const answer = (outcome: 'no-effect' | 'results-corrected') =>
      ({ do: 'answer', outcome, statement: 's', items: [], itemCount: 0 }) as const;
    a.decide(impactDecider, impactStream('r1'), { do: 'open', body });
    b.pull(a);
    a.decide(impactDecider, impactStream('r1'), answer('results-corrected'));
    b.decide(impactDecider, impactStream('r1'), answer('no-effect'));
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      const { state, conflicts } = one.fold(impactDecider, impactStream('r1'));
      expect(state.answer!.value.outcome).toBe('results-corrected');
      expect(conflicts.map(({ code }) => code)).toEqual(['calibration/impact-answered-apart']);
    }
  });
});

test('every state and every conflict has its words', () => {
  for (const state of dueState.options) expect(standardsWords).toHaveProperty([`standards.state.${state}`]);
});

/** Three benches act, see of each other what they see, and all end with the same. */
function anyHistory<State, Command>(
  decider: Decider<State, Command>,
  stream: string,
  command: fc.Arbitrary<Command>,
): void {
  const act = fc.record({ who: fc.integer({ min: 0, max: 2 }), command, pulls: fc.boolean(), skewMs: fc.integer() });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 10 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
      const benches = ['a', 'b', 'c'].map((name) => bench(name));
      for (const { who, command: asked, pulls, skewMs } of acts) {
        const one = benches[who]!;
        if (pulls) for (const other of benches) if (other !== one) one.pull(other);
        one.wallMs += skewMs * 1000;
        try {
          one.decide(decider, stream, asked);
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^calibration\//);
        }
      }
      for (const one of benches) for (const other of benches) one.pull(other);
      const all = benches[0]!.seen;
      const expected = benches[0]!.foldOf(decider, stream, all);
      const shuffled = all.map((record) => ({ record, place: dice.next().value as number }));
      shuffled.sort((x, y) => x.place - y.place);
      const records = shuffled.map(({ record }) => record);
      const folded = benches[0]!.foldOf(decider, stream, records);
      expect(folded.state).toEqual(expected.state);
      expect(folded.conflicts.filter(({ code }) => code === 'records/fold-failed')).toEqual([]);
    }),
    { numRuns: 60 },
  );
}
