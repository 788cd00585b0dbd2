import type { InstrumentDefinition } from './definition.ts';
import type { BlockAnswer, BlockDriver } from './drivers/driver.ts';
import type { FramingValue } from './framing/values.ts';
import type { LinkEffect, LinkEvent, LinkMachine, WireRef } from './link-machine.ts';

/**
 * The link machine of formats whose messages are blocks. A block is committed to the wire store first; where the lab chose
 * answering, its answer goes out after the commit, never before, and a damaged or uncommitted block is asked for again.
 * What arrives while a commit is under way waits in a bounded queue.
 */

/** Bytes that wait behind a commit at most; a sender that waits for answers has one block under way. */
export const MAX_QUEUED_BLOCK_BYTES = 4_194_304;
/** After so many refusals in a row a person is told which rule the blocks break. */
const REFUSALS_UNTIL_NOTICE = 3;

/** Listens only, or answers as the driver says where `isAnswering`. */
export function createBlockMachine(
  driver: BlockDriver,
  definition: InstrumentDefinition,
  isAnswering: boolean,
): LinkMachine {
  return new BlockMachine(driver, definition, isAnswering);
}

interface Pending {
  readonly ref: WireRef;
  readonly text: Uint8Array;
  readonly checksum: 'ok' | 'absent';
}

class BlockMachine implements LinkMachine {
  private readonly driver: BlockDriver;
  private readonly definition: InstrumentDefinition;
  private readonly isAnswering: boolean;
  private effects: LinkEffect[] = [];
  private pending: Pending | null = null;
  private queue: { ref: WireRef; text: Uint8Array }[] = [];
  private queuedBytes = 0;
  private refusals = 0;
  /** An answer its sender wants later. */
  private delayed: BlockAnswer | null = null;
  private isReady = true;
  private lastRef: WireRef = 0;
  /** Blocks up to this one came over a link that is gone. */
  private silentUpTo: WireRef = 0;

  constructor(driver: BlockDriver, definition: InstrumentDefinition, isAnswering: boolean) {
    this.driver = driver;
    this.definition = definition;
    this.isAnswering = isAnswering;
  }

  get state(): string {
    return this.pending === null ? 'neutral' : 'committing';
  }

  handle(event: LinkEvent): LinkEffect[] {
    if (event.kind === 'value') this.onValue(event.value, event.ref);
    else if (event.kind === 'frame-committed') this.onCommitted(event.ref);
    else if (event.kind === 'commit-failed') this.onCommitFailed(event.ref, event.code);
    else if (event.kind === 'timer') this.sendDelayed();
    else if (event.kind === 'set-ready') this.isReady = event.isReady;
    else if (event.kind === 'link-opened' || event.kind === 'link-closed') {
      // Blocks under way still become messages; their sender is gone, so nobody is answered.
      this.silentUpTo = this.lastRef;
      this.refusals = 0;
      if (this.delayed !== null) this.effects.push({ kind: 'cancel-timer', name: 'answer' });
      this.delayed = null;
    }
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  private onValue(value: FramingValue, ref: WireRef): void {
    this.lastRef = ref;
    if (value.kind === 'control' && value.control === 'ENQ') this.greet();
    if (value.kind !== 'line') return;
    if (this.pending === null) {
      this.take(value.text, ref);
      return;
    }
    if (this.queuedBytes + value.text.length > MAX_QUEUED_BLOCK_BYTES) {
      this.effects.push({ kind: 'notice', code: 'input-overrun', data: { byteCount: value.raw.length } });
      return;
    }
    this.queue.push({ ref, text: value.text });
    this.queuedBytes += value.text.length;
  }

  /** Somebody asks whether anybody listens; a host that can not store does not say yes. */
  private greet(): void {
    const { greeting } = this.driver;
    if (greeting !== undefined && this.isAnswering && this.isReady) this.effects.push({ kind: 'send', ...greeting });
  }

  private take(text: Uint8Array, ref: WireRef): void {
    const verdict = this.driver.verify(this.definition, text);
    if (verdict === 'failed') {
      this.refuse(text, ref, 'checksum-wrong');
      return;
    }
    if (this.isAnswering && !this.isReady) {
      this.refuse(text, ref, 'not-committed');
      return;
    }
    this.pending = { ref, text, checksum: verdict === 'absent' ? 'absent' : 'ok' };
    this.effects.push({ kind: 'transfer', phase: 'started' }, { kind: 'commit-frame', ref });
  }

  private onCommitted(ref: WireRef): void {
    const pending = this.pending;
    if (pending === null || pending.ref !== ref) return;
    this.pending = null;
    this.refusals = 0;
    const { text, checksum } = pending;
    this.answer(text, ref, true);
    const message = { refs: [ref], bytes: text, checksum };
    this.effects.push({ kind: 'message-complete', message }, { kind: 'transfer', phase: 'ended' });
    this.drainQueue();
  }

  private onCommitFailed(ref: WireRef, code: string): void {
    const pending = this.pending;
    if (pending === null || pending.ref !== ref) return;
    this.pending = null;
    this.effects.push({ kind: 'notice', code: 'commit-failed', data: { code } });
    this.refuse(pending.text, ref, 'not-committed');
    this.effects.push({ kind: 'transfer', phase: 'ended' });
    this.drainQueue();
  }

  private refuse(text: Uint8Array, ref: WireRef, reason: 'checksum-wrong' | 'not-committed'): void {
    this.refusals += 1;
    this.answer(text, ref, false);
    this.effects.push({ kind: 'frame-refused', ref, reason, attempt: this.refusals });
    if (this.refusals !== REFUSALS_UNTIL_NOTICE) return;
    this.effects.push({ kind: 'notice', code: 'frame-rejected-repeatedly', data: { reason, count: this.refusals } });
  }

  private answer(text: Uint8Array, ref: WireRef, isTaken: boolean): void {
    if (!this.isAnswering || ref <= this.silentUpTo) return;
    const answer = this.driver.answer(this.definition, text, isTaken);
    if (answer === null) return;
    const ms = this.driver.answerAfterMs?.(this.definition) ?? 0;
    if (ms === 0) {
      this.effects.push({ kind: 'send', ...answer });
      return;
    }
    // The answer to the block before is late by now, and goes first.
    this.sendDelayed();
    this.delayed = answer;
    this.effects.push({ kind: 'start-timer', name: 'answer', ms });
  }

  private sendDelayed(): void {
    if (this.delayed !== null) this.effects.push({ kind: 'send', ...this.delayed });
    this.delayed = null;
  }

  private drainQueue(): void {
    while (this.pending === null && this.queue.length > 0) {
      const { ref, text } = this.queue.shift()!;
      this.queuedBytes -= text.length;
      this.take(text, ref);
    }
  }
}
