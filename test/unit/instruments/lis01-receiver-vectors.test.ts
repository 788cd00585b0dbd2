import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLis01Framer, FRAME_GRACE_MS } from '../../../shared/instruments/framing/lis01-framer.ts';
import { createLis01Receiver } from '../../../shared/instruments/lis01-receiver.ts';
import { concatBytes, latin1ToText, toHex } from '../../../shared/kernel/bytes.ts';
import { LinkDriver } from '../../harness/link-driver.ts';
import { bytesOf, loadVectors, type Vector } from '../../harness/vectors.ts';

const ACK = '06';
const vectors = loadVectors('session-receiver');
const sessions = vectors.filter((vector) => vector.op === 'receiverSession');

interface Step {
  readonly rx?: { readonly hex?: string };
  /** `<ACK>`, `<NAK><ACK>`, `any`, `notAck`, or nothing. */
  readonly tx?: string;
  readonly waitMs?: number;
}

function driverFor(vector: Vector): LinkDriver {
  const frameNumbers = vector.input.profile?.frameNumbers === 'lenient' ? 'lenient' : 'strict';
  return new LinkDriver(createLis01Framer(), createLis01Receiver({ frameNumbers }));
}

function recordsOf(driver: LinkDriver): string[][] {
  return driver.messages.map((message) =>
    latin1ToText(message.bytes)
      .split('\r')
      .filter((record) => record !== ''),
  );
}

function expectedTx(tx: Step['tx']): string {
  return (tx ?? '').replaceAll('<ACK>', '06').replaceAll('<NAK>', '15').replaceAll('<EOT>', '04');
}

describe('session-receiver vectors', () => {
  for (const vector of sessions) {
    it(`${vector.id} (${vector.stance}): ${vector.input.name}`, () => {
      const driver = driverFor(vector);
      for (const step of vector.input.steps as Step[]) {
        if (step.waitMs !== undefined) driver.wait(step.waitMs);
        if (step.rx === undefined) continue;
        driver.receive(bytesOf(step.rx));
        let sent = toHex(driver.takeSent());
        if (sent === '' && expectedTx(step.tx) !== '') {
          // The suite allows the answer up to one second late when CR LF is missing.
          driver.wait(FRAME_GRACE_MS);
          sent += toHex(driver.takeSent());
        }
        if (step.tx === 'any') continue;
        if (step.tx === 'notAck') expect(sent).not.toContain(ACK);
        else expect(sent).toBe(expectedTx(step.tx));
      }
      driver.wait(1_000);
      expect(recordsOf(driver)).toEqual(vector.expect.messages);
    });
  }

  const cuttable = sessions.filter((vector) =>
    (vector.input.steps as Step[]).every((step) => step.waitMs === undefined && (step.rx?.hex?.length ?? 0) < 20_000),
  );

  for (const vector of cuttable) {
    it(`${vector.id}: the same however the reads are cut`, () => {
      const stream = concatBytes((vector.input.steps as Step[]).map((step) => bytesOf(step.rx ?? {})));
      const run = (cuts: readonly number[]): { tx: string; messages: string[][]; partials: string[] } => {
        const driver = driverFor(vector);
        let from = 0;
        for (const cut of [...cuts].sort((left, right) => left - right)) {
          driver.receive(stream.subarray(from, cut));
          from = cut;
        }
        driver.receive(stream.subarray(from));
        driver.wait(FRAME_GRACE_MS);
        const partials = driver.partials.map((partial) => `${partial.reason} ${toHex(partial.message.bytes)}`);
        return { tx: toHex(driver.takeSent()), messages: recordsOf(driver), partials };
      };
      const whole = run([]);
      expect(whole.messages).toEqual(vector.expect.messages);
      const txs = (vector.input.steps as Step[]).map((step) => step.tx);
      if (!txs.includes('any') && !txs.includes('notAck')) expect(whole.tx).toBe(txs.map(expectedTx).join(''));
      expect(run(stream.length < 2_000 ? [...stream.keys()] : [])).toEqual(whole);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 30 }), (cuts) => {
          expect(run(cuts)).toEqual(whole);
        }),
        { numRuns: 25 },
      );
    });
  }
});

describe('session-receiver rules', () => {
  const clean = sessions.find((vector) => vector.id === 'sr-01')!;
  const reads = (clean.input.steps as Step[]).map((step) => bytesOf(step.rx ?? {}));

  it('sr-51: a link lost in mid-message leaves a partial message and a neutral machine', () => {
    const driver = driverFor(clean);
    for (const read of reads.slice(0, 4)) driver.receive(read);
    driver.receive(reads[4]!.subarray(0, 9));
    driver.close();
    expect(driver.messages).toEqual([]);
    expect(driver.partials.map((partial) => partial.reason)).toEqual(['link-closed']);
    expect(driver.state).toBe('neutral');
    const bytes = concatBytes(driver.values.map(({ value }) => value.raw));
    expect(toHex(bytes)).toBe(toHex(concatBytes([...reads.slice(0, 4), reads[4]!.subarray(0, 9)])));
    driver.takeSent();
    for (const read of reads) driver.receive(read);
    expect(recordsOf(driver)).toEqual(clean.expect.messages);
  });

  it('sr-52: two instruments on two lines never mix', () => {
    const left = driverFor(clean);
    const right = driverFor(clean);
    for (const read of reads) {
      left.receive(read);
      right.receive(read);
    }
    expect(recordsOf(left)).toEqual(clean.expect.messages);
    expect(recordsOf(right)).toEqual(clean.expect.messages);
  });

  it('sr-53: a host that is not ready answers NAK and stays neutral', () => {
    const driver = driverFor(clean);
    driver.tell({ kind: 'set-ready', isReady: false });
    driver.receive(Uint8Array.of(0x05));
    expect(toHex(driver.takeSent())).toBe('15');
    expect(driver.state).toBe('neutral');
    expect(driver.notices).toEqual(['bid-refused']);
    driver.tell({ kind: 'set-ready', isReady: true });
    driver.receive(Uint8Array.of(0x05));
    expect(toHex(driver.takeSent())).toBe(ACK);
  });

  it('sr-54: an interrupt request answers the next frame with EOT, and the frame counts', () => {
    const driver = driverFor(clean);
    driver.receive(reads[0]!);
    driver.receive(reads[1]!);
    driver.takeSent();
    driver.tell({ kind: 'request-interrupt' });
    driver.receive(reads[2]!);
    expect(toHex(driver.takeSent())).toBe('04');
    for (const read of reads.slice(3)) driver.receive(read);
    expect(toHex(driver.takeSent())).toBe(ACK.repeat(4));
    expect(recordsOf(driver)).toEqual(clean.expect.messages);
  });

  it('sr-55: what is stuck is given up after the time-out, and nothing of it is delivered', () => {
    const driver = driverFor(clean);
    for (const read of reads.slice(0, 5)) driver.receive(read);
    driver.wait(30_000);
    expect(driver.messages).toEqual([]);
    expect(driver.partials).toHaveLength(1);
    expect(driver.state).toBe('neutral');
  });
});
