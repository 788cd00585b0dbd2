import { describe, expect, it } from 'vitest';
import { createLis01Framer } from '../../../shared/instruments/framing/lis01-framer.ts';
import type { Framer, FramingValue } from '../../../shared/instruments/framing/values.ts';
import type { LinkEffect, LinkEvent, LinkMachine, SendOutcome } from '../../../shared/instruments/link-machine.ts';
import { createLis01Listener } from '../../../shared/instruments/lis01-listener.ts';
import { createLis01Receiver } from '../../../shared/instruments/lis01-receiver.ts';
import { createLis01Sender } from '../../../shared/instruments/lis01-sender.ts';
import { concatBytes, latin1ToText, textToLatin1 } from '../../../shared/kernel/bytes.ts';

/** Two ends of one line in virtual time, with a third one listening; the line garbles bytes by a seeded plan. */

type Noise = (bytes: Uint8Array) => Uint8Array;

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/** Flips a bit, loses, doubles or inserts a byte, once in `oneIn` bytes on average. */
function noiseOf(random: () => number, oneIn: number): Noise {
  return (bytes) => {
    const out: number[] = [];
    for (const byte of bytes) {
      if (random() * oneIn >= 1) out.push(byte);
      else {
        const kind = Math.floor(random() * 4);
        if (kind === 0) out.push(byte ^ (1 << Math.floor(random() * 8)));
        else if (kind === 1) out.push(byte, byte);
        else if (kind === 2) out.push(Math.floor(random() * 256), byte);
      }
    }
    return Uint8Array.from(out);
  };
}

interface End {
  readonly framer: Framer;
  readonly machine: LinkMachine;
  readonly onEffect: (effect: LinkEffect) => void;
  readonly timers: Map<string, number>;
  ref: number;
}

class Line {
  now = 0;
  private readonly ends: End[] = [];
  private readonly queue: { at: number; to: End; bytes: Uint8Array }[] = [];
  private readonly noise: Noise;

  constructor(noise: Noise) {
    this.noise = noise;
  }

  add(machine: LinkMachine, onEffect: (effect: LinkEffect, end: End) => void): End {
    const timers = new Map<string, number>();
    const end: End = {
      framer: createLis01Framer(),
      machine,
      timers,
      ref: 1,
      onEffect: (effect) => onEffect(effect, end),
    };
    this.ends.push(end);
    return end;
  }

  tell(end: End, event: LinkEvent): void {
    for (const effect of end.machine.handle(event)) {
      if (effect.kind === 'start-timer') end.timers.set(effect.name, this.now + effect.ms);
      else if (effect.kind === 'cancel-timer') end.timers.delete(effect.name);
      else if (effect.kind === 'commit-frame') this.tell(end, { kind: 'frame-committed', ref: effect.ref });
      else if (effect.kind === 'reset-framing') end.framer.flush((value) => this.give(end, value));
      else end.onEffect(effect);
    }
  }

  /** What one end writes is heard by all others, a millisecond later. */
  write(from: End, bytes: Uint8Array): void {
    for (const to of this.ends) {
      if (to !== from) this.queue.push({ at: this.now + 1, to, bytes: this.noise(bytes) });
    }
  }

  /** Runs until nothing is due any more, or `until` says so. */
  run(until: () => boolean): void {
    while (!until()) {
      const arrival = this.queue[0];
      const timers = this.ends.flatMap((end) => [...end.timers].map(([name, at]) => ({ end, name, at })));
      const timer = timers.sort((left, right) => left.at - right.at)[0];
      if (arrival === undefined && timer === undefined) return;
      if (arrival !== undefined && (timer === undefined || arrival.at <= timer.at)) {
        this.queue.shift();
        this.now = Math.max(this.now, arrival.at);
        this.deliver(arrival.to, arrival.bytes);
      } else if (timer !== undefined) {
        this.now = timer.at;
        timer.end.timers.delete(timer.name);
        if (timer.name === 'framing') timer.end.framer.expire((value) => this.give(timer.end, value));
        else this.tell(timer.end, { kind: 'timer', name: timer.name as never });
      }
    }
  }

  private deliver(to: End, bytes: Uint8Array): void {
    const before = to.ref;
    to.framer.feed(bytes, (value) => this.give(to, value));
    if (to.ref === before) this.tell(to, { kind: 'heard' });
    if (to.framer.silenceMs === null) to.timers.delete('framing');
    else to.timers.set('framing', this.now + to.framer.silenceMs);
  }

  private give(end: End, value: FramingValue): void {
    const { ref } = end;
    end.ref += 1;
    this.tell(end, { kind: 'value', value, ref });
  }
}

const messageOf = (number: number): string[] => [
  `H|\\^&|||BENCH^${number}`,
  `P|1||PID${number}`,
  `O|1|SID${number}||^^^^CBC`,
  ...Array.from({ length: 4 + (number % 17) }, (_, index) => `R|${index + 1}|^^^^T${index}|${number}.${index}|u||N||F`),
  'L|1|N',
];

