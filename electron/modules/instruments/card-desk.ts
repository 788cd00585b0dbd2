import { compareAttention } from '../../../shared/kernel/attention.ts';
import {
  type InstrumentCard,
  type OperationalStatus,
  operationalStatus,
} from '../../../shared/modules/instruments/contract.ts';
import { describeLink, isExpectedNow } from '../../../shared/modules/instruments/rules.ts';
import { decideCard } from '../../../shared/modules/instruments/rules-card.ts';
import type { LinkSnapshot, SignalBatch } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { workstationName } from '../workstation-name.ts';
import { readDoubt } from './identity.ts';
import { MessageCounts } from './message-counts.ts';
import { findInstrument, type RegisteredInstrument, readRegister } from './register.ts';

type ErrorLine = InstrumentCard['activeErrors'][number];

interface OpenErrorRow {
  error_id: string;
  code: string;
  text: string;
  severity: ErrorLine['severity'];
  state: string;
  raised_at: string;
}

/** Makes Bench cards out of the register, the links, the errors and the message store; knows which ones may have changed. */
export class CardDesk {
  readonly #context: HostContext;
  readonly #counts: MessageCounts;
  /** What each instrument last said of itself; kept only while its line is open. */
  readonly #statuses = new Map<string, OperationalStatus>();
  readonly #listeners = new Set<(instrumentId: string) => void>();
  readonly #stops: (() => void)[];

