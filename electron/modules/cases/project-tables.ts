import { installationRecords, noticeRecords } from '../../../shared/modules/cases/project-records.ts';
import { decontaminationDecider } from '../../../shared/modules/cases/rules-decontamination.ts';
import {
  installationDecider,
  itemsOf,
  lineStateOf,
  projectInstrument,
  projectStateOf,
  shutGates,
} from '../../../shared/modules/cases/rules-installation.ts';
import { isSettled, noticeDecider } from '../../../shared/modules/cases/rules-notice.ts';
import { currentVisit, followUpStateOf, visitStateOf } from '../../../shared/modules/cases/rules-visit.ts';
import { visitDecider } from '../../../shared/modules/cases/rules-visit-decider.ts';
import { decontaminationRecords, visitStreamRecords } from '../../../shared/modules/cases/visit-records.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

/** One row a visit; the rest is folded from its few records when it is looked at. */
export const visitsTable = defineProjection({
  name: 'case-visits',
  version: 1,
  tables: ['visits', 'visit_cases'],
  ddl: [
    `CREATE TABLE visits (
      stream TEXT NOT NULL UNIQUE, visit_id TEXT NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL,
      is_open INTEGER NOT NULL, planned_on TEXT NOT NULL, place TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX visits_by_day ON visits (planned_on)',
    'CREATE INDEX visits_open ON visits (planned_on) WHERE is_open = 1',
    `CREATE TABLE visit_cases (
      stream TEXT NOT NULL, visit_id TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (case_id, visit_id)
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: visitStreamRecords,
  fold: visitDecider,
  apply(_record, { state, stream, conflicts }) {
    const now = currentVisit(state);
    const { planned, visitId } = state;
    if (!now || !planned) return [];
    const is = visitStateOf(state);
    const hasFollowUps = Object.values(state.followUps).some((one) => one.planned && followUpStateOf(one) === 'open');
    const isOpen = (is !== 'closed' && is !== 'cancelled') || (is === 'closed' && hasFollowUps);
    const caseIds = new Set([...planned.caseIds, ...state.work.flatMap(({ caseId }) => (caseId ? [caseId] : []))]);
    return [
      {
        sql: `INSERT OR REPLACE INTO visits (stream, visit_id, number, state, is_open, planned_on, place, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, visitId, planned.number, is, isOpen ? 1 : 0, now.plannedOn, now.place, conflicts.length],
      },
      ...[...caseIds].map(
        (caseId): Statement => ({
          sql: 'INSERT OR REPLACE INTO visit_cases (stream, visit_id, case_id) VALUES (?, ?, ?)',
          values: [stream, visitId, caseId],
        }),
      ),
    ];
  },
});

export const decontaminationsTable = defineProjection({
  name: 'decontaminations',
  version: 1,
  tables: ['decontaminations'],
  ddl: [
    `CREATE TABLE decontaminations (
      stream TEXT NOT NULL UNIQUE, decontamination_id TEXT NOT NULL, number TEXT NOT NULL, instrument_id TEXT NOT NULL,
      case_id TEXT, visit_id TEXT, at TEXT NOT NULL, withdrawn_reason TEXT
    ) STRICT`,
    'CREATE INDEX decontaminations_of_instrument ON decontaminations (instrument_id, at)',
    'CREATE INDEX decontaminations_by_time ON decontaminations (at)',
    'CREATE INDEX decontaminations_of_visit ON decontaminations (visit_id) WHERE visit_id IS NOT NULL',
  ],
  reads: decontaminationRecords,
  fold: decontaminationDecider,
  apply(_record, { state, stream }) {
    const { certified, decontaminationId, withdrawnReason } = state;
    if (!certified) return [];
    const { number, instrumentId, caseId, visitId, at } = certified;
    return [
      {
        sql: `INSERT OR REPLACE INTO decontaminations (stream, decontamination_id, number, instrument_id, case_id, visit_id,
          at, withdrawn_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, decontaminationId, number, instrumentId, caseId, visitId, at, withdrawnReason],
      },
    ];
  },
});

export const installationsTable = defineProjection({
  name: 'installations',
  version: 1,
  tables: ['installations'],
  ddl: [
    `CREATE TABLE installations (
      stream TEXT NOT NULL UNIQUE, installation_id TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL,
      instrument_id TEXT, state TEXT NOT NULL, place TEXT NOT NULL, responsible TEXT NOT NULL, go_live_on TEXT,
      item_count INTEGER NOT NULL, open_item_count INTEGER NOT NULL, open_gate_count INTEGER NOT NULL,
      planned_at TEXT NOT NULL, live_at TEXT, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX installations_by_time ON installations (planned_at)',
    'CREATE INDEX installations_of_instrument ON installations (instrument_id) WHERE instrument_id IS NOT NULL',
  ],
  reads: installationRecords,
  fold: installationDecider,
  apply(_record, { state, stream, conflicts }) {
    const { planned, installationId } = state;
    if (!planned) return [];
    const is = projectStateOf(state);
    const items = itemsOf(state);
    const isShut = ({ key }: { key: string }) => !['proven', 'not-applicable'].includes(lineStateOf(state, key));
    return [
      {
        sql: `INSERT OR REPLACE INTO installations (stream, installation_id, number, title, instrument_id, state, place,
          responsible, go_live_on, item_count, open_item_count, open_gate_count, planned_at, live_at, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          installationId,
          planned.number,
          planned.title,
          projectInstrument(state),
          is,
          planned.place,
          planned.responsible,
          planned.goLiveOn,
          items.length,
          items.filter(isShut).length,
          shutGates(state).length,
          planned.at,
          is === 'live' ? (state.live?.at ?? null) : null,
          conflicts.length,
        ],
      },
    ];
  },
});

/** One row a notice; whom it is about depends on the register and is worked out when it is looked at. */
export const noticesTable = defineProjection({
  name: 'field-notices',
  version: 1,
  tables: ['field_notices'],
  ddl: [
    `CREATE TABLE field_notices (
      stream TEXT NOT NULL UNIQUE, notice_id TEXT NOT NULL, number TEXT NOT NULL, maker TEXT NOT NULL, title TEXT NOT NULL,
      due_on TEXT, taken_at TEXT NOT NULL, settled TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX field_notices_by_time ON field_notices (taken_at)',
  ],
  reads: noticeRecords,
  fold: noticeDecider,
  apply(_record, { state, stream, conflicts }) {
    const { taken, noticeId } = state;
    if (!taken) return [];
    const settled = Object.entries(state.answers).flatMap(([key, slot]) => (isSettled(slot.value) ? [key] : []));
    return [
      {
        sql: `INSERT OR REPLACE INTO field_notices (stream, notice_id, number, maker, title, due_on, taken_at, settled,
          conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          noticeId,
          taken.number,
          taken.maker,
          taken.title,
          taken.dueOn,
          taken.at,
          JSON.stringify(settled),
          conflicts.length,
        ],
      },
    ];
  },
});

export const projectTables = [visitsTable, decontaminationsTable, installationsTable, noticesTable] as const;
