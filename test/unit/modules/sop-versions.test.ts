import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sopRecords } from '../../../shared/modules/sop/records.ts';
import { changesBetween, checkContent } from '../../../shared/modules/sop/rules-content.ts';
import { commonAncestor } from '../../../shared/modules/sop/rules-effective.ts';
import { effectiveVersion, reviewDueOn, versionStateOf } from '../../../shared/modules/sop/rules-sop.ts';
import { type SopCommand, sopDecider } from '../../../shared/modules/sop/rules-sop-acts.ts';
import { sopStream } from '../../../shared/modules/sop/version-records.ts';
import { PaperBench } from '../../harness/paper-bench.ts';
import { branch, choice, confirm, number, repeat, sop } from '../../harness/sop-paper.ts';

const stream = sopStream('s1');
const today = '2026-11-22';
const words = sop([confirm('a')]);
const bench = (name: string) => new PaperBench(name, sopRecords);
const does = (one: PaperBench, ...commands: SopCommand[]) => {
  for (const command of commands) one.decide(sopDecider, stream, command);
};
const stateOf = (one: PaperBench) => one.fold(sopDecider, stream).state;
const conflictsOf = (one: PaperBench) => one.fold(sopDecider, stream).conflicts.map(({ code }) => code);
const inForce = (one: PaperBench) => effectiveVersion(stateOf(one))?.versionId ?? null;

const add: SopCommand = { do: 'add', code: 'HEM-1', origin: 'written', from: '' };
const start = (versionId: string): SopCommand => ({
  do: 'start',
  versionId,
  basedOn: null,
  content: words,
  reason: '',
});
const submit = (versionId: string): SopCommand => ({ do: 'submit', versionId, content: words, note: '' });
const approve = (versionId: string, effectiveOn = today): SopCommand => ({
  do: 'approve',
  versionId,
  effectiveOn,
  today,
  note: '',
});
const countersign = (versionId: string, device = 'd1', on = today): SopCommand => ({
  ...{ do: 'countersign', versionId, device, officeHash: null, today: on, reviewDueOn: '2028-11-22' },
});
const throughApproval = (versionId: string): SopCommand[] => [start(versionId), submit(versionId), approve(versionId)];
const intoForce = (versionId: string, device?: string): SopCommand[] => [
  ...throughApproval(versionId),
  countersign(versionId, device),
];

describe('the life of a version', () => {
  test('C.10: draft, in review, approved, effective, and retired by the next one', () => {
    const a = bench('a');
    const states: string[] = [];
    for (const command of [add, ...intoForce('v1')]) {
      does(a, command);
      states.push(stateOf(a).versions.v1 ? versionStateOf(stateOf(a), 'v1') : '-');
    }
    expect(states).toEqual(['-', 'draft', 'in-review', 'approved', 'effective']);
    does(a, ...intoForce('v2'));
    expect([versionStateOf(stateOf(a), 'v1'), versionStateOf(stateOf(a), 'v2')]).toEqual(['retired', 'effective']);
    expect(stateOf(a).versions.v2?.started?.number).toBe(2);
  });

  test('approved is not effective: the deciding workstation has to countersign, and not before its day', () => {
    const a = bench('a');
    does(a, add, start('v1'), submit('v1'), approve('v1', '2026-12-01'));
    expect(inForce(a)).toBeNull();
    expect(() => does(a, countersign('v1'))).toThrow(expect.objectContaining({ code: 'sop/not-yet' }));
    does(a, countersign('v1', 'd1', '2026-12-01'));
    expect(inForce(a)).toBe('v1');
  });

  test('words that were sent for review stand still; a returned draft can be written again', () => {
    const a = bench('a');
    does(a, add, start('v1'));
    const write = (expectedHash: string): SopCommand => ({
      do: 'write',
      versionId: 'v1',
      content: sop([confirm('b')]),
      reason: '',
      expectedHash,
    });
    const hash = () => stateOf(a).versions.v1!.written!.value.hash;
    expect(() => does(a, write('another'.padEnd(43, '-')))).toThrow(
      expect.objectContaining({ code: 'sop/written-meanwhile' }),
    );
    does(a, write(hash()), submit('v1'));
    expect(() => does(a, write(hash()))).toThrow(expect.objectContaining({ code: 'sop/wrong-state' }));
    does(a, { do: 'return', versionId: 'v1', reason: 'limits' }, write(hash()));
    expect(versionStateOf(stateOf(a), 'v1')).toBe('draft');
  });

  test('one version is worked on at a time', () => {
    const a = bench('a');
    does(a, add, start('v1'));
    expect(() => does(a, start('v2'))).toThrow(expect.objectContaining({ code: 'sop/draft-open' }));
    does(a, { do: 'withdraw', versionId: 'v1', reason: 'no' }, start('v2'));
    expect(versionStateOf(stateOf(a), 'v1')).toBe('retired');
  });

  test('a retired SOP has nothing in force', () => {
    const a = bench('a');
    does(a, add, ...intoForce('v1'), { do: 'retire', on: today, reason: 'gone' });
    expect([inForce(a), versionStateOf(stateOf(a), 'v1')]).toEqual([null, 'retired']);
    expect(() => does(a, start('v2'))).toThrow(expect.objectContaining({ code: 'sop/retired' }));
  });

  test('a review without a change moves the day the next one is due', () => {
    const a = bench('a');
    does(a, add, ...intoForce('v1'));
    const due = () => reviewDueOn(stateOf(a), effectiveVersion(stateOf(a))!);
    expect(due()).toBe('2028-11-22');
    does(a, { do: 'review', versionId: 'v1', on: '2026-12-01', nextDueOn: '2027-12-01', note: '' });
    expect(due()).toBe('2027-12-01');
  });
});

