import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showTail, strictPolicy } from '../../../../shared/instruments/mapping/identity-policy.ts';
import { maskUnknownText } from '../../../../shared/instruments/mapping/mask-bytes.ts';
import { maskFrame, maskFrameText } from '../../../../shared/instruments/mapping/mask-frame.ts';
import { maskText, startCarry } from '../../../../shared/instruments/mapping/mask-text.ts';
import { maskResultValue } from '../../../../shared/instruments/mapping/mask-value.ts';
import { DEFAULT_DELIMITERS } from '../../../../shared/instruments/protocols/lis02-escape.ts';
import { shippedDefinition } from '../../../harness/definitions.ts';
import { splitIntoFrames } from '../../../harness/frames.ts';

const generic = await shippedDefinition('generic-lis02');
const encoder = new TextEncoder();

/** A word that turns up nowhere in a record's structure. */
const secret = fc
  .array(fc.constantFrom(...'qxjkvzwy'), { minLength: 6, maxLength: 20 })
  .map((letters) => letters.join(''));

describe('a record', () => {
  test('of a patient shows its type and sequence only', () => {
    const record = 'P|1|A12345|B12345|C12345|Smith^John^Q||19600203|M||1 Road^^Town||555|Dr Who';
    const masked = maskText(record, strictPolicy).text;
    expect(masked).toBe('P|1|******|******|******|*****^****^*||********|*||******^^****||***|******');
    expect(masked.length).toBe(record.length);
  });

  test('of an order shows the tail of its specimen, the tests and the action', () => {
    const record = 'O|1||000014^03^        1234567890^B|^^^^WBC\\^^^^RBC|R|20260101|||||N||Dr Who|Dr Who';
    expect(maskText(record, strictPolicy).text).toBe(
      'O|1||***014^*3^        ******7890^B|^^^^WBC\\^^^^RBC|R|20260101|||||N||******|******',
    );
  });

  test('of a result keeps everything a reader needs and hides the operator', () => {
    const record = 'R|1|^^^GLU|5.4|mmol/L|3.9-6.1|N||F||smith^jones||20260101|UNIT1';
    expect(maskText(record, strictPolicy).text).toBe('R|1|^^^GLU|5.4|mmol/L|3.9-6.1|N||F||*****^*****||20260101|UNIT1');
  });

  test('that looks like a result but has no sequence number is hidden whole', () => {
    expect(maskText('R|19600203|M|1 Main Road', strictPolicy).text).toBe('*|********|*|* **** ****');
  });

  test('keeps an image path but for its specimen', () => {
    const path = (middle: string) => `PNG&R&20260101&R&2026_01_01_10_20_${middle}WDF.PNG`;
    expect(maskResultValue(path('27_'), [])).toBe(path('27_'));
    expect(maskResultValue(path('12345678_'), [])).toBe(path('****5678_'));
    expect(maskResultValue(path('05_12345678_'), [])).toBe(path('05_****5678_'));
    expect(maskResultValue('C:\\out\\Smith_John.png', [])).toBe('C:\\out\\*****_****.png');
  });
});

describe('the tail of a specimen id', () => {
  test('is four characters at most and never more than half', () => {
    expect(['1', '27', '123', '1234', '1234567', '12345678', '1234567890'].map(showTail)).toEqual([
      '',
      '7',
      '3',
      '34',
      '567',
      '5678',
      '7890',
    ]);
  });
});

describe('frames', () => {
  test('hide a patient wherever ETB cuts the record, and keep the byte count', () => {
    fc.assert(
      fc.property(secret, secret, fc.integer({ min: 1, max: 60 }), (name, id, size) => {
        const records = [
          'H|\\^&|||XN-10',
          `P|1||${id}|${id}|${name}^${name}||19600203|F||${name}`,
          `C|1|P|${name}`,
          `O|1|${id}|1^2^${id}^B|^^^^WBC`,
          `R|1|^^^^WBC^1|5.1|10*3/uL||N||F||${name}`,
          `R|2|^^^^TXT|${name} ${id}|||A||F`,
          `M|1|${name}|${id}`,
          'L|1|N',
        ];
        let carry = startCarry;
        for (const frame of splitIntoFrames(encoder.encode(records.map((one) => `${one}\r`).join('')), size)) {
          const masked = maskFrame(generic, frame, carry);
          carry = masked.carry;
          for (const text of [masked.text, maskFrameText(generic, frame)]) {
            expect(text.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(frame.length);
            expect(hasPartOf(text, name)).toBe(false);
            expect(hasPartOf(text, id)).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('whose checksum is wrong show nothing but their shape', () => {
    const [frame] = splitIntoFrames(encoder.encode('R|1|^^^GLU|5.4\r'), 240);
    const spoiled = Uint8Array.from(frame ?? []);
    spoiled[4] = 0x50;
    expect(maskFrameText(generic, spoiled)).toBe('<STX>**|*|^^^***|***<CR><ETX>**<CR><LF>');
  });

  test('of a sender that forgets the record end are hidden where two readings are possible', () => {
    const open = maskText('R|1|^^^GLU|5.4|mmol/L', strictPolicy, startCarry, true);
    expect(maskText('P|1||Smith', strictPolicy, open.carry).text).toBe('*|*||*****');
  });

  test('name their control characters', () => {
    expect(maskUnknownText(Uint8Array.of(0x05, 0x41, 0x7c, 0xe9, 0x0d))).toBe('<ENQ>*|\u2022<CR>');
  });
});

test('other delimiters are followed', () => {
  const text = 'H!~:%!!!SENDER\rP!1!!A12345!!Smith:John\rR!1!:::K!4.1!mmol/L';
  expect(maskText(text, strictPolicy).text).toBe('H!~:%!!!SENDER\rP!1!!******!!*****:****\rR!1!:::K!4.1!mmol/L');
  expect(maskText(text, strictPolicy).carry.delimiters).not.toEqual(DEFAULT_DELIMITERS);
});

/** More than the last four characters of a secret. */
function hasPartOf(text: string, word: string): boolean {
  for (let at = 0; at + 5 <= word.length; at += 1) if (text.includes(word.slice(at, at + 5))) return true;
  return false;
}
