import { describe, expect, it } from 'vitest';
import { createLis01Framer } from '../../../shared/instruments/framing/lis01-framer.ts';
import type { LinkEffect } from '../../../shared/instruments/link-machine.ts';
import { createLis01Receiver } from '../../../shared/instruments/lis01-receiver.ts';
import { createLis01Sender } from '../../../shared/instruments/lis01-sender.ts';
import { createLis01Station } from '../../../shared/instruments/lis01-station.ts';
import { textToLatin1, toHex } from '../../../shared/kernel/bytes.ts';
import { LinkDriver } from '../../harness/link-driver.ts';
import { bytesOf, loadVectors, type Vector } from '../../harness/vectors.ts';

interface SenderEvent {
  readonly send?: { readonly hex: string };
  readonly recv?: { readonly hex: string };
  readonly waitMs?: number;
  readonly sendNothing?: boolean;
  readonly close?: boolean;
}

const vectors = loadVectors('session-sender');

function stationFor(role: 'host' | 'instrument'): LinkDriver {
  const station = createLis01Station(createLis01Sender({ role }), createLis01Receiver({ frameNumbers: 'strict' }));
  return new LinkDriver(createLis01Framer(), station);
}

function queue(driver: LinkDriver, id: string, records: readonly string[]): void {
  driver.tell({ kind: 'send-message', id, records: records.map(textToLatin1) });
}

function outcomes(driver: LinkDriver): string[] {
  return driver.effects
    .filter((effect): effect is Extract<LinkEffect, { kind: 'send-outcome' }> => effect.kind === 'send-outcome')
    .map((effect) => effect.outcome);
}

/** What the suite calls the outcome, read from our side. */
function outcomeOf(driver: LinkDriver): string {
  const named = outcomes(driver).at(-1);
  if (named !== undefined) return named;
  return driver.state.startsWith('receiving') ? 'yielded' : 'continues';
}

const OUTCOMES: Readonly<Record<string, string>> = { retryLater: 'retry-later', nothingSent: 'nothing-sent' };
const SPECIAL = ['ss-11', 'ss-12', 'ss-16', 'ss-17', 'ss-18'];

/** Plays the vector's events; every `send` must have been written by then, and nothing else. */
function play(driver: LinkDriver, events: readonly SenderEvent[]): void {
  for (const event of events) {
    if (event.send !== undefined) {
      const wanted = event.send.hex;
      expect(toHex(takeUpTo(driver, wanted.length / 2))).toBe(wanted);
    }
    if (event.waitMs !== undefined) driver.wait(event.waitMs);
    if (event.sendNothing === true) expect(unread(driver)).toBe('');
    if (event.recv !== undefined) driver.receive(bytesOf(event.recv));
    if (event.close === true) driver.close();
  }
}

const held = new WeakMap<LinkDriver, string>();

function unread(driver: LinkDriver): string {
  const hex = (held.get(driver) ?? '') + toHex(driver.takeSent());
  held.set(driver, hex);
  return hex;
}

function takeUpTo(driver: LinkDriver, count: number): Uint8Array {
  const hex = unread(driver);
  held.set(driver, hex.slice(count * 2));
  return bytesOf({ hex: hex.slice(0, count * 2) });
}

