import {
  exemptionSet,
  factorNoted,
  monthReviewed,
  procedureSet,
  sessionRecords,
  triggerRecords,
} from '../../../shared/modules/calibration/records.ts';
import {
  exemptionFold,
  monthFold,
  procedureFold,
  triggerFold,
} from '../../../shared/modules/calibration/rules-lists.ts';
import {
  type ClosingValue,
  isSettled,
  reviewOf,
  type SessionFold,
  sessionDecider,
  termsOf,
} from '../../../shared/modules/calibration/rules-session.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/**
 * Tables of the calibration core. `calibration_sessions`, `calibration_factors`, `calibration_exemptions`,
 * `calibration_triggers` and `calibration_months` may be read in SQL by other modules (readiness, self-audit, proofs of a
 * return to service).
 */

/**
 * One row a session, and once it is closed one row for each factor it decided. `state`: `running`, `closed` (waits for its
 * review), `reviewed`. `counts` is 1 where the closing stands undisputed and was not abandoned. Cases read the stream and the
 * times of sessions.
 */
export const sessionsTable = defineProjection({
  name: 'calibration-sessions',
  version: 2,
  tables: ['calibration_sessions', 'calibration_factors'],
  ddl: [
    `CREATE TABLE calibration_sessions (
      stream TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, instrument_id TEXT NOT NULL,
      state TEXT NOT NULL, opened_on TEXT NOT NULL, opened_at TEXT NOT NULL, opened_by TEXT NOT NULL,
      reason TEXT NOT NULL, needs_precision INTEGER NOT NULL, is_procedure_confirmed INTEGER NOT NULL, closed_on TEXT,
      closed_at TEXT, closed_by TEXT NOT NULL, closing_hash TEXT, outcome TEXT, verdict TEXT, precision_verdict TEXT,
      counts INTEGER NOT NULL, reviewed_at TEXT, reviewed_by TEXT NOT NULL, run_count INTEGER NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX calibration_sessions_by_time ON calibration_sessions (opened_at, session_id)',
    'CREATE INDEX calibration_sessions_of_instrument ON calibration_sessions (instrument_id, opened_at, session_id)',
    "CREATE INDEX calibration_sessions_open ON calibration_sessions (state, opened_at) WHERE state <> 'reviewed'",
    'CREATE INDEX calibration_sessions_closed ON calibration_sessions (instrument_id, kind, closed_on)',
    `CREATE TABLE calibration_factors (
      stream TEXT NOT NULL, session_id TEXT NOT NULL, instrument_id TEXT NOT NULL, parameter TEXT NOT NULL,
      label TEXT NOT NULL, on_date TEXT NOT NULL, at TEXT NOT NULL, before TEXT, after TEXT NOT NULL, shadow TEXT,
      decision TEXT NOT NULL, as_found_percent TEXT, as_left_percent TEXT, verdict TEXT NOT NULL, actor TEXT NOT NULL,
      note TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (session_id, parameter)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX calibration_factors_of_instrument ON calibration_factors (instrument_id, on_date)',
  ],
  reads: sessionRecords,
  fold: sessionDecider,
  apply(_record, { state, stream, conflicts }) {
    const { opened } = state;
    if (!opened) return [];
    const closing = state.closing?.value ?? null;
    const review = reviewOf(state);
    const isAgreed =
      closing !== null && state.closing?.sides.length === 1 && isSettled(state) && conflicts.length === 0;
    const { body } = opened;
    const terms = termsOf(state) ?? body.terms;
    const precision = closing?.body.judgement.sections.find(({ key }) => key === 'precision');
    const row: Statement = {
      sql: `INSERT OR REPLACE INTO calibration_sessions (stream, session_id, kind, instrument_id, state, opened_on, opened_at,
        opened_by, reason, needs_precision, is_procedure_confirmed, closed_on, closed_at, closed_by, closing_hash, outcome,
        verdict, precision_verdict, counts, reviewed_at, reviewed_by, run_count, conflict_count)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      values: [
        stream,
        state.sessionId,
        body.kind,
        body.instrumentId,
        closing === null ? 'running' : review === null ? 'closed' : 'reviewed',
        body.on,
        opened.mark.at,
        opened.mark.by,
        body.reason,
        body.kind === 'calibration' && terms.precision.isNeeded ? 1 : 0,
        state.terms?.value.procedureHash == null ? 0 : 1,
        closing?.body.on ?? null,
        closing?.mark.at ?? null,
        closing?.mark.by ?? '',
        closing?.mark.hash ?? null,
        closing?.body.outcome ?? null,
        closing?.body.judgement.verdict ?? null,
        precision?.isStarted ? precision.verdict : null,
        isAgreed && closing.body.outcome !== 'abandoned' ? 1 : 0,
        review?.mark.at ?? null,
        review?.mark.by ?? '',
        state.runs.length,
        conflicts.length,
      ],
    };
    if (closing === null) return [row];
    const clear = { sql: 'DELETE FROM calibration_factors WHERE session_id = ?', values: [state.sessionId] };
    return [row, clear, ...factorRows(state, stream, closing)];
  },
});

/** Factors a person decided, with the drift the replicates showed; an abandoned session decided none. */
function factorRows(state: SessionFold, stream: string, { body, mark }: ClosingValue): Statement[] {
  if (body.outcome === 'abandoned') return [];
  const labels = new Map(termsOf(state)?.parameters.map(({ key, label }) => [key, label]));
  const { statistics, factors } = body.judgement;
  return factors.flatMap(({ parameter, current, set, shadow, decision, verdict }) => {
    const after = decision === 'updated' ? set : current;
    if (decision === 'open' || after === null) return [];
    const percentOf = (series: string): string | null =>
      statistics.find((one) => one.set === series && one.parameter === parameter)?.differencePercent ?? null;
    return [
      {
        sql: `INSERT OR REPLACE INTO calibration_factors (stream, session_id, instrument_id, parameter, label, on_date, at,
          before, after, shadow, decision, as_found_percent, as_left_percent, verdict, actor, note, hash)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.sessionId,
          body.instrumentId,
          parameter,
          labels.get(parameter) ?? parameter,
          body.on,
          mark.at,
          current,
          after,
          shadow,
          decision,
          percentOf('as-found'),
          percentOf('as-left'),
          verdict,
          mark.by,
          state.factors[parameter]?.value.note ?? '',
          mark.hash,
        ],
      },
    ];
  });
}