describe('two benches apart (decision 21)', () => {
  /** Two benches with v1 in force, that then do not see each other. */
  function parted() {
    const [a, b] = [bench('a'), bench('b')];
    does(a, add, ...intoForce('v1'));
    b.pull(a);
    const meet = () => {
      a.pull(b);
      b.pull(a);
    };
    return { a, b, meet };
  }

  test('both put another version in force: neither holds, the old one stays, and a person is told', () => {
    const { a, b, meet } = parted();
    does(a, ...intoForce('v2a', 'd1'));
    does(b, ...intoForce('v2b', 'd2'));
    meet();
    expect([inForce(a), inForce(b)]).toEqual(['v1', 'v1']);
    expect(conflictsOf(a)).toContain('sop/two-effective');
    expect(['v2a', 'v2b'].map((one) => versionStateOf(stateOf(a), one))).toEqual(['approved', 'approved']);
    expect(versionStateOf(stateOf(a), 'v1')).toBe('effective');
    does(a, countersign('v2b'));
    expect([inForce(a), versionStateOf(stateOf(a), 'v2a')]).toEqual(['v2b', 'retired']);
    expect(conflictsOf(a)).not.toContain('sop/two-effective');
  });

  test('one went two versions further than the other: what both came from holds', () => {
    const { a, b, meet } = parted();
    does(a, ...intoForce('v2'), ...intoForce('v3'));
    does(b, ...intoForce('v4'));
    meet();
    expect(inForce(a)).toBe('v1');
  });

  test('first versions that have nothing in common: none is in force until one is countersigned', () => {
    const [a, b] = [bench('a'), bench('b')];
    does(a, add, ...intoForce('v1'));
    does(b, ...intoForce('w1'));
    a.pull(b);
    expect(inForce(a)).toBeNull();
    does(a, countersign('w1'));
    expect(inForce(a)).toBe('w1');
  });

  test('approved here and sent back there: the less far state holds', () => {
    const { a, b, meet } = parted();
    does(a, start('v2'), submit('v2'));
    b.pull(a);
    does(a, approve('v2'));
    does(b, { do: 'return', versionId: 'v2', reason: 'limits' });
    meet();
    expect(versionStateOf(stateOf(a), 'v2')).toBe('draft');
    expect(conflictsOf(a)).toContain('sop/stage-conflict');
  });

  test('the nearest version of those in common is taken', () => {
    const all = [
      { versionId: 'b', replaces: 'a' },
      { versionId: 'c', replaces: 'b' },
      { versionId: 'd', replaces: 'b' },
      { versionId: 'a', replaces: null },
    ];
    expect(commonAncestor(['c', 'd'], all)).toBe('b');
    expect(commonAncestor(['c', 'b'], all)).toBe('b');
    expect(commonAncestor(['c'], all)).toBe('c');
    expect(commonAncestor(['c', 'x'], all)).toBeNull();
  });

  /** The next step of whatever is worked on: a new version, for review, approved, in force. */
  function advance(one: PaperBench, fresh: string): SopCommand {
    const sopNow = stateOf(one);
    for (const [versionId, { started }] of Object.entries(sopNow.versions)) {
      const state = started ? versionStateOf(sopNow, versionId) : 'retired';
      if (state === 'draft') return submit(versionId);
      if (state === 'in-review') return approve(versionId);
      if (state === 'approved') return countersign(versionId);
    }
    return start(fresh);
  }

  test('any history of three benches folds to one state in any order of arrival, with at most one version in force', () => {
    const act = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom<string>(
        ...Array(7).fill('advance'),
        ...['pull', 'pull', 'countersign', 'return', 'withdraw', 'review', 'retire', 'print', 'read'],
      ),
      which: fc.nat(3),
      from: fc.nat(2),
    });
    const reached = new Set<string>();
    const history = fc.array(act, { maxLength: 60, size: 'large' });
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (acts, random) => {
        const benches = [bench('a'), bench('b'), bench('c')];
        does(benches[0]!, add);
        for (const one of benches) one.pull(benches[0]!);
        for (const { who, what, which, from } of acts) {
          const one = benches[who]!;
          const versionId = `v${which}`;
          if (what === 'pull') one.pull(benches[from]!);
          else {
            const commands: Record<string, SopCommand> = {
              advance: advance(one, `v${who}${which}`),
              return: { do: 'return', versionId, reason: 'r' },
              countersign: countersign(versionId, `d${who}`),
              withdraw: { do: 'withdraw', versionId, reason: 'r' },
              review: { do: 'review', versionId, on: today, nextDueOn: `202${7 + from}-01-01`, note: '' },
              retire: { do: 'retire', on: today, reason: 'r' },
              print: {
                do: 'print',
                versionId,
                copyId: `c${who}${which}${from}`,
                holder: 'h',
                on: today,
                expiresOn: today,
              },
              read: { do: 'read', versionId, personId: `p${from}`, printedName: 'P', on: today },
            };
            try {
              does(one, commands[what]!);
            } catch {
              // Refused in this state: nothing was written.
            }
          }
        }
        for (const one of benches) for (const other of benches) one.pull(other);
        const records = benches[0]!.seen;
        const straight = benches[0]!.foldOf(sopDecider, stream, records);
        const shuffled = records
          .map((record) => ({ record, key: random.next().value as number }))
          .toSorted((a, b) => a.key - b.key);
        const other = benches[0]!.foldOf(
          sopDecider,
          stream,
          shuffled.map(({ record }) => record),
        );
        expect(other.state).toEqual(straight.state);
        expect(other.conflicts).toEqual(straight.conflicts);
        expect(straight.conflicts.map(({ code }) => code)).not.toContain('records/fold-failed');
        const states = Object.keys(straight.state.versions).map((one) => versionStateOf(straight.state, one));
        expect(states.filter((state) => state === 'effective').length).toBeLessThanOrEqual(1);
        // Once something was in force and everybody agrees, something stays in force until it is retired.
        const { effective, retired } = straight.state;
        reached.add(
          `${effective?.sides.length ?? 0} sides, ${Math.min(straight.state.countersigned.length, 2)} countersigned`,
        );
        if (effective?.sides.length === 1 && !retired) expect(states).toContain('effective');
      }),
      { numRuns: 120 },
    );
    // The histories are worth something: versions were in force, one after another and apart.
    expect([...reached]).toEqual(expect.arrayContaining(['1 sides, 2 countersigned', '2 sides, 2 countersigned']));
  });
});