describe('session-sender vectors', () => {
  for (const vector of vectors.filter(({ id }) => !SPECIAL.includes(id))) {
    it(`${vector.id} (${vector.stance}): ${vector.input.name}`, () => {
      const driver = stationFor('host');
      queue(driver, 'first', vector.input.records);
      play(driver, vector.input.events);
      const wanted: string = vector.expect.outcome;
      expect(outcomeOf(driver)).toBe(OUTCOMES[wanted] ?? wanted);
      if (vector.id !== 'ss-04' && vector.id !== 'ss-07' && vector.id !== 'ss-14') expect(unread(driver)).toBe('');
    });
  }

  const find = (id: string): Vector => vectors.find((vector) => vector.id === id)!;

  it('ss-11: EOT as a reply accepts the frame; the message is finished, then the line is left alone for 15 s', () => {
    const driver = stationFor('host');
    const vector = find('ss-11');
    queue(driver, 'first', vector.input.records);
    queue(driver, 'second', vector.input.records);
    play(driver, vector.input.events);
    expect(unread(driver).slice(0, 6)).toBe('02334f');
    takeUpTo(driver, 9);
    driver.receive(Uint8Array.of(0x06));
    takeUpTo(driver, 9);
    driver.receive(Uint8Array.of(0x06));
    expect(outcomes(driver)).toEqual(['delivered']);
    expect(toHex(takeUpTo(driver, 1))).toBe('04');
    driver.wait(14_999);
    expect(unread(driver)).toBe('');
    driver.wait(1);
    expect(unread(driver)).toBe('05');
  });

  it('ss-12: a message taken back after ENQ leaves only EOT to send', () => {
    const driver = stationFor('host');
    queue(driver, 'first', ['H', 'L']);
    driver.tell({ kind: 'cancel-message', id: 'first' });
    play(driver, find('ss-12').input.events);
    expect(outcomes(driver)).toEqual(['nothing-sent']);
  });

  it('ss-16: two messages in two transfers', () => {
    const driver = stationFor('instrument');
    const vector = find('ss-16');
    queue(driver, 'first', vector.input.records);
    queue(driver, 'second', vector.input.records);
    play(driver, vector.input.events);
    expect(outcomes(driver)).toEqual(['delivered', 'delivered']);
  });

  it('ss-17: frame numbers run 1 to 7, 0, 1 and on', () => {
    const driver = stationFor('host');
    queue(driver, 'first', ['H', ...Array.from({ length: 10 }, (_, index) => `R|${index}`), 'L']);
    const numbers: string[] = [];
    driver.takeSent();
    for (let index = 0; index < 12; index += 1) {
      driver.receive(Uint8Array.of(0x06));
      numbers.push(String.fromCharCode(driver.takeSent()[1]!));
    }
    expect(numbers.join('')).toBe('123456701234');
  });

  it('ss-18: a message that does not begin with H is rejected', () => {
    const driver = stationFor('host');
    queue(driver, 'first', ['P', 'O', 'L']);
    expect(outcomes(driver)).toEqual(['rejected']);
    expect(unread(driver)).toBe('');
  });
});

describe('lis01 sender', () => {
  it('as an instrument bids again one second after ENQ met ENQ', () => {
    const driver = stationFor('instrument');
    queue(driver, 'first', ['H', 'L']);
    driver.takeSent();
    driver.receive(Uint8Array.of(0x05));
    driver.wait(999);
    expect(unread(driver)).toBe('');
    driver.wait(1);
    expect(unread(driver)).toBe('05');
  });

  it('as a host gives way, takes the other message, and bids again when the line is free', () => {
    const driver = stationFor('host');
    queue(driver, 'first', ['H', 'L']);
    driver.takeSent();
    driver.receive(Uint8Array.of(0x05));
    driver.receive(Uint8Array.of(0x05));
    expect(toHex(driver.takeSent())).toBe('06');
    driver.wait(20_000);
    expect(toHex(driver.takeSent())).toBe('');
    driver.receive(Uint8Array.of(0x04));
    expect(toHex(driver.takeSent())).toBe('05');
  });

  it('cuts long records at the frame limit of E1381-95 and of LIS01-A2', () => {
    const record = `H|\\^&|${'x'.repeat(500)}`;
    for (const [maxTextBytes, count] of [
      [240, 3],
      [63_993, 1],
    ] as const) {
      const sender = createLis01Sender({ role: 'instrument', splitting: { maxTextBytes } });
      const driver = new LinkDriver(createLis01Framer(), sender);
      queue(driver, 'first', [record]);
      driver.takeSent();
      const frames: Uint8Array[] = [];
      for (let index = 0; index < count; index += 1) {
        driver.receive(Uint8Array.of(0x06));
        frames.push(driver.takeSent());
      }
      driver.receive(Uint8Array.of(0x06));
      expect(outcomes(driver)).toEqual(['delivered']);
      expect(Math.max(...frames.map((frame) => frame.length))).toBeLessThanOrEqual(maxTextBytes + 7);
    }
  });
});