/** The procedure of each model, as confirmed now. */
const proceduresTable = defineProjection({
  name: 'calibration-procedures',
  version: 1,
  tables: ['calibration_procedures'],
  ddl: [
    `CREATE TABLE calibration_procedures (
      stream TEXT NOT NULL UNIQUE, definition_key TEXT NOT NULL, terms TEXT NOT NULL, hash TEXT NOT NULL,
      at TEXT NOT NULL, actor TEXT NOT NULL, version_count INTEGER NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
  ],
  reads: [procedureSet],
  fold: procedureFold,
  apply(_record, { state, stream, conflicts }) {
    if (!state.current) return [];
    const { body, hash, at, by } = state.current.value;
    return [
      {
        sql: `INSERT OR REPLACE INTO calibration_procedures (stream, definition_key, terms, hash, at, actor, version_count,
          conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          body.definitionKey,
          JSON.stringify(body.terms),
          hash,
          at,
          by,
          state.versionCount,
          conflicts.length,
        ],
      },
    ];
  },
});

/** One row for each word about an exemption; `is_standing` marks the one that holds. */
const exemptionsTable = defineProjection({
  name: 'calibration-exemptions',
  version: 1,
  tables: ['calibration_exemptions'],
  ddl: [
    `CREATE TABLE calibration_exemptions (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, is_exempt INTEGER NOT NULL,
      basis TEXT NOT NULL, reason TEXT NOT NULL, until_on TEXT, hlc TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
      is_standing INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX calibration_exemptions_of_instrument ON calibration_exemptions (instrument_id, hlc)',
  ],
  reads: [exemptionSet],
  fold: exemptionFold,
  apply(record, { state, stream }) {
    if (!isRecordOf(record, exemptionSet)) return [];
    const { instrumentId, isExempt, basis, reason, untilOn } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO calibration_exemptions (stream, hash, instrument_id, is_exempt, basis, reason, until_on,
          hlc, at, actor, is_standing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
        values: [
          stream,
          record.hash,
          instrumentId,
          isExempt ? 1 : 0,
          basis,
          reason,
          untilOn,
          record.hlc,
          record.wall,
          record.actor,
        ],
      },
      {
        sql: 'UPDATE calibration_exemptions SET is_standing = (hash = ?) WHERE stream = ?',
        values: [state.current?.value.hash ?? '', stream],
      },
    ];
  },
});

const triggersTable = defineProjection({
  name: 'calibration-triggers',
  version: 1,
  tables: ['calibration_triggers'],
  ddl: [
    `CREATE TABLE calibration_triggers (
      stream TEXT NOT NULL UNIQUE, trigger_id TEXT NOT NULL, instrument_id TEXT NOT NULL, kind TEXT NOT NULL,
      on_date TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, dismissed_at TEXT,
      dismissed_by TEXT NOT NULL, dismissed_why TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX calibration_triggers_of_instrument ON calibration_triggers (instrument_id, on_date)',
  ],
  reads: triggerRecords,
  fold: triggerFold,
  apply(_record, { state, stream }) {
    const { noted, dismissed } = state;
    if (!noted) return [];
    const { triggerId, instrumentId, kind, on, note } = noted.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO calibration_triggers (stream, trigger_id, instrument_id, kind, on_date, note, at, actor,
          dismissed_at, dismissed_by, dismissed_why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          triggerId,
          instrumentId,
          kind,
          on,
          note,
          noted.at,
          noted.by,
          dismissed?.at ?? null,
          dismissed?.by ?? '',
          dismissed?.body.reason ?? '',
        ],
      },
    ];
  },
});

