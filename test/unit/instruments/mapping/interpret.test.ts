import { describe, expect, test } from 'vitest';
import { summarizeBackground } from '../../../../shared/instruments/mapping/background.ts';
import {
  emptyState,
  type Interpretation,
  type MappingContext,
} from '../../../../shared/instruments/mapping/context.ts';
import { interpretMessage } from '../../../../shared/instruments/mapping/interpret.ts';
import { parseReading } from '../../../../shared/instruments/mapping/reading.ts';
import { parseLis02Lines } from '../../../../shared/instruments/protocols/lis02.ts';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import { shippedDefinition, testContext } from '../../../harness/definitions.ts';

const xn = await shippedDefinition('sysmex-xn-1000');
const generic = await shippedDefinition('generic-lis02');
const balance = await shippedDefinition('mettler-toledo-mt-sics');

function read(definition: typeof xn, records: string[], more: Partial<MappingContext> = {}): Interpretation {
  const message = parseLis02Lines(records, {});
  return interpretMessage(definition, { protocol: 'lis02', message }, testContext(more));
}

function xnMessage(specimen: string, rows: string[], { action = 'N', model = 'XN-10' } = {}): string[] {
  return [
    `H|\\^&|||    ${model}^00-22^11001`,
    'P|1',
    `O|1||^^${specimen.padStart(22)}^B|^^^^WBC|||||||${action}`,
    ...rows.map((row, index) => `R|${index + 1}|${row}`),
    'L|1|N',
  ];
}

const kinds = (read: Interpretation) => read.signals.map((one) => one.kind);
const only = <K extends Signal['kind']>(read: Interpretation, kind: K) =>
  read.signals.filter((one): one is Extract<Signal, { kind: K }> => one.kind === kind);

describe('a reading', () => {
  test.each([
    ['8.13', '8.13', ''],
    [' 10.5', '10.5', ''],
    ['2598,88', '2598.88', ''],
    ['>10', '10', '>'],
    ['< 1.20', '1.20', '<'],
    ['4.208448^^^^', '4.208448', ''],
  ])('%s', (raw, number, comparator) => {
    expect(parseReading(raw)).toEqual({ number, comparator });
  });

  test.each(['', '----', '++++', 'A^NEG', 'negative', '1,234.5'])('%s is none', (raw) => {
    expect(parseReading(raw)).toBeNull();
  });
});

describe('a record that a line end broke off', () => {
  test('keeps its text, and gives no number that may be half a one', () => {
    const rows = ['^^^^WBC^1|8', '.13|10*3/uL||N||F', 'R|2|^^^^RBC^1|4.1|10*6/uL', '||N||F'];
    const [first = '', ...others] = rows;
    const done = read(generic, ['H|\\^&', 'P|1', 'O|1|SID1', `R|1|${first}`, ...others, 'L|1|N']);
    expect(only(done, 'result').map((one) => [one.rawValue, one.value])).toEqual([
      ['8', null],
      ['4.1', '4.1'],
    ]);
    expect(only(done, 'unmapped').map((one) => one.what)).toContain('line-stray');
  });
});

