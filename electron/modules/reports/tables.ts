import { dataExported, reportPrinted, reportsRecords } from '../../../shared/modules/reports/records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** Who printed or exported what and when, one row each. */
export const printsTable = defineProjection({
  name: 'report-prints',
  version: 1,
  tables: ['report_prints'],
  ddl: [
    `CREATE TABLE report_prints (
      stream TEXT NOT NULL,
      print_id TEXT PRIMARY KEY,
      at TEXT NOT NULL,
      hlc TEXT NOT NULL,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      medium TEXT NOT NULL,
      content_hash TEXT NOT NULL,
      file_name TEXT NOT NULL,
      file_hash TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX report_prints_by_time ON report_prints (hlc)',
  ],
  reads: reportsRecords,
  apply(record, { stream }) {
    const sql = `INSERT OR REPLACE INTO report_prints (stream, print_id, at, hlc, actor, kind, title, medium,
      content_hash, file_name, file_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    const { wall, hlc, actor } = record;
    if (isRecordOf(record, reportPrinted)) {
      const { printId, title, medium, contentHash, file } = record.body;
      const kept = [title, medium, contentHash, file?.name ?? '', file?.sha256 ?? ''];
      return [{ sql, values: [stream, printId, wall, hlc, actor, 'report', ...kept] }];
    }
    if (isRecordOf(record, dataExported)) {
      const { printId, dataset, format, file } = record.body;
      return [
        { sql, values: [stream, printId, wall, hlc, actor, 'export', dataset, format, '', file.name, file.sha256] },
      ];
    }
    return [];
  },
});
