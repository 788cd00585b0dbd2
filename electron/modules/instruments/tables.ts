import { calibrationStory } from '../../../shared/modules/calibration/records.ts';
import { certificateStory } from '../../../shared/modules/calibration/standards-records.ts';
import { caseStory } from '../../../shared/modules/cases/records.ts';
import { cytometryStory } from '../../../shared/modules/cytometry/records.ts';
import { errorRecords } from '../../../shared/modules/errors/records.ts';
import {
  backgroundRecorded,
  identityReported,
  instrumentsRecords,
  qcRecorded,
  registerRecords,
  reportRecords,
} from '../../../shared/modules/instruments/records.ts';
import { currentInstrument, instrumentDecider } from '../../../shared/modules/instruments/rules.ts';
import { maintenanceStory } from '../../../shared/modules/maintenance/records.ts';
import { messagesRecords } from '../../../shared/modules/messages/records.ts';
import { microscopyStory } from '../../../shared/modules/microscopy/records.ts';
import { processingRecords } from '../../../shared/modules/processing/records.ts';
import { sopStory } from '../../../shared/modules/sop/records.ts';
import { supportRecords } from '../../../shared/modules/support/records.ts';
import { troubleshootingRecords } from '../../../shared/modules/troubleshooting/records.ts';
import { wireRecords } from '../../../shared/modules/wire/records.ts';
import { type AnyRecordDefinition, isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** The register: one row an instrument, `current` being `CurrentInstrument` as JSON. Cases read it, and the tables below. */
export const registerTable = defineProjection({
  name: 'instruments',
  version: 2,
  tables: ['instruments'],
  ddl: [
    `CREATE TABLE instruments (
      stream TEXT NOT NULL,
      instrument_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      service_status TEXT NOT NULL,
      definition_key TEXT NOT NULL,
      current TEXT NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
  ],
  reads: registerRecords,
  fold: instrumentDecider,
  apply(_record, { state, stream, conflicts }) {
    const current = currentInstrument(state);
    if (!current) return [];
    return [
      {
        sql: `INSERT OR REPLACE INTO instruments (stream, instrument_id, name, service_status, definition_key, current,
          conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          current.instrumentId,
          current.name,
          current.serviceStatus,
          current.definitionKey,
          JSON.stringify(current),
          conflicts.length,
        ],
      },
    ];
  },
});

/** What the wire reported and the log keeps: identities, background runs, control runs; readings as JSON. */
export const reportedTable = defineProjection({
  name: 'instrument-reports',
  version: 1,
  tables: ['instrument_identities', 'instrument_backgrounds', 'instrument_qc_runs'],
  ddl: [
    `CREATE TABLE instrument_identities (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, at TEXT NOT NULL, hlc TEXT NOT NULL,
      model TEXT NOT NULL, software TEXT NOT NULL, serial_number TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_identities_by_time ON instrument_identities (instrument_id, hlc)',
    `CREATE TABLE instrument_backgrounds (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, at TEXT NOT NULL, hlc TEXT NOT NULL,
      message_id TEXT, verdict TEXT NOT NULL, worst TEXT NOT NULL, readings TEXT NOT NULL, part INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_backgrounds_by_time ON instrument_backgrounds (instrument_id, hlc)',
    'CREATE INDEX instrument_backgrounds_by_message ON instrument_backgrounds (message_id)',
    `CREATE TABLE instrument_qc_runs (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, at TEXT NOT NULL, hlc TEXT NOT NULL,
      message_id TEXT, control_lot TEXT NOT NULL, readings TEXT NOT NULL, part INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_qc_runs_by_time ON instrument_qc_runs (instrument_id, hlc)',
    'CREATE INDEX instrument_qc_runs_by_message ON instrument_qc_runs (message_id)',
  ],
  reads: reportRecords,
  apply(record, { stream }) {
    const { hash, hlc } = record;
    if (isRecordOf(record, identityReported)) {
      const { instrumentId, at, model, software, serialNumber } = record.body;
      return [
        {
          sql: `INSERT OR REPLACE INTO instrument_identities (stream, hash, instrument_id, at, hlc, model, software,
            serial_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          values: [stream, hash, instrumentId, at, hlc, model, software, serialNumber],
        },
      ];
    }
    if (isRecordOf(record, backgroundRecorded)) {
      const { instrumentId, at, messageId, verdict, worst, readings, part } = record.body;
      return [
        {
          sql: `INSERT OR REPLACE INTO instrument_backgrounds (stream, hash, instrument_id, at, hlc, message_id, verdict,
            worst, readings, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          values: [stream, hash, instrumentId, at, hlc, messageId, verdict, worst, JSON.stringify(readings), part],
        },
      ];
    }
    if (isRecordOf(record, qcRecorded)) {
      const { instrumentId, at, messageId, controlLot, readings, part } = record.body;
      return [
        {
          sql: `INSERT OR REPLACE INTO instrument_qc_runs (stream, hash, instrument_id, at, hlc, message_id, control_lot,
            readings, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          values: [stream, hash, instrumentId, at, hlc, messageId, controlLot, JSON.stringify(readings), part],
        },
      ];
    }
    return [];
  },
});

