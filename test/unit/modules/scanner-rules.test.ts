import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSamePort } from '../../../shared/instruments/link-settings.ts';
import { MAX_CODE_LENGTH, type Scan, scan, scannerSettings } from '../../../shared/modules/scanner/contract.ts';
import { createScanReader, LOST_END_MS, readCode, scannerDefault } from '../../../shared/modules/scanner/rules.ts';
import { words } from '../../../shared/modules/scanner/words.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const byLine = { end: 'line-end', gapMs: 100 } as const;
const byGap = { end: 'gap', gapMs: 80 } as const;

/** What a reader makes of pieces; `null` stands for silence. */
function read(pieces: readonly (string | null)[], settings: typeof byLine | typeof byGap = byLine): Scan[] {
  const scans: Scan[] = [];
  const reader = createScanReader(settings);
  for (const piece of pieces) {
    if (piece !== null) reader.feed(bytes(piece), (each) => scans.push(each));
    else if (reader.silenceMs !== null) reader.expire((each) => scans.push(each));
  }
  return scans;
}
const said = (scans: readonly Scan[]): string[] =>
  scans.map((each) => (each.kind === 'code' ? each.code : each.problem));

const code = fc.stringMatching(/^[!-~][ -~]{0,58}[!-~]$/);
const end = fc.constantFrom('\r', '\n', '\r\n');

describe('codes of a scanner that ends them', () => {
  test('come out whole with CR, LF or both, however the bytes were cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(code, end), { maxLength: 5 }), fc.array(fc.nat(20)), (sent, cuts) => {
        let rest = sent.map(([text, tail]) => text + tail).join('');
        const pieces: string[] = [];
        for (const cut of cuts) {
          pieces.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(said(read([...pieces, rest, null]))).toEqual(sent.map(([text]) => text));
      }),
    );
  });

  test('without an end are refused, and their late rest is no code of its own', () => {
    expect(said(read(['4711', null]))).toEqual(['scanner/no-end']);
    expect(said(read(['47', null, '11\r', null, '4712\r']))).toEqual(['scanner/no-end', '4712']);
    const reader = createScanReader(byLine);
    reader.feed(bytes('47'), () => {});
    expect(reader.silenceMs).toBe(LOST_END_MS);
    reader.feed(bytes('11\r'), () => {});
    expect(reader.silenceMs).toBeNull();
  });

  test('that are longer than the bound are refused once, and the next one is read', () => {
    const most = 'x'.repeat(MAX_CODE_LENGTH);
    expect(said(read([`${most}\r\n${most}y\r\n4711\r`]))).toEqual([most, 'scanner/too-long', '4711']);
    expect(said(read(['z'.repeat(100_000), '\r4711\r']))).toEqual(['scanner/too-long', '4711']);
    expect(said(read(['z'.repeat(500), null, null, '4711\r']))).toEqual(['scanner/too-long', '4711']);
  });

  test('of blanks alone, and empty lines, are nothing', () => {
    expect(read(['\r\n\r\n  \r'])).toEqual([]);
  });
});

describe('codes of a scanner that ends them by a pause', () => {
  test('end with the silence, or with a line end that comes all the same', () => {
    expect(said(read(['4711', null, '47', '12', null, '4713\r', null], byGap))).toEqual(['4711', '4712', '4713']);
    const reader = createScanReader(byGap);
    expect(reader.silenceMs).toBeNull();
    reader.feed(bytes('4'), () => {});
    expect(reader.silenceMs).toBe(80);
  });

  test('that are too long are refused once a pause', () => {
    const long = 'x'.repeat(300);
    expect(said(read([long, null, long, null, '4711', null], byGap))).toEqual([
      'scanner/too-long',
      'scanner/too-long',
      '4711',
    ]);
  });
});

describe('what is no code', () => {
  test.each([
    ['\x024711\x03', 'scanner/control-character', 'STX'],
    ['0107\x1d10', 'scanner/control-character', 'GS'],
    ['47\x7f11', 'scanner/control-character', 'DEL'],
    ['47\x0011', 'scanner/control-character', 'NUL'],
  ])('%j names its control character', (text, problem, name) => {
    expect(readCode(bytes(text))).toEqual({ kind: 'refused', problem, data: { name } });
  });

  test('a letter beyond ASCII, which the wrong parity makes of a right one', () => {
    // "B3" sent with odd parity and read with none would else be "³".
    expect(said([readCode(Uint8Array.of(0xc2, 0xb3))!])).toEqual(['scanner/not-plain-text']);
  });

  test('any bytes give codes of printable ASCII within the bound, or a refusal that has words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.uint8Array({ maxLength: 200 }))),
        fc.constantFrom(byLine, byGap),
        (all, how) => {
          const scans = read(
            all.map((piece) => piece && Buffer.from(piece).toString('latin1')),
            how,
          );
          for (const each of scans) {
            expect(scan.safeParse(each).success).toBe(true);
            if (each.kind === 'code') expect(each.code).toMatch(/^[ -~]{1,60}$/);
            else expect(Object.keys(words)).toContain(each.problem);
          }
        },
      ),
    );
  });

  test('what was begun is forgotten when the line is closed', () => {
    const scans: Scan[] = [];
    const reader = createScanReader(byLine);
    reader.feed(bytes('47'), (each) => scans.push(each));
    reader.reset();
    expect(reader.silenceMs).toBeNull();
    reader.feed(bytes('11\r'), (each) => scans.push(each));
    expect(said(scans)).toEqual(['11']);
  });
});

describe('the settings', () => {
  test('are off before anyone chose', () => {
    expect(scannerSettings.parse(scannerDefault)).toEqual(scannerDefault);
    expect(scannerDefault.port).toBeNull();
  });

  test('tell one port from another by its USB identity, else by its name', () => {
    const usb = { vendorId: '0c2e', productId: '0901', serialNumber: 'S1' };
    expect(isSamePort({ path: 'COM3', usb }, { path: 'COM7', usb })).toBe(true);
    expect(isSamePort({ path: 'COM3', usb }, { path: 'COM3', usb: { ...usb, serialNumber: 'S2' } })).toBe(false);
    expect(isSamePort({ path: 'COM3', usb: null }, { path: 'COM3', usb })).toBe(true);
    const twin = { ...usb, serialNumber: null };
    expect(isSamePort({ path: 'COM3', usb: twin }, { path: 'COM7', usb: twin })).toBe(false);
  });
});
