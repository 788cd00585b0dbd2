import {
  certificateDecider,
  currentCertificate,
  demandDecider,
  impactDecider,
} from '../../../shared/modules/calibration/certificates-rules.ts';
import {
  certificateDemandSet,
  certificateRecords,
  impactRecords,
  standardChecked,
  standardRecords,
} from '../../../shared/modules/calibration/standards-records.ts';
import { currentStandard, standardDecider } from '../../../shared/modules/calibration/standards-rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** Tables of reference standards, their checks, certificates and impact reviews. */

/** One row a standard; `checks` holds what a due date needs of each check that stands. */
const standardsTable = defineProjection({
  name: 'calibration-standards',
  version: 1,
  tables: ['standards'],
  ddl: [
    `CREATE TABLE standards (
      stream TEXT NOT NULL UNIQUE, standard_id TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
      terms TEXT NOT NULL, checks TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX standards_by_name ON standards (name)',
  ],
  reads: standardRecords,
  fold: standardDecider,
  apply(_record, { state, stream, conflicts }) {
    const now = currentStandard(state);
    if (!now) return [];
    const { terms, status } = now;
    return [
      {
        sql: `INSERT OR REPLACE INTO standards (stream, standard_id, name, status, terms, checks, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.standardId,
          terms.name,
          status,
          JSON.stringify(terms),
          JSON.stringify(state.checks),
          conflicts.length,
        ],
      },
    ];
  },
});

/** One row a check that stands, with what it relied on: a reference found wrong later puts it in question. */
const checksTable = defineProjection({
  name: 'calibration-standard-checks',
  version: 1,
  tables: ['standard_checks'],
  ddl: [
    `CREATE TABLE standard_checks (
      stream TEXT NOT NULL, check_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, standard_id TEXT NOT NULL,
      phase TEXT NOT NULL, kind TEXT NOT NULL, performed_on TEXT NOT NULL, performed_at TEXT NOT NULL, hlc TEXT NOT NULL,
      actor TEXT NOT NULL, verdict TEXT NOT NULL, why TEXT NOT NULL, reference_id TEXT, balance_id TEXT
    ) STRICT`,
    'CREATE INDEX standard_checks_by_standard ON standard_checks (standard_id, performed_on)',
    'CREATE INDEX standard_checks_by_reference ON standard_checks (reference_id, performed_on) WHERE reference_id IS NOT NULL',
    'CREATE INDEX standard_checks_by_balance ON standard_checks (balance_id, performed_on) WHERE balance_id IS NOT NULL',
  ],
  reads: [standardChecked],
  apply(record, { stream }) {
    if (!isRecordOf(record, standardChecked)) return [];
    const { checkId, standardId, phase, performedOn, performedAt, verdict, why, measurement } = record.body;
    const reference = measurement.kind === 'points' ? measurement.reference : null;
    const balance = measurement.kind === 'gravimetric' ? measurement.input.balance : null;
    return [
      {
        sql: `INSERT OR REPLACE INTO standard_checks (stream, check_id, hash, standard_id, phase, kind, performed_on,
          performed_at, hlc, actor, verdict, why, reference_id, balance_id)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          checkId,
          record.hash,
          standardId,
          phase,
          measurement.kind,
          performedOn,
          performedAt,
          record.hlc,
          record.actor,
          verdict,
          JSON.stringify(why),
          reference?.kind === 'standard' ? reference.standardId : null,
          balance?.kind === 'instrument' ? balance.instrumentId : null,
        ],
      },
    ];
  },
});

const certificatesTable = defineProjection({
  name: 'calibration-certificates',
  version: 1,
  tables: ['certificates'],
  ddl: [
    `CREATE TABLE certificates (
      stream TEXT NOT NULL UNIQUE, certificate_id TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL,
      terms TEXT NOT NULL, is_withdrawn INTEGER NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX certificates_by_subject ON certificates (subject_kind, subject_id)',
  ],
  reads: certificateRecords,
  fold: certificateDecider,
  apply(_record, { state, stream, conflicts }) {
    const terms = currentCertificate(state);
    if (!(terms && state.added)) return [];
    const { subject } = state.added;
    return [
      {
        sql: `INSERT OR REPLACE INTO certificates (stream, certificate_id, subject_kind, subject_id, terms, is_withdrawn,
          added_at, added_by, conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.certificateId,
          subject.kind,
          subject.id,
          JSON.stringify(terms),
          state.isWithdrawn ? 1 : 0,
          state.addedAt,
          state.addedBy,
          conflicts.length,
        ],
      },
    ];
  },
});

const demandsTable = defineProjection({
  name: 'calibration-certificate-demands',
  version: 1,
  tables: ['certificate_demands'],
  ddl: [
    `CREATE TABLE certificate_demands (
      stream TEXT NOT NULL UNIQUE, instrument_id TEXT NOT NULL, demand TEXT NOT NULL
    ) STRICT`,
  ],
  reads: [certificateDemandSet],
  fold: demandDecider,
  apply(_record, { state, stream }) {
    if (!state.demand) return [];
    return [
      {
        sql: 'INSERT OR REPLACE INTO certificate_demands (stream, instrument_id, demand) VALUES (?, ?, ?)',
        values: [stream, state.instrumentId, JSON.stringify(state.demand.value)],
      },
    ];
  },
});

/** Impact reviews; open until somebody has answered. One whose cause was voided is voided with it and leaves no row. */
const impactTable = defineProjection({
  name: 'calibration-impact-reviews',
  version: 1,
  tables: ['impact_reviews'],
  ddl: [
    `CREATE TABLE impact_reviews (
      stream TEXT NOT NULL UNIQUE, review_id TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL,
      name TEXT NOT NULL, cause_kind TEXT NOT NULL, cause_id TEXT NOT NULL, last_good_on TEXT, found_on TEXT NOT NULL,
      opened_by TEXT NOT NULL, is_open INTEGER NOT NULL, answer TEXT, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX impact_reviews_by_subject ON impact_reviews (subject_kind, subject_id)',
    'CREATE INDEX impact_reviews_by_cause ON impact_reviews (cause_id)',
    'CREATE INDEX impact_reviews_by_day ON impact_reviews (is_open, found_on)',
  ],
  reads: impactRecords,
  fold: impactDecider,
  apply(_record, { state, stream, conflicts }) {
    const { opened, answer } = state;
    if (!opened) return [];
    return [
      {
        sql: `INSERT OR REPLACE INTO impact_reviews (stream, review_id, subject_kind, subject_id, name, cause_kind,
          cause_id, last_good_on, found_on, opened_by, is_open, answer, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.reviewId,
          opened.subject.kind,
          opened.subject.id,
          opened.name,
          opened.cause.kind,
          opened.cause.id,
          opened.lastGoodOn,
          opened.foundOn,
          state.openedBy,
          answer ? 0 : 1,
          answer ? JSON.stringify(answer.value) : null,
          conflicts.length,
        ],
      },
    ];
  },
});

export const standardsTables = [standardsTable, checksTable, certificatesTable, demandsTable, impactTable] as const;
