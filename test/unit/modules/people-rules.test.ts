import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  peopleRecords,
  personStream,
  policyChanged,
  policyStream,
  type Role,
  recoveryKeyMade,
  recoveryKeyUsed,
  recoveryStream,
} from '../../../shared/modules/people/records.ts';
import {
  currentPerson,
  type PersonCommand,
  personDecider,
  policyFold,
  recoveryFold,
  signInKey,
} from '../../../shared/modules/people/rules.ts';
import { draft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import '../../harness/fast-check.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const bench = (name: string, wallMs?: number) => new PaperBench(name, peopleRecords, wallMs);
const stream = personStream('p1');
const names = { signInName: 'ruth', printedName: 'Ruth Keller', initials: 'RK' };
const add = (roles: Role[] = ['tech']): PersonCommand => ({
  do: 'add',
  body: { ...names, roles, isOwner: false, reason: '' },
});
const roles = (...wanted: Role[]): PersonCommand => ({
  do: 'change-roles',
  roles: wanted,
  reason: 'r',
  isLastAdministrator: false,
});
const active = (isActive: boolean): PersonCommand => ({
  do: 'set-active',
  isActive,
  reason: 'r',
  isLastAdministrator: false,
});
const password = (credentialId: string | null, isTemporary = false): PersonCommand => ({
  ...({ do: 'set-credential', credential: 'password', credentialId, isTemporary } as const),
  ...({ by: 'self', witnesses: [], reason: '' } as const),
});
const now = (one: PaperBench) => currentPerson(one.fold(personDecider, stream).state)!;
const conflicts = (one: PaperBench) => one.fold(personDecider, stream).conflicts.map(({ code }) => code);

/** Two benches that know the person and have not met since. */
function apart(): [PaperBench, PaperBench] {
  const [a, b] = [bench('a'), bench('b')];
  a.decide(personDecider, stream, add(['tech', 'senior']));
  b.pull(a);
  return [a, b];
}
const meet = (a: PaperBench, b: PaperBench): void => {
  a.pull(b);
  b.pull(a);
};

describe('commands', () => {
  test('what changes nothing makes no record', () => {
    const one = bench('a');
    one.decide(personDecider, stream, add());
    for (const command of [roles('tech'), active(true), { do: 'edit', fields: names, reason: 'r' } as const]) {
      expect(one.decide(personDecider, stream, command)).toEqual([]);
    }
    expect(one.decide(personDecider, stream, password(null))).toEqual([]);
  });

  test.each([
    [roles(), 'people/no-roles'],
    [roles('auditor', 'tech'), 'people/auditor-stands-alone'],
    [{ ...roles('tech'), isLastAdministrator: true }, 'people/last-administrator'],
    [{ ...active(false), isLastAdministrator: true }, 'people/last-administrator'],
    [add(), 'people/name-taken'],
  ] as [PersonCommand, string][])('%j is refused', (command, code) => {
    const one = bench('a');
    one.decide(personDecider, stream, add(['administrator']));
    expect(() => one.decide(personDecider, stream, command)).toThrow(expect.objectContaining({ code }));
  });

  test('nothing can be asked of a person nobody has added', () => {
    expect(() => bench('a').decide(personDecider, stream, active(false))).toThrow(
      expect.objectContaining({ code: 'people/unknown-person' }),
    );
  });

  test('names are told apart without case, blanks around and forms of Unicode', () => {
    expect(signInKey(' Ru\u0308th ')).toBe(signInKey('R\u00fcTH'));
  });
});

describe('two benches apart', () => {
  test('given other roles on each, only what both gave holds, until somebody who saw both decides', () => {
    const [a, b] = apart();
    a.decide(personDecider, stream, roles('tech', 'supervisor'));
    b.decide(personDecider, stream, roles('tech', 'administrator'));
    meet(a, b);
    for (const one of [a, b]) {
      expect(now(one).roles).toEqual(['tech']);
      expect(conflicts(one)).toEqual(['people/roles-conflict']);
    }
    b.decide(personDecider, stream, roles('supervisor'));
    a.pull(b);
    expect(now(a).roles).toEqual(['supervisor']);
    expect(conflicts(a)).toEqual([]);
  });

  test('given off here and other roles there, both hold: they are different things', () => {
    const [a, b] = apart();
    a.decide(personDecider, stream, active(false));
    b.decide(personDecider, stream, roles('senior'));
    meet(a, b);
    expect(now(a)).toMatchObject({ isActive: false, roles: ['senior'] });
    expect(conflicts(a)).toEqual([]);
  });

  test('given on again here and off again there, off holds', () => {
    const [a, b] = apart();
    a.decide(personDecider, stream, active(false));
    b.pull(a);
    a.decide(personDecider, stream, active(true));
    b.decide(personDecider, stream, active(true));
    b.decide(personDecider, stream, active(false));
    meet(a, b);
    expect(now(a).isActive).toBe(false);
    expect(conflicts(a)).toEqual(['people/activity-conflict']);
  });

  test('given a new password on each, the old one counts nowhere and each new one does; a temporary one is still to be changed', () => {
    const [a, b] = apart();
    a.decide(personDecider, stream, password('old'));
    b.pull(a);
    a.decide(personDecider, stream, password('here'));
    b.decide(personDecider, stream, password('there', true));
    meet(a, b);
    expect(now(b)).toMatchObject({ isPasswordTemporary: true, credentialIds: { password: ['here', 'there'] } });
    a.decide(personDecider, stream, password('new'));
    expect(now(a).credentialIds.password).toEqual(['new']);
    expect(conflicts(a)).toEqual([]);
  });

  test('given taken away on one, none holds', () => {
    const [a, b] = apart();
    a.decide(personDecider, stream, password('old'));
    b.pull(a);
    a.decide(personDecider, stream, password('here'));
    b.decide(personDecider, stream, password(null));
    meet(a, b);
    expect(now(a).credentialIds.password).toEqual([]);
  });

  test('given a clock ten years ahead, its decision stands no longer than any other', () => {
    const [a, b] = apart();
    b.wallMs += 10 * 365 * 24 * 3_600_000;
    b.decide(personDecider, stream, active(false));
    a.pull(b);
    a.decide(personDecider, stream, active(true));
    b.pull(a);
    expect(now(b).isActive).toBe(true);
    expect(conflicts(b)).toEqual([]);
  });

  test('given two idle times, the shorter holds', () => {
    const [a, b] = [bench('a'), bench('b')];
    const set = (one: PaperBench, idleMinutes: number) => {
      const answers = answersOf(one.fold(policyFold, policyStream).state);
      one.write([draft(policyChanged, policyStream, { idleMinutes, reason: 'r', answers })]);
    };
    set(a, 60);
    set(b, 10);
    meet(a, b);
    expect(a.fold(policyFold, policyStream).state?.value).toBe(10);
    set(a, 45);
    expect(a.fold(policyFold, policyStream)).toMatchObject({ state: { value: 45 }, conflicts: [] });
  });

  test('given a recovery key used on one while the other printed a new one, the old is void and each new one holds', () => {
    const [a, b] = [bench('a'), bench('b')];
    const answers = (one: PaperBench) => answersOf(one.fold(recoveryFold, recoveryStream).state);
    const make = (one: PaperBench, keyId: string) =>
      one.write([
        draft(recoveryKeyMade, recoveryStream, { keyId, sha256: 'h'.repeat(43), reason: '', answers: answers(one) }),
      ]);
    make(a, 'k0');
    b.pull(a);
    a.write([draft(recoveryKeyUsed, recoveryStream, { keyId: 'k0', personId: 'p1', answers: answers(a) })]);
    make(a, 'k1');
    make(b, 'k2');
    meet(a, b);
    const held = (one: PaperBench) =>
      one.fold(recoveryFold, recoveryStream).state!.sides.map((side) => side.value?.keyId);
    expect(held(a).sort()).toEqual(['k1', 'k2']);
    make(b, 'k3');
    expect(held(b)).toEqual(['k3']);
  });
});

describe('any history', () => {
  const someRoles = fc
    .uniqueArray(fc.constantFrom<Role>('tech', 'senior', 'supervisor', 'administrator'), { minLength: 1 })
    .map((wanted) => roles(...wanted));
  const command = fc.oneof(
    someRoles,
    fc.constant(roles('auditor')),
    fc.boolean().map(active),
    fc.option(fc.constantFrom('c1', 'c2', 'c3')).map((id) => password(id)),
    fc
      .constantFrom('Ruth', 'R. Keller')
      .map<PersonCommand>((printedName) => ({ do: 'edit', fields: { ...names, printedName }, reason: 'r' })),
    fc.constant<PersonCommand>({ do: 'certify', printedName: 'Ruth', statement: 's', at: '', timeZone: 'UTC' }),
  );
  const act = fc.record({
    who: fc.nat({ max: 2 }),
    pulls: fc.boolean(),
    skew: fc.integer({ min: -9, max: 9 }),
    command,
  });

  test('folds to one state in any order of arrival; no right holds that a standing side took; deciding settles it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
        const benches = ['a', 'b', 'c'].map((name) => bench(name));
        benches[0]!.decide(personDecider, stream, add(['tech']));
        for (const other of benches.slice(1)) other.pull(benches[0]!);
        for (const { who, pulls, skew, command: asked } of acts) {
          const one = benches[who]!;
          if (pulls) for (const other of benches) one.pull(other);
          one.wallMs += skew * 3_600_000;
          one.decide(personDecider, stream, asked);
        }
        for (const one of benches) for (const other of benches) one.pull(other);
        const folded = benches[0]!.fold(personDecider, stream);
        const keyed = benches[0]!.seen.map((record) => ({ record, key: dice.next().value }));
        const shuffled = keyed.sort((x, y) => x.key - y.key).map(({ record }) => record);
        const again = benches[1]!.foldOf(personDecider, stream, shuffled);
        expect(again.state).toEqual(folded.state);
        expect(again.conflicts).toEqual(folded.conflicts);
        const held = now(benches[0]!);
        for (const side of folded.state.roles?.sides ?? []) {
          for (const one of held.roles) expect(side.value).toContain(one);
        }
        if (folded.state.isActive?.sides.some((side) => !side.value)) expect(held.isActive).toBe(false);
        benches[2]!.decide(personDecider, stream, roles('senior'));
        benches[2]!.decide(personDecider, stream, active(!now(benches[2]!).isActive));
        const left = conflicts(benches[2]!);
        expect(left).not.toContain('people/roles-conflict');
        expect(left).not.toContain('people/activity-conflict');
        expect(left).not.toContain('records/fold-failed');
      }),
      { numRuns: 200 },
    );
  });
});