function texts(bytes: Uint8Array): string {
  return latin1ToText(bytes).replaceAll('\0', '');
}

/** Sends `count` messages over a noisy line, each again until it is acknowledged, as an analyzer does. */
function sendAll(seed: number, count: number, oneIn: number, frameNumbers: 'strict' | 'lenient') {
  const random = seeded(seed);
  const line = new Line(noiseOf(random, oneIn));
  const received: string[] = [];
  const overheard: string[] = [];
  const outcomes: SendOutcome[] = [];
  let isDelivered = false;
  const sender = line.add(createLis01Sender({ role: 'instrument' }), (effect, end) => {
    if (effect.kind === 'send') line.write(end, effect.bytes);
    else if (effect.kind === 'send-outcome') {
      outcomes.push(effect.outcome);
      if (effect.outcome === 'delivered') isDelivered = true;
      else
        line.tell(end, {
          kind: 'send-message',
          id: effect.id,
          records: messageOf(Number(effect.id)).map(textToLatin1),
        });
    }
  });
  line.add(createLis01Receiver({ frameNumbers }), (effect, end) => {
    if (effect.kind === 'send') line.write(end, effect.bytes);
    else if (effect.kind === 'message-complete') received.push(texts(effect.message.bytes));
  });
  line.add(createLis01Listener(), (effect) => {
    if (effect.kind === 'message-complete') overheard.push(texts(effect.message.bytes));
  });
  for (let number = 0; number < count; number += 1) {
    isDelivered = false;
    const records = messageOf(number).map(textToLatin1);
    line.tell(sender, { kind: 'send-message', id: String(number), records });
    line.run(() => isDelivered);
  }
  const wanted = Array.from({ length: count }, (_, number) => `${messageOf(number).join('\r')}\r`);
  return { received, overheard, wanted, outcomes };
}

describe('a noisy line', () => {
  for (const frameNumbers of ['strict', 'lenient'] as const) {
    it(`brings every message whole in the end, none wrong (${frameNumbers})`, () => {
      let failures = 0;
      for (const [seed, oneIn] of [
        [1, 10_000],
        [2, 2_000],
        [3, 600],
        [4, 600],
      ] as const) {
        const { received, overheard, wanted, outcomes } = sendAll(seed, 150, oneIn, frameNumbers);
        const known = new Set(wanted);
        expect(received.filter((text) => !known.has(text))).toEqual([]);
        expect(overheard.filter((text) => !known.has(text))).toEqual([]);
        expect([...new Set(received)].sort()).toEqual([...wanted].sort());
        failures += outcomes.filter((outcome) => outcome !== 'delivered').length;
      }
      // The noise was strong enough to break transfers off; without that the test would show little.
      expect(failures).toBeGreaterThan(0);
    });
  }
});

describe('damaged frames', () => {
  it('never yield another text, whatever one byte of them becomes', () => {
    const random = seeded(20_261_122);
    const framer = createLis01Framer();
    const noise = noiseOf(random, 40);
    const good = new Set<string>();
    let wrong = 0;
    let damaged = 0;
    const frames = createFrames();
    for (const frame of frames) good.add(latin1ToText(frame.subarray(1, frame.length - 4)));
    for (let round = 0; round < 10_000; round += 1) {
      const frame = frames[round % frames.length]!;
      const at = Math.floor(random() * frame.length);
      const hit = noise(frame.subarray(at, at + 1));
      const sent = concatBytes([frame.subarray(0, at), hit, frame.subarray(at + 1)]);
      if (sent.length !== frame.length || sent[at] !== frame[at]) damaged += 1;
      framer.feed(sent, (value) => {
        if (value.kind !== 'frame') return;
        const seen = latin1ToText(value.raw.subarray(1, value.raw.length - 4)).replaceAll('\0', '');
        if (!good.has(seen) && value.tail === 'crlf') wrong += 1;
      });
      framer.flush(() => {});
    }
    expect(damaged).toBeGreaterThan(100);
    expect(wrong).toBe(0);
  });
});

function createFrames(): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const sender = createLis01Sender({ role: 'instrument' });
  const collect = (effects: readonly LinkEffect[]): void => {
    for (const effect of effects) if (effect.kind === 'send' && effect.bytes.length > 1) frames.push(effect.bytes);
  };
  const ack: LinkEvent = {
    kind: 'value',
    ref: 1,
    value: { kind: 'control', control: 'ACK', raw: Uint8Array.of(0x06) },
  };
  collect(sender.handle({ kind: 'send-message', id: 'x', records: messageOf(16).map(textToLatin1) }));
  for (let index = 0; index < 30; index += 1) collect(sender.handle(ack));
  return frames;
}
