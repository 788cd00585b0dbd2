import { encodeFrames } from '../../shared/instruments/framing/lis01-encoder.ts';
import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import type { LinkEffect, LinkEvent, SendOutcome, TimerName } from '../../shared/instruments/link-machine.ts';
import { createLis01Sender } from '../../shared/instruments/lis01-sender.ts';
import type { SpoiledEnd } from './spoiled-end.ts';

export interface Lis01DeviceOptions {
  readonly end: SpoiledEnd;
  /**
   * Factor on the standard's timers (15 s for an answer, 10 s after a busy): 1 behaves as the standard says, less is for
   * tests that can not wait.
   */
  readonly patience?: number;
  /** Sends without waiting for anybody: what is heard on a tapped line whose LIS answers out of our hearing. */
  readonly isOneWay?: boolean;
  /** Frames that were acknowledged, in order: what must never be lost after this. */
  readonly onAcknowledged?: (frame: Uint8Array, messageId: string) => void;
}

/** A simulated analyzer: sends messages by the rules of LIS01 and tells what became of each. */
export interface Lis01Device {
  /** @param records without CR, the first one H */
  send(id: string, records: readonly Uint8Array[]): Promise<{ outcome: SendOutcome; reason: string }>;
  /** To be called with what the instrument hears. */
  hear(bytes: Uint8Array): void;
  /** The cable was put back: what was under way begins anew. */
  replugged(): void;
  close(): void;
}

const ACK = 0x06;

export function createLis01Device(options: Lis01DeviceOptions): Lis01Device {
  const { end, patience = 1, isOneWay = false, onAcknowledged } = options;
  const machine = createLis01Sender({ role: 'instrument' });
  const framer = createLis01Framer();
  const timers = new Map<TimerName, NodeJS.Timeout>();
  const waiting = new Map<string, (result: { outcome: SendOutcome; reason: string }) => void>();
  let lastFrame: Uint8Array | null = null;
  let sending = '';
  let isClosed = false;

  const carryOut = (effect: LinkEffect): void => {
    switch (effect.kind) {
      case 'send':
        if (effect.bytes.length > 1) lastFrame = effect.bytes;
        void end.write(effect.bytes);
        return;
      case 'start-timer': {
        clearTimeout(timers.get(effect.name));
        const { name } = effect;
        timers.set(
          name,
          setTimeout(() => handle({ kind: 'timer', name }), effect.ms * patience),
        );
        return;
      }
      case 'cancel-timer':
        clearTimeout(timers.get(effect.name));
        timers.delete(effect.name);
        return;
      case 'send-outcome':
        waiting.get(effect.id)?.({ outcome: effect.outcome, reason: effect.reason });
        waiting.delete(effect.id);
        return;
      default:
        return;
    }
  };
  const handle = (event: LinkEvent): void => {
    if (isClosed) return;
    const wasWaiting = machine.state === 'wait-reply';
    const isAck = event.kind === 'value' && event.value.kind === 'control' && event.value.raw[0] === ACK;
    if (wasWaiting && isAck && lastFrame !== null) onAcknowledged?.(lastFrame, sending);
    for (const effect of machine.handle(event)) carryOut(effect);
  };
  const sendOneWay = async (records: readonly Uint8Array[]): Promise<{ outcome: SendOutcome; reason: string }> => {
    await end.write(Uint8Array.of(0x05));
    for (const frame of encodeFrames(records)) await end.write(frame);
    await end.write(Uint8Array.of(0x04));
    return { outcome: 'delivered', reason: 'nobody-was-asked' };
  };
  handle({ kind: 'link-opened' });
  return {
    send(id, records) {
      if (isOneWay) return sendOneWay(records);
      sending = id;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        handle({ kind: 'send-message', id, records });
      });
    },
    hear(bytes) {
      framer.feed(bytes, (value) => handle({ kind: 'value', value, ref: 0 }));
    },
    replugged() {
      handle({ kind: 'link-closed' });
      handle({ kind: 'link-opened' });
    },
    close() {
      isClosed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      for (const resolve of waiting.values()) resolve({ outcome: 'retry-later', reason: 'closed' });
      waiting.clear();
    },
  };
}
