import { describe, expect, it } from 'vitest';
import { encodeFrames } from '../../../shared/instruments/framing/lis01-encoder.ts';
import { createLis01Framer } from '../../../shared/instruments/framing/lis01-framer.ts';
import type { LinkEffect } from '../../../shared/instruments/link-machine.ts';
import { createLis01Listener } from '../../../shared/instruments/lis01-listener.ts';
import { createLis01Receiver } from '../../../shared/instruments/lis01-receiver.ts';
import { concatBytes, latin1ToText, textToLatin1, toHex } from '../../../shared/kernel/bytes.ts';
import { type DriverOptions, LinkDriver } from '../../harness/link-driver.ts';

const ENQ = Uint8Array.of(0x05);
const EOT = Uint8Array.of(0x04);
const records = ['H|\\^&|||BENCH', 'P|1', 'O|1|SID1', 'R|1|^^^^WBC|7.45', 'L|1|N'];
const frames = encodeFrames(records.map(textToLatin1));
const wanted = `${records.join('\r')}\r`;

function receiver(frameNumbers: 'strict' | 'lenient' = 'strict', options: DriverOptions = {}): LinkDriver {
  return new LinkDriver(createLis01Framer(), createLis01Receiver({ frameNumbers }), options);
}

const listener = (): LinkDriver => new LinkDriver(createLis01Framer(), createLis01Listener());
const sent = (driver: LinkDriver): string => toHex(driver.takeSent());
const delivered = (driver: LinkDriver): string[] => driver.messages.map((message) => latin1ToText(message.bytes));
const partials = (driver: LinkDriver): string[] => driver.partials.map(({ reason }) => reason);
const refusals = (driver: LinkDriver): string[] =>
  driver.effects.flatMap((effect: LinkEffect) => (effect.kind === 'frame-refused' ? [effect.reason] : []));
const damaged = (frame: Uint8Array): Uint8Array => frame.map((byte, index) => (index === 3 ? byte ^ 1 : byte));

describe('lis01 receiver: a frame is answered after it is committed', () => {
  it('says nothing while the commit is under way, and takes what came meanwhile in order afterwards', () => {
    const driver = receiver('strict', { commit: () => 'later' });
    driver.receive(concatBytes([ENQ, ...frames, EOT]));
    expect(sent(driver)).toBe('06');
    for (let index = 0; index < frames.length; index += 1) {
      const asked = driver.effects.filter((effect) => effect.kind === 'commit-frame');
      expect(asked).toHaveLength(index + 1);
      expect(sent(driver)).toBe('');
      expect(driver.messages).toEqual([]);
      driver.tell({ kind: 'frame-committed', ref: asked.at(-1)!.ref });
      expect(sent(driver)).toBe('06');
    }
    expect(delivered(driver)).toEqual([wanted]);
    expect(driver.messages[0]!.refs).toHaveLength(frames.length);
    expect(driver.state).toBe('neutral');
  });

  it('answers NAK when the commit fails, says so, and takes the frame when it comes again', () => {
    let isDiskFull = true;
    const driver = receiver('strict', { commit: () => (isDiskFull ? 'failed' : 'committed') });
    driver.receive(ENQ);
    driver.receive(frames[0]!);
    expect(sent(driver)).toBe('0615');
    expect(refusals(driver)).toEqual(['not-committed']);
    expect(driver.notices).toEqual(['commit-failed']);
    isDiskFull = false;
    for (const frame of frames) driver.receive(frame);
    expect(delivered(driver)).toEqual([wanted]);
  });

  it('answers NAK before the sender gives up on a slow commit, and forgets the late one', () => {
    const driver = receiver('strict', { commit: () => 'later' });
    driver.receive(ENQ);
    driver.receive(frames[0]!);
    driver.wait(14_000);
    expect(sent(driver)).toBe('0615');
    expect(driver.notices).toEqual(['commit-slow']);
    driver.tell({ kind: 'frame-committed', ref: 2 });
    expect(sent(driver)).toBe('');
  });

  it('tells which rule a frame broke after the third refusal', () => {
    const driver = receiver();
    driver.receive(ENQ);
    for (let index = 0; index < 6; index += 1) driver.receive(frames[1]!);
    expect(sent(driver)).toBe(`06${'15'.repeat(6)}`);
    const notice = driver.effects.find((effect) => effect.kind === 'notice');
    expect(notice).toMatchObject({
      code: 'frame-rejected-repeatedly',
      data: { reason: 'frame-number-unexpected', count: 3 },
    });
  });

  it('keeps a message within its bound', () => {
    const machine = createLis01Receiver({ frameNumbers: 'strict', maxMessageBytes: 30 });
    const driver = new LinkDriver(createLis01Framer(), machine);
    driver.receive(ENQ);
    for (const frame of frames) driver.receive(frame);
    expect(refusals(driver)[0]).toBe('message-too-long');
    expect(driver.messages).toEqual([]);
  });
});

