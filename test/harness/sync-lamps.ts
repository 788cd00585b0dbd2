import * as z from 'zod';
import { defineProjection, type StoreModule } from '../../electron/store/projection.ts';
import { defineRecord, type StoredRecord } from '../../shared/records/define.ts';
import { lampModule } from './sample-module.ts';

/** What a newer version of the program knows beside the lamps of the sample module: how far one was dimmed. */
export const lampDimmed = defineRecord({
  type: 'lamp.dimmed',
  version: 1,
  schema: () => z.object({ percent: z.number() }),
  kind: 'fact',
  scope: 'site',
});

const dimTables = defineProjection({
  name: 'dims',
  version: 1,
  ddl: ['CREATE TABLE dims (hash TEXT PRIMARY KEY, stream TEXT NOT NULL, percent REAL NOT NULL) STRICT'],
  tables: ['dims'],
  reads: [lampDimmed],
  apply: (record: StoredRecord, { stream }) => [
    {
      sql: 'INSERT INTO dims (hash, stream, percent) VALUES (?, ?, ?)',
      values: [record.hash, stream, (record.body as { percent: number }).percent],
    },
  ],
});

/** The modules of the older program and of the newer one. */
export const lampVersions: readonly (readonly StoreModule[])[] = [
  [lampModule],
  [lampModule, { name: 'dimmers', records: [lampDimmed], projections: [dimTables] }],
];

/** Tables that must be equal wherever the same records are, with the newer program. */
export const comparedTables = ['lamps', 'lux', 'dims', 'record_conflicts'] as const;
