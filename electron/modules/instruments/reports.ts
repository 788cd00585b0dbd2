import { summarizeBackground } from '../../../shared/instruments/mapping/background.ts';
import type { BackgroundSignal, MessageSignal, QcResultSignal, Signal } from '../../../shared/instruments/signals.ts';
import {
  backgroundRecorded,
  backgroundStream,
  identityReported,
  identityStream,
  qcRecorded,
  qcStream,
} from '../../../shared/modules/instruments/records.ts';
import { backgroundRun, clip, copyReading, inParts } from '../../../shared/modules/instruments/rules-readings.ts';
import { draft, type RecordDraft } from '../../../shared/records/define.ts';
import type { SignalBatch } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { instrumentAuthor } from '../authors.ts';

/** Instrument identity as the wire last said it. */
export interface ReportedIdentity {
  readonly model: string;
  readonly software: string;
  readonly serialNumber: string;
  readonly at: string;
}

/** Asked at every message of every line, so it is prepared once for each database that was open. */
const identityQueries = new WeakMap<HostContext['store']['db'], ReturnType<typeof prepareIdentity>>();

const prepareIdentity = (db: HostContext['store']['db']) =>
  db.prepare<[string], ReportedIdentity>(
    `SELECT model, software, serial_number AS serialNumber, at FROM instrument_identities WHERE instrument_id = ?
     ORDER BY hlc DESC LIMIT 1`,
  );

export function readIdentity({ store: { db } }: HostContext, instrumentId: string): ReportedIdentity | null {
  const query = identityQueries.get(db) ?? prepareIdentity(db);
  identityQueries.set(db, query);
  return query.get(instrumentId) ?? null;
}

/**
 * Records what a message says beyond patient results: who the instrument says it is, background runs, control runs, with
 * raw values and limits copied (decision 2). A re-send, a failed checksum, and a message handed over twice add nothing.
 */
export function recordReports(batch: SignalBatch, context: HostContext): void {
  if (batch.isResend) return;
  const signals = batch.signals.filter((signal) => signal.checksum !== 'failed');
  const drafts = [
    ...identityDrafts(batch, signals, context),
    ...backgroundDrafts(batch, signals, context),
    ...qcDrafts(batch, signals, context),
  ];
  if (drafts.length > 0) context.store.records.append(drafts, instrumentAuthor(batch.instrumentId));
}

function identityDrafts(
  { instrumentId }: SignalBatch,
  signals: readonly Signal[],
  context: HostContext,
): RecordDraft[] {
  const said = signals.find((signal): signal is MessageSignal => signal.kind === 'message' && signal.sender !== null);
  if (!said?.sender) return [];
  const [model, software, serialNumber] = [said.sender.model, said.sender.software, said.sender.serialNumber].map(
    (text) => clip(text.trim(), 200),
  ) as [string, string, string];
  if (model === '' && software === '' && serialNumber === '') return [];
  const before = readIdentity(context, instrumentId);
  if (before && before.model === model && before.software === software && before.serialNumber === serialNumber)
    return [];
  const body = { instrumentId, at: said.at, model, software, serialNumber };
  return [draft(identityReported, identityStream(instrumentId), body)];
}

function backgroundDrafts(batch: SignalBatch, signals: readonly Signal[], context: HostContext): RecordDraft[] {
  const rows = signals.filter((signal): signal is BackgroundSignal => signal.kind === 'background');
  const [first] = rows;
  if (!first || isRecorded(context, 'instrument_backgrounds', batch.messageId)) return [];
  const definition = first.definition ? context.catalog.get(first.definition.key) : undefined;
  const sender = signals.find((signal) => signal.kind === 'message')?.sender;
  const summary = definition ? summarizeBackground(definition, rows, sender?.model ?? '') : null;
  const run = backgroundRun(rows, batch.isPartial, summary);
  // A cut run that shows no failure is not evidence of anything; the whole one will come, or a person looks at the message.
  if (batch.isPartial && run.verdict !== 'fail') return [];
  const parts = inParts(run.readings);
  return parts.map((readings, index) =>
    draft(backgroundRecorded, backgroundStream(batch.instrumentId), {
      ...provenance(batch, rows),
      verdict: run.verdict,
      worst: run.worst,
      readings,
      part: index + 1,
      partCount: parts.length,
    }),
  );
}

function qcDrafts(batch: SignalBatch, signals: readonly Signal[], context: HostContext): RecordDraft[] {
  const rows = signals.filter((signal): signal is QcResultSignal => signal.kind === 'qc-result');
  if (rows.length === 0 || batch.isPartial || isRecorded(context, 'instrument_qc_runs', batch.messageId)) return [];
  const lots = [...new Set(rows.map((row) => row.controlLot))];
  return lots.flatMap((lot) => {
    const ofLot = rows.filter((row) => row.controlLot === lot);
    const parts = inParts(ofLot.map(copyReading));
    return parts.map((readings, index) =>
      draft(qcRecorded, qcStream(batch.instrumentId), {
        ...provenance(batch, ofLot),
        controlLot: clip(lot, 120),
        readings,
        part: index + 1,
        partCount: parts.length,
      }),
    );
  });
}

function provenance(batch: SignalBatch, rows: readonly (BackgroundSignal | QcResultSignal)[]) {
  const [first] = rows as [BackgroundSignal | QcResultSignal];
  const frames = [...new Set(rows.flatMap((row) => row.frames))].slice(0, 500);
  return {
    instrumentId: batch.instrumentId,
    at: first.at,
    messageId: batch.messageId,
    frames,
    definition: first.definition,
    // Failed ones were left out before.
    checksum: first.checksum === 'failed' ? ('absent' as const) : first.checksum,
  };
}

function isRecorded(
  { store }: HostContext,
  table: 'instrument_backgrounds' | 'instrument_qc_runs',
  messageId: string | null,
) {
  if (messageId === null) return false;
  return store.db.prepare(`SELECT 1 FROM ${table} WHERE message_id = ?`).get(messageId) !== undefined;
}