describe('copies, readers and requests', () => {
  test('each controlled print has its number; two benches that gave the same one are told', () => {
    const [a, b] = [bench('a'), bench('b')];
    does(a, add, ...intoForce('v1'));
    b.pull(a);
    const print = (copyId: string): SopCommand => ({
      do: 'print',
      versionId: 'v1',
      copyId,
      holder: 'Bench',
      on: today,
      expiresOn: '2028-11-22',
    });
    does(a, print('c1'), print('c2'));
    does(b, print('c3'));
    expect(Object.values(stateOf(a).copies).map(({ printed }) => printed?.copyNumber)).toEqual([1, 2]);
    a.pull(b);
    expect(conflictsOf(a)).toEqual(['sop/same-copy-number']);
  });

  test('readers named apart all have to read; a reading counts once', () => {
    const [a, b] = [bench('a'), bench('b')];
    does(a, add, ...intoForce('v1'));
    b.pull(a);
    does(a, { do: 'set-readers', readers: { roles: ['tech'], personIds: [], withinDays: 14 }, reason: '' });
    does(b, { do: 'set-readers', readers: { roles: ['senior'], personIds: ['p1'], withinDays: 7 }, reason: '' });
    a.pull(b);
    expect(stateOf(a).readers?.value).toEqual({ roles: ['senior', 'tech'], personIds: ['p1'], withinDays: 7 });
    const read: SopCommand = { do: 'read', versionId: 'v1', personId: 'p1', printedName: 'P', on: today };
    does(a, read, read);
    expect(stateOf(a).reads).toHaveLength(1);
  });

  test('a request keeps what was asked and gets one answer', () => {
    const a = bench('a');
    does(a, add, ...intoForce('v1'));
    const about = { sopId: 's1', versionId: 'v1', stepKey: 'a', stepTitle: 'a', runId: null };
    does(a, { do: 'ask', body: { ...about, requestId: 'r1', practice: 'three days', why: 'the old lot ends' } });
    does(a, {
      do: 'answer-request',
      requestId: 'r1',
      answer: 'declined',
      inVersionId: null,
      reason: 'five are needed',
    });
    expect(stateOf(a).requests.r1).toMatchObject({
      asked: { practice: 'three days' },
      answer: { value: { answer: 'declined' } },
    });
  });
});