describe('lis01 receiver: ENQ in the middle of a message', () => {
  it('is noise when the running transfer goes on', () => {
    const driver = receiver();
    driver.receive(concatBytes([ENQ, frames[0]!, frames[1]!, ENQ, ...frames.slice(2), EOT]));
    expect(delivered(driver)).toEqual([wanted]);
    expect(sent(driver)).toBe('06'.repeat(6));
  });

  it('is a new beginning when nothing follows it for a second', () => {
    const driver = receiver();
    driver.receive(concatBytes([ENQ, frames[0]!, frames[1]!]));
    sent(driver);
    driver.receive(ENQ);
    driver.wait(999);
    expect(sent(driver)).toBe('');
    driver.wait(1);
    expect(sent(driver)).toBe('06');
    expect(partials(driver)).toEqual(['started-anew']);
    for (const frame of frames) driver.receive(frame);
    expect(delivered(driver)).toEqual([wanted]);
  });

  it('leaves the messages already finished as they are', () => {
    const driver = receiver();
    driver.receive(concatBytes([ENQ, ...frames, ENQ, ...frames, EOT]));
    expect(delivered(driver)).toEqual([wanted, wanted]);
    expect(partials(driver)).toEqual([]);
  });
});

describe('lis01 receiver: lenient numbers', () => {
  it('takes a sender that leaves numbers out', () => {
    const driver = receiver('lenient');
    const numbered = records.map(
      (record, index) => encodeFrames([textToLatin1(record)], { firstNumber: (index * 2) % 8 })[0]!,
    );
    driver.receive(concatBytes([ENQ, ...numbered, EOT]));
    expect(delivered(driver)).toEqual([wanted]);
  });

  it('refuses a jump ahead after damage: a frame was lost', () => {
    const driver = receiver('lenient');
    driver.receive(concatBytes([ENQ, frames[0]!, damaged(frames[1]!), frames[2]!]));
    expect(sent(driver)).toBe('06061515');
    driver.receive(concatBytes([...frames.slice(1), EOT]));
    expect(delivered(driver)).toEqual([wanted]);
  });
});

describe('lis01 listener', () => {
  it('says nothing, hears both ends, and delivers with L', () => {
    const driver = listener();
    const ack = Uint8Array.of(0x06);
    driver.receive(concatBytes([ENQ, ack, ...frames.flatMap((frame) => [frame, ack])]));
    expect(delivered(driver)).toEqual([wanted]);
    driver.receive(EOT);
    driver.wait(100_000);
    expect(sent(driver)).toBe('');
    expect(partials(driver)).toEqual([]);
  });

  it('takes a frame that was sent again once, and a damaged one that was sent again', () => {
    const driver = listener();
    const [first, second, ...rest] = frames;
    driver.receive(concatBytes([ENQ, first!, first!, damaged(second!), second!, ...rest, EOT]));
    expect(delivered(driver)).toEqual([wanted]);
  });

  it('never delivers a message with a hole as a whole one', () => {
    const driver = listener();
    driver.receive(concatBytes([ENQ, frames[0]!, frames[1]!, damaged(frames[2]!), ...frames.slice(3), EOT]));
    expect(driver.messages).toEqual([]);
    expect(partials(driver)).toEqual(['frame-missed']);
  });

  it('gives up what stays unfinished, and never merges it with the next message', () => {
    const driver = listener();
    driver.receive(concatBytes([ENQ, frames[0]!, frames[1]!]));
    driver.wait(60_000);
    driver.receive(concatBytes([ENQ, frames[0]!, frames[1]!, ENQ, ...frames, EOT]));
    expect(partials(driver)).toEqual(['timed-out', 'new-header']);
    expect(delivered(driver)).toEqual([wanted]);
  });

  it('hears a sender that counts its own way', () => {
    const driver = listener();
    const numbered = [1, 2, 1, 1, 5].map(
      (number, index) => encodeFrames([textToLatin1(records[index]!)], { firstNumber: number })[0]!,
    );
    driver.receive(concatBytes([ENQ, ...numbered, EOT]));
    expect(delivered(driver)).toEqual([wanted]);
  });
});