/** Factors read outside a calibration. */
const factorNotesTable = defineProjection({
  name: 'calibration-factor-notes',
  version: 1,
  tables: ['calibration_factor_notes'],
  ddl: [
    `CREATE TABLE calibration_factor_notes (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, parameter TEXT NOT NULL,
      label TEXT NOT NULL, value TEXT NOT NULL, on_date TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
      note TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX calibration_factor_notes_of_instrument ON calibration_factor_notes (instrument_id, on_date)',
  ],
  reads: [factorNoted],
  apply(record, { stream }) {
    if (!isRecordOf(record, factorNoted)) return [];
    const { instrumentId, parameter, label, value, on, note } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO calibration_factor_notes (stream, hash, instrument_id, parameter, label, value, on_date,
          at, actor, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, record.hash, instrumentId, parameter, label, value, on, record.wall, record.actor, note],
      },
    ];
  },
});

/** Months of a maker's monitoring that were read, each with the word that holds. */
const monthsTable = defineProjection({
  name: 'calibration-months',
  version: 1,
  tables: ['calibration_months'],
  ddl: [
    `CREATE TABLE calibration_months (
      stream TEXT NOT NULL UNIQUE, instrument_id TEXT NOT NULL, month TEXT NOT NULL, report TEXT NOT NULL,
      verdict TEXT NOT NULL, findings TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, hash TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX calibration_months_of_instrument ON calibration_months (instrument_id, month)',
  ],
  reads: [monthReviewed],
  fold: monthFold,
  apply(_record, { state, stream }) {
    if (!state.current) return [];
    const { body, at, by, hash } = state.current.value;
    return [
      {
        sql: `INSERT OR REPLACE INTO calibration_months (stream, instrument_id, month, report, verdict, findings, at, actor,
          hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, body.instrumentId, body.month, body.report, body.verdict, body.findings, at, by, hash],
      },
    ];
  },
});

export const coreCalibrationTables = [
  sessionsTable,
  proceduresTable,
  exemptionsTable,
  triggersTable,
  factorNotesTable,
  monthsTable,
] as const;
