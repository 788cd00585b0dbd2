import type { LinkEffect, LinkEvent, LinkMachine } from './link-machine.ts';

/**
 * A LIS01 end that both sends and receives: an instrument that also takes orders, or a host that answers. The roles swap
 * only through neutral (LIS01-A2 6.5): while one machine has the line the other is told so.
 */
export function createLis01Station(sender: LinkMachine, receiver: LinkMachine): LinkMachine {
  return new Lis01Station(sender, receiver);
}

class Lis01Station implements LinkMachine {
  private readonly sender: LinkMachine;
  private readonly receiver: LinkMachine;

  constructor(sender: LinkMachine, receiver: LinkMachine) {
    this.sender = sender;
    this.receiver = receiver;
  }

  get state(): string {
    return this.receiver.state === 'neutral' ? this.sender.state : `receiving (${this.receiver.state})`;
  }

  handle(event: LinkEvent): LinkEffect[] {
    if (event.kind === 'value') return this.handleValue(event);
    // A closing link gives the sender's messages back first, so that a freed line finds nothing to bid for.
    if (event.kind === 'link-closed') return [...this.sender.handle(event), ...this.receiver.handle(event)];
    return [...this.tracking(() => this.receiver.handle(event)), ...this.sender.handle(event)];
  }

  /** While the sender waits for an answer the line speaks to it; otherwise to the receiver. */
  private handleValue(event: LinkEvent): LinkEffect[] {
    const isSenders = ['bid', 'wait-reply', 'settle'].includes(this.sender.state);
    return isSenders ? this.sender.handle(event) : this.tracking(() => this.receiver.handle(event));
  }

  /** Tells the sender when the receiver took the line or gave it back. */
  private tracking(step: () => LinkEffect[]): LinkEffect[] {
    const hadLine = this.receiver.state !== 'neutral';
    const effects = step();
    const hasLine = this.receiver.state !== 'neutral';
    if (hasLine === hadLine) return effects;
    return [...effects, ...this.sender.handle({ kind: hasLine ? 'line-taken' : 'line-free' })];
  }
}
