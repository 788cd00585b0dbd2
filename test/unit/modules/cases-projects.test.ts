import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../electron/modules/cases/files.ts';
import { readNoticeFile } from '../../../electron/modules/cases/notice-files.ts';
import { writeContainer } from '../../../shared/kernel/container.ts';
import { installationTemplate } from '../../../shared/modules/cases/installation-template.ts';
import {
  installationRecords,
  installationStream,
  noticeRecords,
  noticeStream,
} from '../../../shared/modules/cases/project-records.ts';
import {
  type InstallationCommand,
  installationDecider,
  projectStateOf,
  shutGates,
} from '../../../shared/modules/cases/rules-installation.ts';
import {
  isInRange,
  matchNotice,
  type NoticeSubject,
  noticeDecider,
  readNotice,
} from '../../../shared/modules/cases/rules-notice.ts';
import { currentVisit, customerSheetOf, sheetText, visitStateOf } from '../../../shared/modules/cases/rules-visit.ts';
import { type VisitCommand, visitDecider } from '../../../shared/modules/cases/rules-visit-decider.ts';
import { visitStream, visitStreamRecords } from '../../../shared/modules/cases/visit-records.ts';
import { words } from '../../../shared/modules/cases/words.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const refused = (code: string) => expect.objectContaining({ code });
const shuffle = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => ({ one, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one);

describe('a site visit', () => {
  const stream = visitStream('v1');
  const bench = (name: string) => new PaperBench(name, visitStreamRecords);
  const fields = {
    ...{ place: 'Lab', contact: '', purpose: 'p', plannedOn: '2026-11-22', fromTime: '', toTime: '', specialist: 'R' },
    ...{ instrumentIds: ['i1'], preparation: [] },
  };
  const plan: VisitCommand = {
    do: 'plan',
    body: { visitId: 'v1', number: 'V-1', ...fields, caseIds: [], workOrderIds: [] },
  };
  const arrive: VisitCommand = { do: 'arrive', at: '2026-11-22T10:00:00.000Z', note: '' };
  const leave: VisitCommand = { do: 'leave', at: '2026-11-22T11:00:00.000Z', note: '' };
  const summarize = (done: string): VisitCommand => ({
    do: 'summarize',
    body: { found: 'f', done, leftAs: 'l', openPoints: '' },
  });
  const file = { sha256: 'a'.repeat(64), sealedAs: 'b'.repeat(64), name: 'sheet.json', byteCount: 1 };
  const sign: VisitCommand = {
    do: 'customer-sign',
    body: {
      ...{ printedName: 'E', functionName: '', manner: 'spoken', strokes: null, seenHash: 'c'.repeat(64), remark: '' },
      seen: file,
    },
  };
  const decline: VisitCommand = { do: 'customer-decline', printedName: 'E', reason: 'no time' };
  const close: VisitCommand = { do: 'close', statement: '', seenHash: 'c'.repeat(64) };
  const followUp: VisitCommand = {
    do: 'add-follow-up',
    body: { followUpId: 'f1', text: 'line', owner: '', dueOn: null },
  };
  const drop: VisitCommand = { do: 'end-follow-up', body: { followUpId: 'f1', as: 'dropped', note: 'n' } };

  test('is closed only after arrival, summary, leaving, and the customer’s word', () => {
    const a = bench('a');
    a.decide(visitDecider, stream, plan);
    const needs = () => {
      try {
        a.decide(visitDecider, stream, close);
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'closed';
    };
    const seen: string[] = [needs()];
    for (const one of [arrive, summarize('d'), leave, decline]) {
      a.decide(visitDecider, stream, one);
      seen.push(needs());
    }
    expect(seen).toEqual([
      ...['cases/not-arrived', 'cases/no-summary', 'cases/not-left', 'cases/customer-not-asked', 'closed'],
    ]);
  });

  test('the sheet a customer signs has the same bytes whatever happens later that is no part of it', () => {
    const a = bench('a');
    for (const one of [plan, arrive, summarize('d'), followUp]) a.decide(visitDecider, stream, one);
    const text = () => sheetText(customerSheetOf(a.fold(visitDecider, stream).state, [])!);
    const before = text();
    for (const one of [sign, leave, drop]) {
      a.wallMs += 1000;
      a.decide(visitDecider, stream, one);
    }
    expect(text()).toBe(before);
    a.decide(visitDecider, stream, summarize('something else'));
    expect(text()).not.toBe(before);
  });

  test('signed on one bench and declined on another apart: the signature stands and the conflict has a name', () => {
    const [a, b] = [bench('a'), bench('b')];
    for (const one of [plan, arrive, summarize('d')]) a.decide(visitDecider, stream, one);
    b.pull(a);
    a.decide(visitDecider, stream, sign);
    b.wallMs += 1000;
    b.decide(visitDecider, stream, decline);
    a.pull(b);
    const folded = a.fold(visitDecider, stream);
    expect(folded.state.customerSays).toBe('signed');
    expect(folded.conflicts.map(({ code }) => code)).toContain('cases/customer-apart');
  });

  test('any history of two benches folds to one state in any order of arrival', () => {
    const commands = [plan, arrive, leave, summarize('d'), summarize('e'), sign, decline, close, followUp, drop];
    const cancel: VisitCommand = { do: 'cancel', reason: 'r' };
    const change: VisitCommand = { do: 'change', fields: { ...fields, plannedOn: '2026-11-29' }, reason: 'r' };
    const act = fc.record({
      ...{ who: fc.nat({ max: 1 }), pulls: fc.boolean() },
      command: fc.constantFrom(...commands, cancel, change),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (acts, random) => {
        const benches = [bench('a'), bench('b')];
        benches[0]!.decide(visitDecider, stream, plan);
        for (const { who, pulls, command } of acts) {
          const one = benches[who]!;
          if (pulls) one.pull(benches[1 - who]!);
          try {
            one.decide(visitDecider, stream, command);
          } catch (error) {
            expect(String((error as { code?: string }).code)).toMatch(/^cases\//);
          }
        }
        benches[0]!.pull(benches[1]!);
        const folded = benches[0]!.fold(visitDecider, stream);
        const mixed = shuffle(benches[0]!.seen, () => random.next().value as number);
        const again = benches[1]!.foldOf(visitDecider, stream, mixed);
        expect(again.state).toEqual(folded.state);
        expect(folded.conflicts.every(({ code }) => code !== 'records/fold-failed')).toBe(true);
        expect(visitStateOf(again.state)).toBe(visitStateOf(folded.state));
        expect(currentVisit(again.state)).toEqual(currentVisit(folded.state));
      }),
    );
  });
});

describe('an installation', () => {
  const stream = installationStream('n1');
  const bench = (name: string) => new PaperBench(name, installationRecords);
  const items = installationTemplate.slice(0, 4);
  const plan: InstallationCommand = {
    do: 'plan',
    body: {
      ...{ installationId: 'n1', instrumentId: 'i1', number: 'I-1', title: 't', place: '', responsible: '' },
      ...{ goLiveOn: null, templateVersion: 'x', items: [...items] },
    },
  };
  const answer = (key: string, verdict: 'pass' | 'fail' | 'cannot-evaluate'): InstallationCommand => ({
    ...{ do: 'answer', key, proof: { kind: 'statement', text: 's' }, verdict },
  });
  const goLive: InstallationCommand = { do: 'go-live', statement: '' };
  const gates = items.filter(({ isGate }) => isGate).map(({ key }) => key);

  test('CC15: verifying reference intervals is a gate of the shipped template, and each gate has words', () => {
    expect(installationTemplate.find(({ key }) => key === 'reference-intervals')).toMatchObject({ isGate: true });
    for (const { key } of installationTemplate) expect(words).toHaveProperty([`install.${key}`]);
  });

  test('a gate answered against it on another bench, unseen by who signed, takes the word back', () => {
    const [a, b] = [bench('a'), bench('b')];
    a.decide(installationDecider, stream, plan);
    for (const key of gates) a.decide(installationDecider, stream, answer(key, 'pass'));
    b.pull(a);
    a.decide(installationDecider, stream, goLive);
    b.decide(installationDecider, stream, answer(gates[0]!, 'fail'));
    expect(projectStateOf(a.fold(installationDecider, stream).state)).toBe('live');
    a.pull(b);
    const folded = a.fold(installationDecider, stream);
    expect(projectStateOf(folded.state)).toBe('open');
    expect(folded.conflicts.map(({ code }) => code)).toContain('cases/answered-after-go-live');
    a.decide(installationDecider, stream, answer(gates[0]!, 'pass'));
    expect(a.fold(installationDecider, stream).conflicts).toEqual([]);
    a.decide(installationDecider, stream, goLive);
    expect(projectStateOf(a.fold(installationDecider, stream).state)).toBe('live');
  });

  test('whatever two benches answer, it is never live over a gate that is open, failed or cannot be told', () => {
    const command = fc.oneof(
      fc.record({ key: fc.constantFrom(...gates), verdict: fc.constantFrom('pass', 'fail', 'cannot-evaluate') }),
      fc.constant('go-live' as const),
    );
    const act = fc.record({ who: fc.nat({ max: 1 }), pulls: fc.boolean(), command });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (acts, random) => {
        const benches = [bench('a'), bench('b')];
        benches[0]!.decide(installationDecider, stream, plan);
        benches[1]!.pull(benches[0]!);
        for (const { who, pulls, command: one } of acts) {
          const at = benches[who]!;
          if (pulls) at.pull(benches[1 - who]!);
          try {
            const asked =
              one === 'go-live' ? goLive : answer(one.key, one.verdict as 'pass' | 'fail' | 'cannot-evaluate');
            at.decide(installationDecider, stream, asked);
          } catch (error) {
            expect(String((error as { code?: string }).code)).toMatch(/^cases\//);
          }
        }
        benches[0]!.pull(benches[1]!);
        const { state } = benches[0]!.fold(installationDecider, stream);
        if (projectStateOf(state) === 'live') expect(shutGates(state)).toEqual([]);
        const mixed = shuffle(benches[0]!.seen, () => random.next().value as number);
        expect(benches[1]!.foldOf(installationDecider, stream, mixed).state).toEqual(state);
      }),
    );
  });
});

describe('whom a notice is about', () => {
  const subject: NoticeSubject = {
    ...{ instrumentId: 'i1', instrumentName: 'XN 1', maker: 'Sysmex', model: 'XN-550', definitionKey: 'sysmex-xn-550' },
    ...{ serialNumber: 'A0123', lots: ['L 77'] },
  };
  const notice = { maker: 'Sysmex', models: ['XN 550'], serials: [], lots: [] };
  const match = (more: Partial<Parameters<typeof matchNotice>[0]>, about: Partial<NoticeSubject> = {}) => {
    const { verdict, why } = matchNotice({ ...notice, ...more }, { ...subject, ...about });
    return `${verdict}: ${why}`;
  };

  test.each([
    [{}, {}, 'applies: model'],
    [{ models: [] }, {}, 'applies: model'],
    [{ models: ['sysmex-xn-550'] }, {}, 'applies: model'],
    // A name that only holds the other is another model (mission rule C.0.1).
    [{ models: ['XN-55'] }, {}, 'does-not-apply: model-other'],
    [{ models: ['XN-5500'] }, {}, 'does-not-apply: model-other'],
    [{ models: [], maker: 'Mindray' }, {}, 'does-not-apply: model-other'],
    [{ serials: [{ from: 'A100', to: 'A200' }] }, {}, 'applies: serial'],
    [{ serials: [{ from: 'A124', to: 'A200' }] }, {}, 'does-not-apply: serial-outside'],
    [{ serials: [{ from: 'B100', to: 'B200' }] }, {}, 'does-not-apply: serial-outside'],
    [{ serials: [{ from: 'A100', to: 'A200' }] }, { serialNumber: '' }, 'may-apply: serial-unknown'],
    [{ serials: [{ from: 'A100', to: 'A200' }] }, { serialNumber: 'A12X' }, 'may-apply: serial-unknown'],
    [{ lots: [{ from: 'L77', to: 'L77' }] }, {}, 'applies: lot'],
    [{ lots: [{ from: 'L80', to: 'L90' }] }, {}, 'may-apply: lot-outside'],
    [{ lots: [{ from: 'L80', to: 'L90' }] }, { lots: [] }, 'may-apply: lot-unknown'],
    [{ serials: [{ from: 'A1', to: 'A5' }], lots: [{ from: 'L80', to: 'L90' }] }, {}, 'does-not-apply: serial-outside'],
  ] as const)('%j of %j: %s', (more, about, expected) => {
    expect(match(more as Parameters<typeof match>[0], about)).toBe(expected);
  });

  test('a number lies in a range as numbers do, not as text does', () => {
    expect(isInRange('A9', { from: 'A1', to: 'A10' })).toBe(true);
    expect(isInRange('A100', { from: 'A1', to: 'A20' })).toBe(false);
    expect(isInRange('a-0012', { from: 'A12', to: 'A12' })).toBe(false);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (own, low, high) => {
        const is = isInRange(`SN${own}`, { from: `SN${low}`, to: `SN${high}` });
        // Equal ends are equality; else it is between.
        expect(is).toBe(low === high ? own === low : own >= low && own <= high);
      }),
    );
  });
});