describe('an XN message', () => {
  test('gives one signal a result, in order, as sent', () => {
    const rows = ['^^^^WBC^1|8.13|10*3/uL||N||F', '^^^^WBC^1|8.13|10*3/uL||N||F', '^^^^Anemia||||A||F'];
    const results = only(read(xn, xnMessage('TEST0001', rows)), 'result');
    expect(results.map((one) => [one.test, one.rawValue, one.flags, one.meaning])).toEqual([
      ['^^^^WBC^1', '8.13', ['N'], 'normal'],
      ['^^^^WBC^1', '8.13', ['N'], 'normal'],
      ['^^^^Anemia', '', ['A'], 'flag'],
    ]);
  });

  test('with a control is never a patient result, whatever the action says', () => {
    for (const [id, action] of [
      ['QC-82151403', 'Q'],
      ['QC-82151403', 'N'],
      ['CTRL-LOW', 'N'],
      ['12', 'Q'],
    ] as const) {
      const done = read(xn, xnMessage(id, ['^^^^WBC^1|7.0|10*3/uL||N||F'], { action }));
      expect(only(done, 'qc-result').map((one) => one.controlLot)).toEqual([id]);
      expect(kinds(done)).not.toContain('result');
      expect(only(done, 'message')[0]?.specimen).toBeNull();
    }
  });

  test('raises an error without results too', () => {
    const done = read(xn, xnMessage('ERR000000000017', []));
    expect(only(done, 'error').map((one) => one.code)).toEqual(['BARCODE-READ']);
  });

  test('raises a missing value in a headline count only, and not beside Error_Func', () => {
    const codes = (rows: string[]) => only(read(xn, xnMessage('TEST0001', rows)), 'error').map((one) => one.code);
    expect(codes(['^^^^PDW^1|----|fL||A||F'])).toEqual([]);
    expect(codes(['^^^^PLT^1|----|10*3/uL||A||F'])).toEqual(['----']);
    expect(codes(['^^^^PLT^1|---.-|10*3/uL||A||F', '^^^^Error_Func||||A||F'])).toEqual(['Error_Func']);
  });
});

describe('a background check', () => {
  const blank = (wbc: string, flag = 'N', unit = '10*3/uL') => [
    `^^^^WBC^1|${wbc}|${unit}||${flag}||F`,
    '^^^^RBC^1|0.00|10*6/uL||N||F',
    '^^^^HGB^1|0.0|g/dL||N||F',
    '^^^^PLT^1|2|10*3/uL||N||F',
  ];
  const verdictOf = (rows: string[], model = 'XN-10', name = 'BACKGROUNDCHECK') => {
    const done = read(xn, xnMessage(name, rows, { action: 'Q', model }));
    return summarizeBackground(xn, only(done, 'background'), only(done, 'message')[0]?.sender?.model ?? '').verdict;
  };

  test.each([
    ['at the limit', blank('0.10'), 'pass'],
    ['above the limit', blank('0.11'), 'fail'],
    ['below the limit but marked by the analyzer', blank('0.05', 'HH'), 'fail'],
    ['in another unit', blank('0.05', 'N', '10*9/L'), 'pass'],
    ['above the limit in another unit', blank('50', 'N', '10*6/L'), 'cannot-evaluate'],
    ['without a value', blank('----', 'A'), 'cannot-evaluate'],
    ['without a unit', blank('0.05', 'N', ''), 'cannot-evaluate'],
    ['without one of the tests', blank('0.05').slice(0, 3), 'cannot-evaluate'],
    ['without any test', [], 'cannot-evaluate'],
  ])('%s', (_, rows, verdict) => {
    expect(verdictOf(rows)).toBe(verdict);
  });

  test('of an XN-L cannot be evaluated: its limits are not published', () => {
    expect(verdictOf(blank('0.00'), 'XN-550')).toBe('cannot-evaluate');
    expect(verdictOf(blank('0.00', 'HH'), 'XN-550')).toBe('fail');
  });

  test('is known by every spelling', () => {
    for (const name of ['BACKGROUND CHECK', 'backgroundcheck', 'BACKGROUND-CHECK']) {
      expect(verdictOf(blank('0.00'), 'XN-20', name)).toBe('pass');
    }
  });

  test('that passes takes its error back', () => {
    const done = read(xn, xnMessage('BACKGROUNDCHECK', blank('0.00'), { action: 'Q' }));
    expect(only(done, 'error-cleared').map((one) => one.code)).toEqual(['BACKGROUND-HIGH']);
  });
});

