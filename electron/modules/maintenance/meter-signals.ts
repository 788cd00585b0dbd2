import { compareDecimals } from '../../../shared/instruments/mapping/decimal.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { meterStream } from '../../../shared/modules/maintenance/records.ts';
import { readDecimal } from '../../../shared/modules/maintenance/rules-fields.ts';
import { meterDecider } from '../../../shared/modules/maintenance/rules-meter.ts';
import type { SignalBatch } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { instrumentAuthor } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';

/** An instrument may say its counter with every sample: one record an hour holds it, and one when a limit is near. */
const recordEveryMs = 60 * 60_000;

type MeterSignal = Extract<Signal, { kind: 'meter' }>;

/**
 * Meters the wire carries. A re-send, a failed checksum and what is no number add nothing; a reading that went down is
 * kept and named as a conflict.
 */
export function takeMeters(batch: SignalBatch, context: HostContext, desk: AgendaDesk): void {
  if (batch.isResend) return;
  const newest = new Map<string, MeterSignal>();
  for (const signal of batch.signals) {
    if (signal.kind === 'meter' && signal.checksum !== 'failed') newest.set(signal.meter.slice(0, 80), signal);
  }
  for (const [meter, signal] of newest) {
    const reading = readDecimal(signal.reading);
    if (reading === null || reading.startsWith('-') || !desk.instrument(batch.instrumentId)) continue;
    const { instrumentId, messageId } = batch;
    const stream = meterStream(instrumentId, meter);
    const { state } = context.store.records.fold(stream, meterDecider);
    if (state.reading !== null && compareDecimals(reading, state.reading) === 0) continue;
    if (!isWorthRecord(context, desk, { instrumentId, meter, total: state.offset + Number(reading), state })) continue;
    const on = desk.today(instrumentId).on;
    const at = new Date(context.clock.wallMs()).toISOString();
    const body = {
      instrumentId,
      meter,
      unit: signal.unit.slice(0, 40),
      reading,
      on,
      at,
      origin: 'wire' as const,
      messageId,
    };
    context.store.records.decide(meterDecider, stream, { do: 'read', body }, instrumentAuthor(instrumentId));
  }
}

function isWorthRecord(
  { clock }: HostContext,
  desk: AgendaDesk,
  now: {
    instrumentId: string;
    meter: string;
    total: number;
    state: { reading: string | null; readAt: string; total: number };
  },
): boolean {
  const { state } = now;
  if (state.reading === null || state.readAt === '') return true;
  const sinceMs = clock.wallMs() - Date.parse(state.readAt);
  // A clock that was set back makes this negative: then it is told, rather than kept quiet for a long time.
  if (sinceMs < 0 || sinceMs >= recordEveryMs) return true;
  return desk.plans().some((plan) => {
    const { counter } = plan.terms.rule;
    if (plan.instrumentId !== now.instrumentId || counter?.meter !== now.meter) return false;
    const doneAt = desk.reads.counter(plan)?.doneAt ?? counter.startsAt;
    return [0.9, 1].some((share) => {
      const mark = doneAt + counter.every * share;
      return state.total < mark && now.total >= mark;
    });
  });
}