test('answers to a notice fold alike in any order; apart, the one that keeps it in sight holds', () => {
  const stream = noticeStream('n1');
  const bench = (name: string) => new PaperBench(name, noticeRecords);
  const taken = readNotice({ number: 'F1', maker: 'M', title: 'T' });
  if (!('notice' in taken)) throw new Error('not read');
  const take = {
    do: 'take' as const,
    body: { noticeId: 'n1', ...taken.notice, fileName: 'f', fileHash: 'a'.repeat(64) },
  };
  const answer = fc.constantFrom('done' as const, 'planned' as const, 'does-not-apply' as const);
  const act = fc.record({
    who: fc.nat({ max: 1 }),
    pulls: fc.boolean(),
    answer,
    instrumentId: fc.constantFrom('i1', null),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (acts, random) => {
      const benches = [bench('a'), bench('b')];
      // The same file taken on both benches is one notice.
      for (const one of benches) one.decide(noticeDecider, stream, take);
      for (const { who, pulls, ...given } of acts) {
        const one = benches[who]!;
        if (pulls) one.pull(benches[1 - who]!);
        one.decide(noticeDecider, stream, { do: 'answer', body: { ...given, note: 'n', caseId: null } });
      }
      benches[0]!.pull(benches[1]!);
      const folded = benches[0]!.fold(noticeDecider, stream);
      const mixed = shuffle(benches[0]!.seen, () => random.next().value as number);
      expect(benches[1]!.foldOf(noticeDecider, stream, mixed).state).toEqual(folded.state);
      for (const { sides, value } of Object.values(folded.state.answers)) {
        if (sides.some((side) => side.value.answer === 'planned')) expect(value.answer).toBe('planned');
      }
    }),
  );
});