  constructor(context: HostContext) {
    this.#context = context;
    this.#counts = new MessageCounts(context);
    const { links, store } = context;
    this.#stops = [
      links.onChange((instrumentId) => {
        if (links.snapshot(instrumentId).state !== 'open') this.#statuses.delete(instrumentId);
        this.#tell(instrumentId);
      }),
      store.onCommitted(({ records }) => {
        for (const record of records) {
          const { instrumentId } = record.body as { instrumentId?: unknown };
          if (typeof instrumentId === 'string') this.#tell(instrumentId);
        }
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  /** Takes notice of what an instrument said; the card is made anew after the message is stored. */
  heard({ instrumentId, signals }: SignalBatch): void {
    for (const signal of signals) {
      if (signal.kind !== 'status' || signal.checksum === 'failed') continue;
      const said = operationalStatus.safeParse(signal.operationalStatus);
      this.#statuses.set(instrumentId, said.success ? said.data : 'unknown');
    }
    this.#tell(instrumentId);
  }

  /** Told the id of every instrument whose card may look different now. */
  onChange(listener: (instrumentId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cards(withRetired: boolean): InstrumentCard[] {
    return readRegister(this.#context)
      .filter((instrument) => withRetired || instrument.serviceStatus !== 'retired')
      .map((instrument) => this.card(instrument))
      .sort(compareAttention);
  }

  /** Undefined when there is no such instrument. */
  find(instrumentId: string): InstrumentCard | undefined {
    const instrument = findInstrument(this.#context, instrumentId);
    return instrument && this.card(instrument);
  }

  card(instrument: RegisteredInstrument): InstrumentCard {
    const { links, catalog, clock, store } = this.#context;
    const { instrumentId } = instrument;
    const definition = catalog.get(instrument.definitionKey);
    const snapshot = links.snapshot(instrumentId);
    const errors = this.#openErrors(instrumentId);
    const active = errors.filter((error) => error.state !== 'cleared');
    const [waiting] = errors.filter((error) => error.state === 'cleared');
    const messages = this.#counts.of(instrumentId);
    const now = new Date(clock.wallMs()).toISOString();
    const facts = {
      conversation: definition?.conversation ?? null,
      serviceStatus: instrument.serviceStatus,
      operationalStatus: this.#statusOf(
        instrumentId,
        definition?.carries.includes('no-operational-status') ?? true,
        snapshot,
      ),
      link: {
        kind: instrument.link.kind,
        where: snapshot.where || describeLink(instrument.link),
        elsewhere: instrument.linkedElsewhere.map((device) => workstationName(this.#context, device)).join(', '),
        state: snapshot.state,
        reason: snapshot.reason,
        // A line that is off has no beginning; a time that grows would make the card look changed at every look.
        since: snapshot.state === 'off' ? instrument.registeredAt : snapshot.since,
      },
      isExpectedInUse: isExpectedNow(instrument.expectedUse, now),
      silenceMinutes: instrument.silenceMinutes,
      heardMinutesAgo: hasHeard(snapshot) ? minutesBetween(snapshot.lastHeardAt, now) : null,
      silentMinutes: snapshot.silentMinutes,
      activeErrors: active.map((error) => ({
        id: error.error_id,
        code: error.code,
        text: error.text,
        severity: error.severity,
        raisedAt: error.raised_at,
        isAcknowledged: error.state === 'acknowledged',
      })),
      waitingForOutcome: waiting
        ? { count: errors.length - active.length, errorId: waiting.error_id, code: waiting.code }
        : null,
      lastBackground: this.#lastBackground(instrumentId),
      partialMessageCount: store.messages.count({ instrumentId, only: 'partial' }),
      conflictCount: instrument.conflictCount,
      identityDoubt: readDoubt(this.#context, instrument),
      doctorVerdict: snapshot.state === 'open' ? links.report(instrumentId).verdict : ('cannot-tell-yet' as const),
    };
    const { tone, next } = decideCard(facts);
    return {
      id: instrumentId,
      name: instrument.name,
      maker: definition?.maker ?? '',
      model: definition?.model ?? instrument.definitionKey,
      definitionKey: instrument.definitionKey,
      serialNumber: instrument.serialNumber,
      place: instrument.place,
      serviceStatus: facts.serviceStatus,
      operationalStatus: facts.operationalStatus,
      link: facts.link,
      isAnswering: instrument.isAnswering,
      talk: talkOf(instrument.link.kind, facts.conversation, instrument.isAnswering),
      isExpectedInUse: facts.isExpectedInUse,
      silentMinutes: facts.silentMinutes,
      lastHeardAt: snapshot.lastHeardAt,
      lastMessageAt: messages.lastMessageAt,
      activeErrors: facts.activeErrors,
      lastBackground: facts.lastBackground,
      partialMessageCount: facts.partialMessageCount,
      unmappedCount: messages.unmappedCount,
      messageCountToday: messages.countToday,
      tone,
      next,
    };
  }

  #tell(instrumentId: string): void {
    for (const listener of this.#listeners) listener(instrumentId);
  }

  #statusOf(instrumentId: string, isNeverReported: boolean, snapshot: LinkSnapshot): OperationalStatus {
    const said = this.#statuses.get(instrumentId);
    if (said !== undefined) return said;
    if (isNeverReported) return 'not-reported';
    // Status is told when it changes. If the instrument answers on this open line, what it said before a restart of the
    // bench still holds.
    const kept = this.#context.store.settings.get(`instruments/mapping-state/${instrumentId}`) as
      | { operationalStatus?: string }
      | undefined;
    const before = operationalStatus.safeParse(kept?.operationalStatus?.split(' ')[0]);
    return hasHeard(snapshot) && before.success ? before.data : 'unknown';
  }

  #openErrors(instrumentId: string): OpenErrorRow[] {
    return this.#context.store.db
      .prepare(
        `SELECT error_id, code, text, severity, state, raised_at FROM errors WHERE is_open = 1 AND instrument_id = ?
         ORDER BY CASE severity WHEN 'stop' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, last_raised_at DESC LIMIT 100`,
      )
      .all(instrumentId) as OpenErrorRow[];
  }

  #lastBackground(instrumentId: string): InstrumentCard['lastBackground'] {
    const row = this.#context.store.db
      .prepare(
        'SELECT at, verdict, worst FROM instrument_backgrounds WHERE instrument_id = ? ORDER BY hlc DESC LIMIT 1',
      )
      .get(instrumentId);
    return (row as InstrumentCard['lastBackground'] | undefined) ?? null;
  }
}

/** Whether anything came since the line opened; what was heard before says nothing about now. */
function hasHeard({ state, lastHeardAt, since }: LinkSnapshot): boolean {
  return state === 'open' && Date.parse(lastHeardAt ?? '') >= Date.parse(since);
}

function minutesBetween(from: string | null, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from ?? to)) / 60_000));
}

function talkOf(
  kind: InstrumentCard['link']['kind'],
  conversation: 'receiver' | 'polled' | 'files' | 'none' | null,
  isAnswering: boolean,
): InstrumentCard['talk'] {
  if (kind === 'none' || conversation === 'none') return 'none';
  if (kind === 'folder') return 'files';
  if (conversation === 'polled') return 'asks';
  return isAnswering ? 'answers' : 'listens';
}