describe('the generic definition', () => {
  const records = ['H|\\^&|||X', 'P|1', 'O|1|S-100200', 'R|1|^^^A|1|u||N||F', 'L|1|N'];

  test('names what it does not know', () => {
    const odd = [...records.slice(0, 4), 'R|2|^^^B|x|||T||F', 'Z|1|secret', 'C|1|I|note', 'L|1|N'];
    expect(only(read(generic, odd), 'unmapped').map((one) => one.what)).toEqual([
      'flag T',
      'unknown-record',
      'comment',
    ]);
  });

  test('keeps a result without an order, belonging to nobody', () => {
    const done = read(generic, ['H|\\^&|||X', 'P|1', 'R|1|^^^A|1|u', 'L|1']);
    expect(only(done, 'result').map((one) => one.specimen)).toEqual([null]);
    expect(only(done, 'unmapped').map((one) => one.what)).toContain('result-without-order');
  });

  test('shows of a result whose message it did not hear from the start nothing that may be an id', () => {
    const values = ['5.4', '< 0.1', '----', 'Negative', 'see S-100200'];
    const rows = values.map((value, index) => `R|${index + 1}|^^^T|${value}`);
    const shown = (above: string[]) =>
      only(read(generic, [...above, ...rows, 'L|1']), 'result').map((one) => one.rawValue);
    expect(shown([])).toEqual([...values.slice(0, 4), '************']);
    for (const above of [['H|\\^&'], ['H|\\^&', 'P|1'], ['O|1|X-9']]) expect(shown(above)).toEqual(values);
  });

  test('does not carry an order over to the next patient', () => {
    const done = read(generic, [...records.slice(0, 4), 'P|2', 'R|1|^^^A|2|u', 'L|1']);
    expect(only(done, 'result').map((one) => one.specimen === null)).toEqual([false, true]);
  });

  test('hides names and ids wherever they turn up', () => {
    const done = read(generic, [
      'H|\\^&|||X',
      'P|1||P-100100||Smithson^John||19600203',
      'O|1|S-100200',
      'R|1|^^^T|smithson, see S-100200|||A||F',
      'C|1|I|told by Smithson',
      'L|1',
    ]);
    const text = JSON.stringify(done).toLowerCase();
    for (const word of ['smithson', 's-100200', 'p-100100', '19600203']) expect(text).not.toContain(word);
  });

  test('hides short names and a birth date in a comment, and leaves findings alone', () => {
    const named = (name: string, comment: string, value: string) => {
      const rows = [`R|1|^^^T|${value}|||A||F`, `C|1|I|${comment}`];
      const done = read(generic, ['H|\\^&|||X', `P|1||||${name}||19600203`, 'O|1|S-100200', ...rows, 'L|1']);
      return [only(done, 'unmapped')[0]?.raw, only(done, 'result')[0]?.rawValue];
    };
    expect(named('Roe^Li', 'Roe LI, lithium, heroes, 19600203', 'Li')).toEqual([
      'C|1|I|*** **, lithium, heroes, ********',
      'Li',
    ]);
    expect(named('\u738b\u5c0f^\u660e', '\u738b\u5c0f\u5df2\u590d\u67e5', '\u738b\u5c0f\u9633\u6027')).toEqual([
      'C|1|I|**\u5df2\u590d\u67e5',
      '**\u9633\u6027',
    ]);
    // The folder of a newborn's picture is the day of birth.
    const picture = 'PNG&R&19600203&R&1960_02_03_10_11_12_WDF.PNG';
    expect(named('Roe', 'none', picture)[1]).toBe(picture);
  });

  test('takes the sign for "delete" as no value', () => {
    const done = read(generic, [...records.slice(0, 3), 'R|1|^^^A|""|u||N||F', 'L|1']);
    expect(only(done, 'result')[0]).toMatchObject({ rawValue: '""', value: null, meaning: 'no-result' });
  });

  test('names a record the text breaks off in, and makes no result of half a test code', () => {
    const cut = (record: string) => {
      const message = parseLis02Lines([...records.slice(0, 4), record], { isCut: true });
      const done = interpretMessage(generic, { protocol: 'lis02', message }, testContext({}));
      expect(only(done, 'unmapped').map((one) => one.what)).toEqual(['record-cut']);
      return only(done, 'result').map((one) => [one.rawValue, one.value]);
    };
    expect(cut('R|2|^^^GL')).toEqual([['1', '1']]);
    expect(cut('R|2|^^^GLU|5')).toEqual([
      ['1', '1'],
      ['5', null],
    ]);
    expect(cut('R|2|^^^GLU|5.12|mmo')).toEqual([
      ['1', '1'],
      ['5.12', '5.12'],
    ]);
  });

  test('reads a query and never answers it', () => {
    const done = read(generic, ['H|\\^&|||X', 'Q|1|^S-100200||ALL', 'L|1']);
    expect(kinds(done)).toEqual(['message']);
    expect(only(done, 'message')[0]).toMatchObject({ purpose: 'query', specimen: { shows: '0200' } });
  });
});