describe('what does not fit in the words', () => {
  const codes = (content: Parameters<typeof checkContent>[0]) => checkContent(content).map(({ code }) => code);

  test.each([
    ['no-steps', sop([])],
    ['same-key', sop([confirm('a'), confirm('a')])],
    ['limits-crossed', sop([number('a', { low: '2', high: '1' })])],
    ['no-choices', sop([choice('a', [])])],
    ['passing-choice-unknown', sop([choice('a', ['x'], ['y'])])],
    ['way-leads-back', sop([confirm('a'), branch('b', null, [{ label: 'x', when: null, goTo: 'a' }])])],
    ['on-is-not-earlier', sop([branch('b', 'c', [{ label: 'x', when: null, goTo: 'next' }]), confirm('c')])],
    ['not-reachable', sop([branch('b', null, [{ label: 'x', when: null, goTo: 'end' }]), confirm('c')])],
    ['not-adapted', sop([number('a', { adapt: 'Adapt to your manual: days.' })])],
    ['too-many-places', sop([repeat('a', [confirm('b'), confirm('c'), confirm('d'), confirm('e')], 200)])],
  ])('%s', (code, content) => {
    expect(codes(content)).toContain(code);
  });

  test('a version with a stopping problem is not sent for review', () => {
    const a = bench('a');
    does(a, add, start('v1'));
    expect(() => does(a, { do: 'submit', versionId: 'v1', content: sop([]), note: '' })).toThrow(
      expect.objectContaining({ code: 'sop/check-first' }),
    );
  });

  test('two versions are told apart field by field', () => {
    const changes = changesBetween(
      sop([number('a', { low: '3' }), confirm('b')]),
      sop([number('a', { low: '5' }), confirm('c')]),
    );
    expect(changes.filter(({ where }) => where === 'a.low')).toEqual([
      { where: 'a.low', title: 'a', from: '3', to: '5' },
    ]);
    expect(changes.some(({ where, from }) => where === 'b.kind' && from === 'confirm')).toBe(true);
    expect(changes.some(({ where, to }) => where === 'c.kind' && to === 'confirm')).toBe(true);
  });
});
