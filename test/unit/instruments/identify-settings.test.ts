import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankSettings } from '../../../shared/instruments/baud-guess.ts';
import { isSameLine, nextSettings, settingsToTry } from '../../../shared/instruments/identify-settings.ts';
import type { SerialSettings } from '../../../shared/instruments/link-settings.ts';
import { deliverCharacters, receiveCharacters } from '../../../shared/instruments/uart.ts';
import { shippedDefinition } from '../../harness/definitions.ts';
import '../../harness/fast-check.ts';

const plain: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };
const text = Buffer.from(
  '\x05\x021H|\\^&|||XN-10^00-22^11001||||||||E1394-97\r\x03A1\r\n\x022R|1|^^^^WBC^1|6.47|10*3/uL||N||F\r\x03B2\r\n\x04',
  'latin1',
);

describe('which settings of a line to try', () => {
  it('the line as it is set comes first, then eight bits before seven, each once', async () => {
    const definitions = [await shippedDefinition('sysmex-xn-1000'), await shippedDefinition('generic-lis02')];
    const now = { ...plain, baud: 4800, dataBits: 7, parity: 'even' } as const;
    const planned = settingsToTry(definitions, now);
    expect(planned[0]).toEqual(now);
    expect(planned[1]).toMatchObject({ dataBits: 8, parity: 'none' });
    const firsts = planned.map((settings) => planned.findIndex((each) => isSameLine(each, settings)));
    expect(firsts).toEqual(planned.map((_, index) => index));
  });

  it('garbage leads to the rate and the bits it was sent with', () => {
    for (const sent of [
      { ...plain, baud: 19_200 },
      { ...plain, baud: 4800 },
      { ...plain, baud: 38_400 },
      { ...plain, dataBits: 7, parity: 'even' },
      { ...plain, dataBits: 7, parity: 'odd' },
      { ...plain, baud: 4800, dataBits: 7, parity: 'even' },
    ] as const) {
      const heard = deliverCharacters(receiveCharacters(text, sent, plain), 'keep');
      const next = nextSettings(heard, plain, settingsToTry([], plain), [plain]);
      expect(next, JSON.stringify(sent)).toMatchObject({
        baud: sent.baud,
        dataBits: sent.dataBits,
        parity: sent.parity,
      });
    }
  });

  it('of silence nothing is concluded: every setting has its turn before one has a second', () => {
    const planned = settingsToTry([], plain);
    const tried: SerialSettings[] = [plain];
    for (let turn = 1; turn < planned.length; turn += 1) {
      tried.push(nextSettings(new Uint8Array(), tried.at(-1)!, planned, tried));
    }
    for (const settings of planned) expect(tried.filter((each) => isSameLine(each, settings))).toHaveLength(1);
  });

  it('any bytes lead to settings that are not those just tried', () => {
    const planned = settingsToTry([], plain);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...planned), (heard, read) => {
        expect(isSameLine(nextSettings(heard, read, planned, [read]), read)).toBe(false);
        for (const { gain } of rankSettings(heard, read)) expect(Number.isFinite(gain)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