describe('files of notices', () => {
  const codes = (text: string | Uint8Array): string[] => {
    try {
      const rows = readNoticeFile(typeof text === 'string' ? new TextEncoder().encode(text) : text);
      return rows.map(({ read }) => ('notice' in read ? 'ok' : read.code));
    } catch (error) {
      return [(error as { code?: string }).code ?? String(error)];
    }
  };
  const good = { number: 'F1', maker: 'M', title: 'T' };
  const container = (items: readonly unknown[], kind = 'notices') =>
    writeContainer({ kind, madeAt: '', madeBy: 'M' }, items, sha256);

  test.each([
    ['a list', JSON.stringify([good, { ...good, issuedOn: '2026-02-30' }]), ['ok', 'cases/notice-date']],
    ['an object', JSON.stringify({ notices: [good] }), ['ok']],
    ['one alone', JSON.stringify(good), ['ok']],
    ['a file of ours', container([good, { notice: good }, 7]), ['ok', 'ok', 'cases/notice-field']],
    [
      'a file of ours, cut off',
      container([good]).slice(0, -40),
      ['ok', 'cases/notice-line', 'cases/notice-file-cut-off'],
    ],
    ['a file of ours, changed', container([good]).replace('"T"', '"X"'), ['ok', 'cases/notice-file-changed']],
    ['another kind of ours', container([], 'sops'), ['container/other-kind']],
    ['a newer one', container([]).replace('"benchside":1', '"benchside":9'), ['container/newer']],
    ['a sheet', 'Number;Maker;Title;Serials\nF1;M;T;A1..A5; B7\n', ['ok']],
    ['no headings', 'a,b\n1,2', ['cases/notice-file-unreadable']],
    [
      'too long',
      JSON.stringify([{ ...good, actions: Array(40).fill('ä'.repeat(1000)), text: 'x'.repeat(8000) }]),
      ['cases/notice-too-long'],
    ],
  ])('%s', (_name, text, expected) => expect(codes(text)).toEqual(expected));

  test('ranges and lists of a sheet', () => {
    const [row] = readNoticeFile(
      new TextEncoder().encode('number,maker,title,models,serials\nF1,M,T,X1; X2,A1..A5; B7 to B9; C-3'),
    );
    expect(row!.read).toMatchObject({
      notice: {
        models: ['X1', 'X2'],
        serials: [
          { from: 'A1', to: 'A5' },
          { from: 'B7', to: 'B9' },
          { from: 'C-3', to: 'C-3' },
        ],
      },
    });
  });

  test('any bytes and any JSON end in rows or in a plain code with words, never in another error', () => {
    const isPlain = (code: string) => code === 'ok' || (code.startsWith('cases/') && code in words);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(codes(bytes).every(isPlain)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(codes(text).every(isPlain)).toBe(true);
      }),
    );
    const field = fc.constantFrom('number', 'maker', 'title', 'serials', 'lots', 'issuedOn', 'severity', 'models');
    fc.assert(
      fc.property(fc.dictionary(field, fc.anything()), (row) => {
        const read = readNotice({ ...good, ...row });
        expect('notice' in read || isPlain(read.code)).toBe(true);
      }),
    );
  });
});

test('what is refused has words', () => {
  const a = new PaperBench('a', installationRecords);
  const nothing: InstallationCommand = { do: 'go-live', statement: '' };
  expect(() => a.decide(installationDecider, installationStream('n1'), nothing)).toThrow(
    refused('cases/installation-not-found'),
  );
  expect(words).toHaveProperty(['cases/installation-not-found']);
});
