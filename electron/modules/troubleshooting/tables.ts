import { stepAnswered, troubleshootingRecords } from '../../../shared/modules/troubleshooting/records.ts';
import { runDecider } from '../../../shared/modules/troubleshooting/rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row a run of guided steps. The error's page reads `error_id`, `run_id`, `started_at`, `state` of it too. */
export const runsTable = defineProjection({
  name: 'guide-runs',
  version: 1,
  tables: ['guide_runs', 'guide_photos'],
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
    if (!isRecordOf(record, stepAnswered) || !record.body.photo) return [row];
    const { sha256, sealedAs, name } = record.body.photo;
    return [
      row,
      {
        sql: 'INSERT OR REPLACE INTO guide_photos (stream, hash, sha256, sealed_as, name) VALUES (?, ?, ?, ?, ?)',
        values: [stream, record.hash, sha256, sealedAs, name],
      },
    ];
  },
});
