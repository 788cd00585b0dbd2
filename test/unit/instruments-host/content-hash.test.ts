import { describe, expect, it } from 'vitest';
import { hashContent, hashPrefixes } from '../../../electron/instruments/content-hash.ts';

const hash = (text: string, secret = 'secret') => hashContent(Buffer.from(text, 'latin1'), secret);
const prefixesOf = (text: string, secret = 'secret') => hashPrefixes(Buffer.from(text, 'latin1'), secret);

const header = (time: string, rest = '') => `H|\\^&|||XN^1^2||||||||LIS02-A2|${time}${rest}\r`;

describe('what makes a message the same', () => {
  it('leaves out the time of the header and nothing else', () => {
    const body = 'P|1\rO|1||^^A1\rR|1|WBC|5.1\rL|1|N\r';
    const first = hash(header('20260101120000') + body);
    expect(hash(header('20260101120101') + body)).toEqual(first);
    expect(hash(header('', '') + body)).toEqual(first);
    expect(hash(header('20260101120101', '|X') + body)).not.toBe(first);
    expect(hash(header('20260101120000') + body.replace('5.1', '5.2'))).not.toBe(first);
    expect(hash((header('20260101120000') + body).replaceAll('\r', '\r\n'))).toEqual(first);
  });

  it('leaves out the time of an HL7 header too, whatever its separator, and keeps the control id', () => {
    const hl7 = (time: string, id: string, sign = '|') =>
      `${['MSH', '^~\\&', 'BC', '', '', '', time, '', 'ORU^R01', id].join(sign)}\rOBX${sign}1${sign}NM\r`;
    expect(hash(hl7('20260101120101', '7'))).toEqual(hash(hl7('20260101120000', '7')));
    expect(hash(hl7('20260101120101', '7', '$'))).toEqual(hash(hl7('', '7', '$')));
    expect(hash(hl7('20260101120000', '8'))).not.toBe(hash(hl7('20260101120000', '7')));
  });

  it('recognises a partial message as the beginning of the whole one', () => {
    const whole = `${header('20260101120000')}P|1\rO|1||^^A1\rR|1|WBC|5.1\rL|1|N\r`;
    const prefixes = prefixesOf(whole);
    expect(prefixes.at(-1)).toBe(hash(whole));
    expect(prefixes).toHaveLength(5);
    const cuts = [whole.indexOf('O|'), whole.indexOf('O|') + 7];
    for (const cut of cuts) expect(prefixes).toContain(hash(whole.slice(0, cut)));
    expect(prefixesOf(whole, 'other')).not.toContain(prefixes[0]);
    expect(hash('H|\\^&|half')).not.toBe(hash(''));
  });
});
