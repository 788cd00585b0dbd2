import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import { installationItemAnswered } from '../../../shared/modules/cases/project-records.ts';
import {
  caseRecords,
  causeInvestigated,
  effectivenessChecked,
  pictureAdded,
  proposalDismissed,
} from '../../../shared/modules/cases/records.ts';
import { caseStateOf, currentCase, isOpenCase, standingLinks } from '../../../shared/modules/cases/rules-case.ts';
import { caseDecider } from '../../../shared/modules/cases/rules-case-decider.ts';
import { summaryOf } from '../../../shared/modules/cases/rules-summary.ts';
import type { Evidence, KeptFile } from '../../../shared/modules/cases/terms.ts';
import { customerSigned } from '../../../shared/modules/cases/visit-records.ts';
import { isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/**
 * One row a case as it is after its records, and one a link that stands. `summary` is `CaseSummary` as JSON: what a row of a
 * list is made from; priority and clock depend on the time it is looked at and are made then.
 */
export const casesTable = defineProjection({
  name: 'cases',
  version: 1,
  tables: ['cases', 'case_links'],
  ddl: [
    `CREATE TABLE cases (
      stream TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, number TEXT NOT NULL, instrument_id TEXT, title TEXT NOT NULL,
      state TEXT NOT NULL, is_open INTEGER NOT NULL, code_key TEXT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT,
      summary TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX cases_by_time ON cases (opened_at)',
    'CREATE INDEX cases_of_instrument ON cases (instrument_id, opened_at)',
    'CREATE INDEX cases_open ON cases (instrument_id) WHERE is_open = 1',
    "CREATE INDEX cases_by_code ON cases (instrument_id, code_key) WHERE code_key <> ''",
    `CREATE TABLE case_links (
      stream TEXT NOT NULL, case_id TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, is_open INTEGER NOT NULL,
      PRIMARY KEY (case_id, target)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX case_links_by_target ON case_links (target)',
  ],
  reads: caseRecords,
  fold: caseDecider,
  apply(_record, { state, stream, conflicts }) {
    const now = currentCase(state);
    const { opened, caseId } = state;
    if (!now || !opened) return [];
    const is = caseStateOf(state);
    const isOpen = isOpenCase(is) ? 1 : 0;
    return [
      {
        sql: `INSERT OR REPLACE INTO cases (stream, case_id, number, instrument_id, title, state, is_open, code_key,
          opened_at, closed_at, summary, conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          caseId,
          opened.number,
          opened.instrumentId,
          now.title,
          is,
          isOpen,
          opened.code === '' ? '' : normalizeCode(opened.code),
          opened.at,
          state.closing?.at ?? null,
          JSON.stringify(summaryOf(state)),
          conflicts.length,
        ],
      },
      { sql: 'DELETE FROM case_links WHERE case_id = ?', values: [caseId] },
      ...standingLinks(state).map(
        (link): Statement => ({
          sql: 'INSERT OR REPLACE INTO case_links (stream, case_id, target, kind, is_open) VALUES (?, ?, ?, ?, ?)',
          values: [stream, caseId, link.stream, link.kind, isOpen],
        }),
      ),
    ];
  },
});

/** Proposals a person did not take: they are not made again. */
export const dismissedTable = defineProjection({
  name: 'case-proposals',
  version: 1,
  tables: ['case_proposals_dismissed'],
  ddl: [
    `CREATE TABLE case_proposals_dismissed (
      stream TEXT NOT NULL, proposal_key TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL, by_actor TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: [proposalDismissed],
  apply(record, { stream }) {
    if (!isRecordOf(record, proposalDismissed)) return [];
    const { proposalKey, reason } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO case_proposals_dismissed (stream, proposal_key, reason, at, by_actor)
          VALUES (?, ?, ?, ?, ?)`,
        values: [stream, proposalKey, reason, record.wall, record.actor],
      },
    ];
  },
});

/** Rows of kept files for a record that names them: how the bytes are found by the picture's own hash. */
function fileRows(record: StoredRecord, files: readonly KeptFile[]): Statement[] {
  return files.map(({ sha256, sealedAs, name }) => ({
    sql: 'INSERT OR REPLACE INTO case_files (stream, hash, sha256, sealed_as, name) VALUES (?, ?, ?, ?, ?)',
    values: [record.stream, record.hash, sha256, sealedAs, name],
  }));
}

const picturesOf = (evidence: readonly Evidence[]): KeptFile[] =>
  evidence.flatMap((one) => (one.kind === 'picture' ? [one.picture] : []));

/** Files a record names. */
function filesOf(record: StoredRecord): KeptFile[] {
  if (isRecordOf(record, pictureAdded)) return [record.body.picture];
  if (isRecordOf(record, causeInvestigated) || isRecordOf(record, effectivenessChecked)) {
    return picturesOf(record.body.evidence);
  }
  if (isRecordOf(record, customerSigned)) {
    const { strokes, seen } = record.body;
    return strokes === null ? [seen] : [strokes, seen];
  }
  if (isRecordOf(record, installationItemAnswered)) {
    const { proof } = record.body;
    return proof.kind === 'picture' ? [proof.picture] : [];
  }
  return [];
}

export const filesTable = defineProjection({
  name: 'case-files',
  version: 1,
  tables: ['case_files'],
  ddl: [
    `CREATE TABLE case_files (
      stream TEXT NOT NULL, hash TEXT NOT NULL, sha256 TEXT NOT NULL, sealed_as TEXT NOT NULL, name TEXT NOT NULL,
      PRIMARY KEY (sha256, hash)
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: [pictureAdded, causeInvestigated, effectivenessChecked, customerSigned, installationItemAnswered],
  apply: (record) => fileRows(record, filesOf(record)),
});