describe('the key of a message', () => {
  const timed = (value: string, time: string) =>
    read(generic, ['H|\\^&|||X', 'P|1', 'O|1|S1', `R|1|^^^A|${value}|u||N||F||||${time}`, 'L|1']).key;

  test('is the same for other values of one measurement, and another for another time', () => {
    expect(timed('1', '20260101')).toBe(timed('2', '20260101'));
    expect(timed('1', '20260101')).not.toBe(timed('1', '20260102'));
  });

  test('is missing where nothing tells two measurements apart', () => {
    expect(timed('1', '')).toBeNull();
  });

  test('holds no readable id', () => {
    const { key } = read(generic, ['H|\\^&|MSG-77001', 'P|1', 'O|1|S-100200', 'R|1|^^^A|1|u||N||F||||20260101', 'L|1']);
    expect(key).not.toMatch(/S-100200|MSG-77001/);
  });
});

describe('a balance', () => {
  const ask = (command: string, line: string, state = emptyState) =>
    interpretMessage(balance, { protocol: 'mt-sics', exchange: { command, lines: [line] } }, testContext({ state }));

  test('takes an overload back with the next weight, once', () => {
    const over = ask('SI', 'S +');
    const again = ask('SI', 'S +', over.state);
    const weight = ask('SI', 'S S     1.0000 g', again.state);
    const rest = ask('SI', 'S S     1.0000 g', weight.state);
    expect(kinds(over)).toEqual(['message', 'error', 'status']);
    expect([kinds(again), again.isRepeat]).toEqual([['message'], true]);
    expect(kinds(weight)).toEqual(['message', 'result', 'error-cleared', 'status']);
    expect([kinds(rest), rest.isRepeat]).toEqual([['message', 'result'], true]);
  });

  test('shows of a line that is none of its answers only the shape', () => {
    const line = (text: string) => {
      const done = ask('', text);
      return [only(done, 'unmapped')[0]?.raw, done.maskedRecords[0]];
    };
    for (const text of ['T S      12.30 g', 'Z A', 'M21 A 0 3', '@']) expect(line(text)).toEqual([text, text]);
    for (const text of ['2P|1|||77|Roe^Li', 'JOHN SMITH', 'P 1961 ROE']) {
      for (const shown of line(text)) expect(shown).not.toMatch(/[A-Za-z0-9]/);
    }
  });

  test('that does not know a question is not in error', () => {
    expect(kinds(ask('I2', 'ES'))).toEqual(['message', 'unmapped']);
    expect(kinds(ask('SI', 'ES'))).toEqual(['message', 'error', 'status']);
  });
});

test('a definition for another protocol is refused', () => {
  expect(() =>
    interpretMessage(xn, { protocol: 'mt-sics', exchange: { command: 'SI', lines: [] } }, testContext()),
  ).toThrowError(expect.objectContaining({ code: 'instruments/definition-does-not-fit' }));
});
