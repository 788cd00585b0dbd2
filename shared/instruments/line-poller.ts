import { latin1ToText, textToLatin1 } from '../kernel/bytes.ts';
import type { FramingValue } from './framing/values.ts';
import type { Exchange, LinkEffect, LinkEvent, LinkMachine, WireRef } from './link-machine.ts';

/**
 * Asks an instrument that answers in lines: who it is after the link opens, then one thing again and again. One question is
 * under way at a time. A line nobody asked for (a print key, a late answer) is given out as such. Only commands its dialect
 * knows as reading ones are ever sent.
 */

/** A one-off question is tried so often; the repeated one is not tried again, its next turn comes by itself. */
export const MAX_TRIES = 2;
/** Questions of a person that wait at most. */
export const MAX_WAITING_QUESTIONS = 16;

/** How one family of instruments is asked in lines. */
export interface LineDialect {
  /** Commands that only ask; nothing else is sent, whoever wants it. */
  readonly commands: readonly string[];
  /** What stands before a question; nothing where it is left out. */
  readonly start?: string;
  /** What ends a question. */
  readonly end: string;
  isAnswer(command: string, line: string): boolean;
  /** More lines follow this answer. */
  hasMore(line: string): boolean;
  /** The question was garbled on its way and may be asked again. */
  isGarbled(line: string): boolean;
}

export interface LinePolling {
  /** Asked once after the link opens, and again when a silent instrument speaks again: it may be another one. */
  readonly atConnect: readonly string[];
  readonly repeat: { readonly command: string; readonly everyMs: number };
  readonly replyTimeoutMs: number;
  /** So many silent exchanges in a row raise the notice `device-silent`. */
  readonly silentAfterCount: number;
}

interface Question {
  readonly command: string;
  readonly maxTries: number;
  attempts: number;
  readonly lines: { ref: WireRef; text: Uint8Array }[];
}

/** A definition's own commands are held to the dialect's: one that is no reading command is passed over. */
export function createLinePoller(polling: LinePolling, dialect: LineDialect): LinkMachine {
  return new LinePoller(polling, dialect);
}

class LinePoller implements LinkMachine {
  private readonly polling: LinePolling;
  private readonly dialect: LineDialect;
  private effects: LinkEffect[] = [];
  private isOpen = false;
  private current: Question | null = null;
  private waiting: Question[] = [];
  private silentCount = 0;

  constructor(polling: LinePolling, dialect: LineDialect) {
    this.polling = polling;
    this.dialect = dialect;
  }

  get state(): string {
    if (!this.isOpen) return 'closed';
    return this.current === null ? 'idle' : 'asking';
  }

  handle(event: LinkEvent): LinkEffect[] {
    switch (event.kind) {
      case 'link-opened':
        this.open();
        break;
      case 'link-closed':
        this.close();
        break;
      case 'value':
        this.onValue(event.value, event.ref);
        break;
      case 'ask':
        this.onAsk(event.command);
        break;
      case 'timer':
        if (event.name === 'answer') this.onNoAnswer();
        else if (event.name === 'next-poll') this.onNextPoll();
        break;
      default:
        // The remaining events belong to LIS01 ends.
        break;
    }
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  private open(): void {
    this.close();
    this.isOpen = true;
    this.silentCount = 0;
    this.queueIdentity();
    this.askNext();
  }

  private close(): void {
    if (this.isOpen) {
      this.effects.push({ kind: 'cancel-timer', name: 'answer' }, { kind: 'cancel-timer', name: 'next-poll' });
    }
    this.isOpen = false;
    this.current = null;
    this.waiting = [];
  }

  private queueIdentity(): void {
    for (const command of this.polling.atConnect) {
      if (this.isReading(command)) this.waiting.push(questionOf(command, MAX_TRIES));
    }
  }

  /** Only commands that read are asked. */
  private onAsk(command: string): void {
    if (!this.isOpen || !this.isReading(command) || this.waiting.length >= MAX_WAITING_QUESTIONS) {
      this.give({ command, outcome: 'refused', attempts: 0, lines: [] });
      return;
    }
    this.waiting.unshift(questionOf(command, MAX_TRIES));
    if (this.current === null) {
      this.effects.push({ kind: 'cancel-timer', name: 'next-poll' });
      this.askNext();
    }
  }

  private askNext(): void {
    const next = this.waiting.shift();
    if (next === undefined)
      this.effects.push({ kind: 'start-timer', name: 'next-poll', ms: this.polling.repeat.everyMs });
    else this.ask(next);
  }

  private onNextPoll(): void {
    const { command } = this.polling.repeat;
    if (this.isOpen && this.current === null && this.isReading(command)) this.ask(questionOf(command, 1));
  }

  private isReading(command: string): boolean {
    return this.dialect.commands.includes(command);
  }

  private ask(question: Question): void {
    this.current = question;
    question.attempts += 1;
    const bytes = textToLatin1(`${this.dialect.start ?? ''}${question.command}${this.dialect.end}`);
    this.effects.push({ kind: 'send', bytes, label: question.command });
    this.effects.push({ kind: 'start-timer', name: 'answer', ms: this.polling.replyTimeoutMs });
  }

  private onValue(value: FramingValue, ref: WireRef): void {
    if (value.kind !== 'line') return;
    const { text } = value;
    const line = latin1ToText(text);
    const question = this.current;
    if (question === null || !this.dialect.isAnswer(question.command, line)) {
      this.effects.push({ kind: 'unsolicited', ref, text });
      return;
    }
    question.lines.push({ ref, text });
    if (this.dialect.hasMore(line)) {
      this.effects.push({ kind: 'start-timer', name: 'answer', ms: this.polling.replyTimeoutMs });
      return;
    }
    if (this.dialect.isGarbled(line) && question.attempts < question.maxTries) {
      this.ask(question);
      return;
    }
    this.effects.push({ kind: 'cancel-timer', name: 'answer' });
    this.finish(question, 'answered');
  }

  private onNoAnswer(): void {
    const question = this.current;
    if (question === null) return;
    if (question.attempts < question.maxTries) this.ask(question);
    else this.finish(question, question.lines.length > 0 ? 'answered' : 'silent');
  }

  private finish(question: Question, outcome: Exchange['outcome']): void {
    const { command, attempts, lines } = question;
    this.current = null;
    this.give({ command, outcome, attempts, lines });
    if (outcome === 'silent') {
      this.silentCount += 1;
      if (this.silentCount === this.polling.silentAfterCount) {
        this.effects.push({ kind: 'notice', code: 'device-silent', data: { count: this.silentCount } });
      }
    } else {
      const wasSilent = this.silentCount >= this.polling.silentAfterCount;
      this.silentCount = 0;
      if (wasSilent) this.queueIdentity();
    }
    this.askNext();
  }

  private give(exchange: Exchange): void {
    this.effects.push({ kind: 'exchange', exchange });
  }
}

function questionOf(command: string, maxTries: number): Question {
  return { command, maxTries, attempts: 0, lines: [] };
}
