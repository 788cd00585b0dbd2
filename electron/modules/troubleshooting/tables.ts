import { stepAnswered, troubleshootingRecords } from '../../../shared/modules/troubleshooting/records.ts';
import { runDecider } from '../../../shared/modules/troubleshooting/rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/** One row a run of guided steps. The error's page reads `error_id`, `run_id`, `started_at`, `state` of it too. */
export const runsTable = defineProjection({
  name: 'guide-runs',
  version: 2,
  tables: ['guide_runs', 'guide_photos', 'guide_limits'],
  ddl: [
    `CREATE TABLE guide_runs (
      stream TEXT NOT NULL, run_id TEXT PRIMARY KEY, error_id TEXT NOT NULL, instrument_id TEXT NOT NULL,
      state TEXT NOT NULL, started_at TEXT NOT NULL, saved_at TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX guide_runs_by_error ON guide_runs (error_id)',
    'CREATE INDEX guide_runs_by_state ON guide_runs (state)',
    `CREATE TABLE guide_photos (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, sha256 TEXT NOT NULL, sealed_as TEXT NOT NULL,
      name TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX guide_photos_by_content ON guide_photos (sha256)',
    `CREATE TABLE guide_limits (
      stream TEXT NOT NULL, instrument_id TEXT NOT NULL, guide_key TEXT NOT NULL, step_id TEXT NOT NULL,
      hlc TEXT NOT NULL, low TEXT, high TEXT, source TEXT NOT NULL,
      PRIMARY KEY (stream, step_id)
    ) STRICT`,
    'CREATE INDEX guide_limits_by_step ON guide_limits (instrument_id, guide_key, step_id, hlc)',
  ],
  reads: troubleshootingRecords,
  fold: runDecider,
  apply(record, { state, stream }) {
    if (!state.started) return [];
    const row = {
      sql: `INSERT OR REPLACE INTO guide_runs (stream, run_id, error_id, instrument_id, state, started_at, saved_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
      values: [
        stream,
        state.runId,
        state.started.errorId,
        state.started.instrumentId,
        state.state,
        state.startedAt,
        state.savedAt,
      ],
    };
    if (!isRecordOf(record, stepAnswered)) return [row];
    const statements: Statement[] = [row];
    const { photo, limitSource, stepId, low, high } = record.body;
    if (photo) {
      statements.push({
        sql: 'INSERT OR REPLACE INTO guide_photos (stream, hash, sha256, sealed_as, name) VALUES (?, ?, ?, ?, ?)',
        values: [stream, record.hash, photo.sha256, photo.sealedAs, photo.name],
      });
    }
    if (limitSource !== undefined) {
      const { instrumentId, guide } = state.started;
      statements.push({
        sql: `INSERT OR REPLACE INTO guide_limits (stream, instrument_id, guide_key, step_id, hlc, low, high, source)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, instrumentId, guide.key, stepId, record.hlc, low, high, limitSource],
      });
    }
    return statements;
  },
});