const timelineReads: readonly AnyRecordDefinition[] = [
  ...instrumentsRecords,
  ...errorRecords,
  ...troubleshootingRecords,
  ...messagesRecords,
  ...wireRecords,
  ...maintenanceStory,
  ...calibrationStory,
  ...cytometryStory,
  ...microscopyStory,
  ...certificateStory,
  ...caseStory,
  ...sopStory,
  ...supportRecords,
  ...processingRecords,
];

/** The instrument a body names, as its own or as what a certificate or an impact review is about; else undefined. */
function instrumentIn(body: unknown): string | undefined {
  const { instrumentId, subject } = body as { instrumentId?: unknown; subject?: { kind?: unknown; id?: unknown } };
  const id = subject?.kind === 'instrument' ? subject.id : instrumentId;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Instruments a record names in its body, be it as the amendment of another record's. */
function instrumentsNamed({ body }: StoredRecord): string[] {
  const { patch = {} } = body as { patch?: object };
  return [instrumentIn(body), instrumentIn(patch)].filter((id) => id !== undefined);
}

/**
 * Which records make an instrument's story, by time. Nearly every save writes here, so a row only names its record, and lies
 * in the order it is read in: what a line says is made of the record when it is shown (`storyLine`).
 */
export const timelineTable = defineProjection({
  name: 'instrument-timeline',
  version: 13,
  tables: ['instrument_timeline'],
  ddl: [
    `CREATE TABLE instrument_timeline (
      instrument_id TEXT NOT NULL, hlc TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL, type TEXT NOT NULL,
      stream TEXT NOT NULL, PRIMARY KEY (instrument_id, hlc, hash)
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: timelineReads,
  withdraw(records) {
    // A line stands under the instrument of its record, or under the one an amendment has put in its place.
    const instrumentIds = new Set(records.flatMap(instrumentsNamed));
    return records.flatMap(({ hlc, hash }) =>
      [...instrumentIds].map((instrumentId) => ({
        sql: 'DELETE FROM instrument_timeline WHERE instrument_id = ? AND hlc = ? AND hash = ?',
        values: [instrumentId, hlc, hash],
      })),
    );
  },
  apply(record, { stream }) {
    const instrumentId = instrumentIn(record.body);
    if (instrumentId === undefined) return [];
    return [
      {
        sql: 'INSERT INTO instrument_timeline (instrument_id, hlc, hash, at, type, stream) VALUES (?, ?, ?, ?, ?, ?)',
        values: [instrumentId, record.hlc, record.hash, record.wall, record.type, stream],
      },
    ];
  },
});
