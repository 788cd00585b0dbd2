import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANDIDATE_BAUDS } from '../../../shared/instruments/baud-guess.ts';
import { examineLine, type LineContext } from '../../../shared/instruments/doctor.ts';
import { createLis01Framer } from '../../../shared/instruments/framing/lis01-framer.ts';
import { createLineObserver } from '../../../shared/instruments/line-observer.ts';
import type { SerialSettings } from '../../../shared/instruments/link-settings.ts';
import { deliverCharacters, type LineErrorPolicy, receiveCharacters } from '../../../shared/instruments/uart.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';

const settings = (baud: number, change: Partial<SerialSettings> = {}): SerialSettings => ({
  baud,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  flow: 'none',
  ...change,
});

const context = (change: Partial<LineContext> = {}, serial = settings(9600)): LineContext => ({
  state: 'open',
  link: { kind: 'serial', path: 'COM4', usb: null, serial },
  conversation: 'receiver',
  isAnswering: true,
  openForMs: 60_000,
  modemLines: null,
  ...change,
});

const frame = (number: number, text: string): string => {
  const body = `${number}${text}\r\x03`;
  const sum = [...textToLatin1(body)].reduce((total, byte) => (total + byte) % 256, 0);
  return `\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
};

const RECORDS = [
  'H|\\^&|||    XN-10^00-14^15097^^^^AP795756||||||||E1394-97',
  'P|1|||||||U',
  'O|1||1^1^            S-000117^B|^^^^WBC\\^^^^HGB|||||||N||||||||||||||F',
  'R|1|^^^^WBC^1|6.78|10*3/uL||N||F||||20260105101010',
  'R|2|^^^^HGB^1|13.9|g/dL||N||F||||20260105101010',
  'L|1|N',
];
const session = `\x05${RECORDS.map((record, index) => frame((index + 1) % 8, record)).join('')}\x04`;

/** Plays bytes into a real framer and observer within half a second, then asks the doctor two seconds later. */
function examine(bytes: Uint8Array, change: Partial<LineContext> = {}, serial = settings(9600), afterMs = 2_000) {
  const observer = createLineObserver();
  const framer = createLis01Framer();
  const start = 100_000;
  for (let at = 0; at < bytes.length; at += 7) {
    const chunk = bytes.subarray(at, at + 7);
    observer.heard(chunk, start + at / 100);
    framer.feed(chunk, (value) => observer.framed(value, start + at / 100));
  }
  framer.expire((value) => observer.framed(value, start + 1_500));
  return examineLine(observer.facts(start + bytes.length / 100 + afterMs), context(change, serial));
}

it('takes the rest of a frame it joined in for no noise', () => {
  for (let from = 0; from < session.length / 2; from += 1) {
    const heard = textToLatin1(session.slice(from) + session);
    expect(examine(heard, { isAnswering: false }).verdict, `from ${from}`).toBe('healthy');
  }
  const noise = textToLatin1('\xff\x80~~~~~~~~');
  const later = Uint8Array.of(...textToLatin1(session), ...noise, ...textToLatin1(session));
  expect(examine(later).verdict).toBe('noise');
});

it('a balance that talks of other things is none', () => {
  const observer = createLineObserver();
  for (let count = 0; count < 4; count += 1) {
    observer.asked(count * 1_000);
    observer.answered(count * 1_000 + 10);
    observer.message({ fits: count === 0, sender: '' }, count * 1_000 + 10);
  }
  const verdict = (change: Partial<LineContext>) => examineLine(observer.facts(5_000), context(change)).verdict;
  expect(verdict({ conversation: 'polled' })).toBe('wrong-protocol');
});

it('an instrument that is asked once a minute is not silent in between, and is when it no longer answers', () => {
  const observer = createLineObserver();
  const verdictAt = (ms: number) => examineLine(observer.facts(ms), context({ conversation: 'polled' })).verdict;
  for (const atMs of [0, 60_000, 120_000]) {
    observer.asked(atMs);
    observer.heard(textToLatin1('304\r'), atMs + 50);
    observer.answered(atMs + 50);
    for (const laterMs of [1_000, 20_000, 45_000, 59_999]) expect(verdictAt(atMs + laterMs)).toBe('healthy');
  }
  observer.asked(180_000);
  expect(verdictAt(181_000)).toBe('healthy');
  for (const laterMs of [190_000, 230_000, 299_000]) expect(verdictAt(laterMs)).toBe('connected-but-silent');
});

/** Evenly spread bytes from a seed (xorshift); the property library's own arrays prefer corner cases such as all zeros. */
function evenlyRandom(seed: number, length: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 11) & 0xff;
  });
}

describe('the link doctor', () => {
  it('says healthy for good traffic, at any rate and with any cut', () => {
    expect(examine(textToLatin1(session)).verdict).toBe('healthy');
    expect(examine(textToLatin1(session), { isAnswering: false }).verdict).toBe('healthy');
  });

  it('says cannot tell yet before anything was seen, and never calls that healthy', () => {
    expect(examine(new Uint8Array(0), { openForMs: 1_000 }).verdict).toBe('cannot-tell-yet');
  });

  it.each([
    ['port-busy', 'port-busy'],
    ['no-permission', 'no-permission'],
    ['port-missing', 'nothing-connected'],
    ['refused', 'nothing-connected'],
  ] as const)('a port that is %s gives %s', (state, verdict) => {
    expect(examine(new Uint8Array(0), { state }).verdict).toBe(verdict);
  });

  it('tells silence with a cable from no cable by the modem lines', () => {
    const none = { cts: false, dsr: false, dcd: false };
    expect(examine(new Uint8Array(0), { modemLines: none }, settings(9600), 8_000).verdict).toBe('nothing-connected');
    expect(examine(new Uint8Array(0), { modemLines: { ...none, dsr: true } }, settings(9600), 8_000).verdict).toBe(
      'connected-but-silent',
    );
  });

  it('names a wrong baud rate for every pair of usual rates', () => {
    const wrong: string[] = [];
    const long = textToLatin1(session.repeat(8));
    for (const sent of CANDIDATE_BAUDS) {
      for (const read of CANDIDATE_BAUDS) {
        if (sent === read) continue;
        // Read twelve times too slowly, a whole character falls into one bit: what is left is as good as random.
        const policies: LineErrorPolicy[] = sent / read < 12 ? ['keep', 'zero'] : ['zero'];
        for (const policy of policies) {
          const seen = deliverCharacters(receiveCharacters(long, settings(sent), settings(read)), policy);
          const report = examine(seen, {}, settings(read));
          if (report.verdict !== 'wrong-baud') wrong.push(`${sent} read at ${read} (${policy}): ${report.verdict}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('proposes the rate that was really sent when the two are near', () => {
    for (const [sent, read] of [
      [9600, 19_200],
      [19_200, 9600],
      [4800, 9600],
      [38_400, 19_200],
    ] as const) {
      const seen = deliverCharacters(receiveCharacters(textToLatin1(session), settings(sent), settings(read)), 'zero');
      expect(examine(seen, {}, settings(read)).advice[0]?.trySerial?.baud).toBe(sent);
    }
  });

  it('knows a wrong baud rate from a lone garbled bid, which is all a waiting analyzer sends', () => {
    const seen = deliverCharacters(receiveCharacters(Uint8Array.of(5), settings(9600), settings(19_200)), 'keep');
    expect(examine(seen, { isAnswering: false }, settings(19_200)).verdict).toBe('wrong-baud');
  });

  it('takes the most usual rate where bids and their ends look alike at several', () => {
    // ENQ, EOT, ENQ, EOT from 9600, read at 19200 by a driver that makes NUL of a framing error.
    const report = examine(new Uint8Array(12), { isAnswering: false }, settings(19_200));
    expect(report).toMatchObject({ verdict: 'wrong-baud', advice: [{ trySerial: { baud: 9600 } }] });
  });

  it('sends nobody to a cable where there is a network', () => {
    const silent = (link: LineContext['link']) =>
      examine(new Uint8Array(), { link, modemLines: null }, settings(9600), 20_000).advice[0]?.key;
    expect(silent({ kind: 'tcp-client', host: '10.0.0.5', port: 4001 })).toBe('check-network');
    expect(silent({ kind: 'tcp-server', address: '127.0.0.1', port: 4001, peers: [] })).toBe('check-caller');
  });

  it.each([
    ['seven bits, even', settings(9600, { dataBits: 7, parity: 'even' }), { dataBits: 7, parity: 'even' }],
    ['seven bits, odd', settings(9600, { dataBits: 7, parity: 'odd' }), { dataBits: 7, parity: 'odd' }],
  ] as const)(
    'names wrong parity or bits: the analyzer sends %s, the bench reads eight without',
    (_name, sent, advice) => {
      const seen = deliverCharacters(receiveCharacters(textToLatin1(session), sent, settings(9600)), 'zero');
      const report = examine(seen);
      expect(report.verdict).toBe('wrong-parity-or-bits');
      expect(report.advice[0]?.trySerial).toEqual(advice);
    },
  );

  it('names wrong parity or bits when the bench reads seven bits with parity and eight are sent', () => {
    const read = settings(9600, { dataBits: 7, parity: 'even' });
    for (const policy of ['zero', 'keep'] satisfies LineErrorPolicy[]) {
      const seen = deliverCharacters(receiveCharacters(textToLatin1(session.repeat(3)), settings(9600), read), policy);
      const verdict = examine(seen, {}, read).verdict;
      // Read with `keep`, plain ASCII survives unharmed: then the line works and nothing is wrong.
      expect(policy === 'keep' ? ['healthy', 'wrong-parity-or-bits'] : ['wrong-parity-or-bits']).toContain(verdict);
    }
  });

  it('names frames whose checksums are all wrong', () => {
    const broken = RECORDS.map((record, index) => frame(index + 1, record).replace(/..\r\n$/, 'ZZ\r\n')).join('');
    expect(examine(textToLatin1(broken)).verdict).toBe('wrong-parity-or-bits');
  });

  it('says noise for random bytes of any length', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 60, max: 600 }),
        fc.constantFrom(...CANDIDATE_BAUDS),
        (seed, length, baud) => {
          expect(examine(evenlyRandom(seed, length), {}, settings(baud)).verdict).toBe('noise');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('says noise when good frames come with a few damaged ones', () => {
    const noisy = `${session}${session.replace('13.9', '13.8').replace('6.78', '6.79')}\xfe\x91\x9f\x80\xb1\xc2\xd3\xe4${session}`;
    expect(examine(textToLatin1(noisy)).verdict).toBe('noise');
  });

  it('says the host does not answer when a bid stays open', () => {
    expect(examine(Uint8Array.of(5), { isAnswering: false }, settings(9600), 4_000).verdict).toBe('host-not-answering');
  });

  it('takes ENQ directly followed by EOT for a keep-alive', () => {
    expect(examine(Uint8Array.of(5, 4), { isAnswering: false }, settings(9600), 4_000).verdict).toBe('cannot-tell-yet');
  });

  it.each([
    ['plain lines', 'S S     100.05 g\r\nS D      99.95 g\r\nS S     100.00 g\r\n'],
    [
      'another envelope',
      '\x0bMSH|^~\\&|BC-5130|LAB|||20260105101010||ORU^R01|1|P|2.3.1\rPID|1\rOBX|1|NM|WBC||6.78\r\x1c\r',
    ],
  ])('says wrong protocol for %s', (_name, text) => {
    expect(examine(textToLatin1(text)).verdict).toBe('wrong-protocol');
  });

  it('says cut frames when ends are missing', () => {
    const cut = `\x05${RECORDS.map((record, index) => frame(index + 1, record).slice(0, -6)).join('')}\x04`;
    expect(examine(textToLatin1(cut + cut)).verdict).toBe('cut-frames');
  });

  it('says two talkers when somebody else answers the analyzer we answer', () => {
    const answered = session.replaceAll('\r\n', '\r\n\x06');
    expect(examine(textToLatin1(answered)).verdict).toBe('two-talkers');
  });

  it('says wrong definition when the messages are sound but do not fit', () => {
    const observer = createLineObserver();
    const framer = createLis01Framer();
    const bytes = textToLatin1(session);
    observer.heard(bytes, 1_000);
    framer.feed(bytes, (value) => observer.framed(value, 1_000));
    observer.message({ fits: false, sender: 'BC-5130' }, 1_000);
    expect(examineLine(observer.facts(2_000), context()).verdict).toBe('wrong-definition');
  });
});
