import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordCrypto } from '../../../electron/store/record-crypto.ts';
import {
  type Envelope,
  firstLink,
  hashOf,
  maxRecordBytes,
  readEnvelope,
  recordTextStart,
  writeEnvelope,
} from '../../../shared/records/envelope.ts';
import { formatLogId, isScope, parseLogId } from '../../../shared/records/scopes.ts';

const device = '0199aaaa-bbbb-7ccc-8ddd-0123456789ab';
const log = formatLogId({ device, epoch: 1, scope: `provisional:${device}` });

const envelope = (body: unknown): Envelope => ({
  v: 1,
  log,
  seq: 1,
  prev: firstLink,
  id: device,
  hlc: '001763800000000-0000-0123456789ab',
  wall: '2026-11-22T10:00:00.000Z',
  tz: '+01:00',
  clk: { off: null, age: null, boot: 'b', mono: 1 },
  actor: 'os:me',
  auth: { session: null, proof: 'os-user' },
  type: 'lamp.hung',
  tv: 1,
  stream: 'lamp/1',
  base: null,
  app: 'test',
  body,
});

describe('the signed line', () => {
  test('comes back as it was written, on one line, and begins as salvage expects', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const body = JSON.parse(JSON.stringify({ value }).replaceAll('\\u0000', ''));
        const raw = writeEnvelope(envelope(body));
        expect(raw.startsWith(recordTextStart)).toBe(true);
        expect(raw.includes('\n')).toBe(false);
        const read = readEnvelope(raw);
        expect('envelope' in read && read.envelope.body).toEqual(body);
      }),
    );
  });

  test('refuses a NUL, which PostgreSQL can not hold, but not a backslash before the same letters', () => {
    expect(() => writeEnvelope(envelope({ text: 'a\0b' }))).toThrow('records/bad-text');
    const text = 'a\\u0000b';
    const raw = writeEnvelope(envelope({ text }));
    expect(readEnvelope(raw)).toMatchObject({ envelope: { body: { text } } });
  });

  test('counts its limit in UTF-8 bytes', () => {
    const room = maxRecordBytes - writeEnvelope(envelope({ text: '' })).length;
    expect(Buffer.byteLength(writeEnvelope(envelope({ text: 'x'.repeat(room) })))).toBe(maxRecordBytes);
    expect(() => writeEnvelope(envelope({ text: 'x'.repeat(room + 1) }))).toThrow('records/too-long');
    expect(() => writeEnvelope(envelope({ text: 'ä'.repeat(room / 2 + 1) }))).toThrow('records/too-long');
  });

  test('hashes with its prefix', () => {
    const raw = writeEnvelope(envelope({}));
    expect(Buffer.from(hashOf(recordCrypto, raw))).toEqual(Buffer.from(recordCrypto.hashText(`bs1\n${raw}`)));
  });

  test('reading names what is wrong and throws at nothing', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (raw) => 'why' in readEnvelope(raw)));
    const raw = writeEnvelope(envelope({}));
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
        readEnvelope(raw.slice(0, at) + letter + raw.slice(at + 1));
      }),
    );
    expect(readEnvelope(raw.replace('{"v":1', '{"v":2'))).toEqual({ why: 'records/newer-envelope' });
    expect(readEnvelope(raw.replace('"seq":1', '"seq":0'))).toEqual({ why: 'records/bad-envelope' });
    expect(readEnvelope('{"v":1}')).toEqual({ why: 'records/bad-envelope' });
    expect(readEnvelope('[')).toEqual({ why: 'records/not-json' });
    const more = raw.replace(/}$/, ',"later":{"x":1}}');
    expect('envelope' in readEnvelope(more)).toBe(true);
  });
});

test('scopes and log ids are read back as they were written, others are refused', () => {
  expect(parseLogId(log)).toEqual({ device, epoch: 1, scope: `provisional:${device}` });
  expect(parseLogId(formatLogId({ device, epoch: 12, scope: 'org' }))).toEqual({ device, epoch: 12, scope: 'org' });
  for (const text of ['', 'x/1/org', `${device}/0/org`, `${device}/1/lab`, `${device}/1/site:1`]) {
    expect(parseLogId(text)).toBeUndefined();
  }
  expect(isScope(`site:${device}`)).toBe(true);
  expect(isScope('site:')).toBe(false);
});
