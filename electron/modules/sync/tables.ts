import { bundleTaken, bundleWritten, receiptRead } from '../../../shared/modules/sync/records.ts';
import { workstationOf } from '../../../shared/modules/sync/rules.ts';
import { siteAdopted } from '../../../shared/records/core-records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { siteOpened } from '../../../shared/sync/records.ts';
import { defineProjection } from '../../store/projection.ts';

/** What sites are called, by whoever opened or joined them. */
export const sitesTable = defineProjection({
  name: 'sync-sites',
  version: 1,
  tables: ['sync_sites'],
  ddl: [
    `CREATE TABLE sync_sites (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, hlc TEXT NOT NULL
    ) STRICT`,
  ],
  reads: [siteAdopted, siteOpened],
  apply(record, { stream }) {
    if (!isRecordOf(record, siteAdopted) && !isRecordOf(record, siteOpened)) return [];
    const { site, name } = record.body;
    return [
      {
        sql: 'INSERT OR REPLACE INTO sync_sites (stream, hash, site, name, hlc) VALUES (?, ?, ?, ?, ?)',
        values: [stream, record.hash, site, name, record.hlc],
      },
    ];
  },
});

/** What went out on sticks, came in, and came back as a receipt. */
export const bundlesTable = defineProjection({
  name: 'sync-bundles',
  version: 1,
  tables: ['sync_bundles'],
  ddl: [
    `CREATE TABLE sync_bundles (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, kind TEXT NOT NULL, bundle TEXT NOT NULL, device TEXT NOT NULL,
      hlc TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, other TEXT NOT NULL, record_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX sync_bundles_by_time ON sync_bundles (hlc)',
  ],
  reads: [bundleWritten, bundleTaken, receiptRead],
  apply(record, { stream }) {
    const row = (kind: string, bundle: string, other: string, recordCount: number) => [
      {
        sql: `INSERT OR REPLACE INTO sync_bundles (stream, hash, kind, bundle, device, hlc, at, actor, other, record_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, record.hash, kind, bundle, workstationOf(record.log), record.hlc, record.wall, record.actor],
          ...[other, recordCount],
        ],
      },
    ];
    if (isRecordOf(record, bundleWritten)) {
      const { bundle, to, recordCount } = record.body;
      return row('written', bundle, to.map(({ label }) => label).join(', '), recordCount);
    }
    if (isRecordOf(record, bundleTaken)) {
      return row('taken', record.body.bundle, record.body.from.label, record.body.added);
    }
    if (!isRecordOf(record, receiptRead)) return [];
    return row('receipt-read', record.body.bundle, record.body.from.label, record.body.ackedCount);
  },
});
