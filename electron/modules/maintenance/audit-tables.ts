import { auditRan, auditRecords } from '../../../shared/modules/maintenance/audit-records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row a part of a self-audit's record: a run with few findings has one. */
export const auditRunsTable = defineProjection({
  name: 'audit-runs',
  version: 1,
  tables: ['audit_runs'],
  ddl: [
    `CREATE TABLE audit_runs (
      stream TEXT NOT NULL, run_id TEXT NOT NULL, part INTEGER NOT NULL, hlc TEXT NOT NULL, at TEXT NOT NULL,
      actor TEXT NOT NULL, hash TEXT NOT NULL, cause TEXT NOT NULL, for_date TEXT NOT NULL, missed_nights INTEGER NOT NULL,
      rules_version TEXT NOT NULL, finding_count INTEGER NOT NULL, deficiency_count INTEGER NOT NULL,
      not_evaluated TEXT NOT NULL, findings TEXT NOT NULL, PRIMARY KEY (run_id, part)
    ) STRICT`,
    'CREATE INDEX audit_runs_by_time ON audit_runs (part, hlc)',
  ],
  reads: auditRecords,
  apply(record, { stream }) {
    if (!isRecordOf(record, auditRan)) return [];
    const { body } = record;
    return [
      {
        sql: `INSERT OR REPLACE INTO audit_runs (stream, run_id, part, hlc, at, actor, hash, cause, for_date,
          missed_nights, rules_version, finding_count, deficiency_count, not_evaluated, findings)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          body.runId,
          body.part,
          record.hlc,
          record.wall,
          record.actor,
          record.hash,
          body.cause,
          body.forDate,
          body.missedNights,
          body.rulesVersion,
          body.findingCount,
          body.deficiencyCount,
          JSON.stringify(body.notEvaluated),
          JSON.stringify(body.findings),
        ],
      },
    ];
  },
});
