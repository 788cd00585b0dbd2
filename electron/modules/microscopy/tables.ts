import {
  classesSet,
  countFinished,
  readersCompared,
  scaleCalibrated,
} from '../../../shared/modules/microscopy/records.ts';
import {
  classesDecider,
  comparisonDecider,
  countDecider,
  currentClasses,
  scaleDecider,
} from '../../../shared/modules/microscopy/rules-records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

const classesTable = defineProjection({
  name: 'microscopy-classes',
  version: 1,
  tables: ['cell_classes'],
  ddl: [
    `CREATE TABLE cell_classes (
      stream TEXT NOT NULL UNIQUE, terms TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
  ],
  reads: [classesSet],
  fold: classesDecider,
  apply: (_record, { state, stream, conflicts }) => [
    {
      sql: 'INSERT OR REPLACE INTO cell_classes (stream, terms, conflict_count) VALUES (?, ?, ?)',
      values: [stream, JSON.stringify(currentClasses(state)), conflicts.length],
    },
  ],
});

/** Finished counts that stand. What was found stays in the record; the table finds it. */
const countsTable = defineProjection({
  name: 'microscopy-counts',
  version: 1,
  tables: ['differential_counts'],
  ddl: [
    `CREATE TABLE differential_counts (
      stream TEXT NOT NULL, count_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      slide_hash TEXT NOT NULL, slide_shows TEXT NOT NULL, target INTEGER NOT NULL, counted INTEGER NOT NULL,
      is_short INTEGER NOT NULL, on_date TEXT NOT NULL, finished_at TEXT NOT NULL, hlc TEXT NOT NULL, actor TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX differential_counts_by_time ON differential_counts (hlc)',
    'CREATE INDEX differential_counts_by_slide ON differential_counts (slide_hash)',
  ],
  reads: [countFinished],
  fold: countDecider,
  apply(record, { state, stream }) {
    // Finished twice in one stream by a copied draft: the first one in order counts.
    if (!isRecordOf(record, countFinished) || state.hash !== record.hash) return [];
    const { countId, instrumentId, slide, target, counted, shortReason, on, finishedAt } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO differential_counts (stream, count_id, hash, instrument_id, slide_hash, slide_shows,
          target, counted, is_short, on_date, finished_at, hlc, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, countId, record.hash, instrumentId, slide.hash, slide.shows, target, counted],
          ...[shortReason === '' ? 0 : 1, on, finishedAt, record.hlc, record.actor],
        ],
      },
    ];
  },
});

const comparisonsTable = defineProjection({
  name: 'microscopy-comparisons',
  version: 1,
  tables: ['differential_comparisons'],
  ddl: [
    `CREATE TABLE differential_comparisons (
      stream TEXT NOT NULL, comparison_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      first_id TEXT NOT NULL, second_id TEXT NOT NULL, verdict TEXT NOT NULL, on_date TEXT NOT NULL, hlc TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX differential_comparisons_by_time ON differential_comparisons (hlc)',
    'CREATE INDEX differential_comparisons_by_first ON differential_comparisons (first_id)',
    'CREATE INDEX differential_comparisons_by_second ON differential_comparisons (second_id)',
  ],
  reads: [readersCompared],
  fold: comparisonDecider,
  apply(record, { state, stream }) {
    if (!isRecordOf(record, readersCompared) || state.hash !== record.hash) return [];
    const { comparisonId, instrumentId, first, second, verdict, on } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO differential_comparisons (stream, comparison_id, hash, instrument_id, first_id,
          second_id, verdict, on_date, hlc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, comparisonId, record.hash, instrumentId, first.countId, second.countId],
          ...[verdict, on, record.hlc],
        ],
      },
    ];
  },
});

const scalesTable = defineProjection({
  name: 'microscopy-scales',
  version: 1,
  tables: ['eyepiece_scales'],
  ddl: [
    `CREATE TABLE eyepiece_scales (
      stream TEXT NOT NULL, calibration_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      on_date TEXT NOT NULL, hlc TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX eyepiece_scales_by_instrument ON eyepiece_scales (instrument_id, on_date)',
  ],
  reads: [scaleCalibrated],
  fold: scaleDecider,
  apply(record, { stream }) {
    if (!isRecordOf(record, scaleCalibrated)) return [];
    const { calibrationId, instrumentId, on } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO eyepiece_scales (stream, calibration_id, hash, instrument_id, on_date, hlc)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [stream, calibrationId, record.hash, instrumentId, on, record.hlc],
      },
    ];
  },
});

export const microscopyTables = [classesTable, countsTable, comparisonsTable, scalesTable] as const;
