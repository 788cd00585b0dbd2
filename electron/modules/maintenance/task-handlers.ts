import { implement } from '@orpc/server';
import { taskPerformed } from '../../../shared/modules/maintenance/records.ts';
import { taskDecider } from '../../../shared/modules/maintenance/rules-task.ts';
import { ruleSentences } from '../../../shared/modules/maintenance/rules-words.ts';
import { type TaskDetail, tasksContract } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { RecordedField } from '../../../shared/modules/maintenance/terms.ts';
import { recordAmended } from '../../../shared/records/core-records.ts';
import { amendedBody } from '../../../shared/records/corrections.ts';
import { isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { amendmentsOf, correctTask, requirePerformance, reviewTasks, skipTask, voidTask } from './correct-desk.ts';
import { monthGridOf } from './month-grid.ts';
import { type PerformedTableRow, toPerformedRow } from './task-rows.ts';
import { rareRows } from './task-tables.ts';

/** What was done: lists, one task with everything about it, corrections, review, the month grid. */
export function createTaskHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(tasksContract);
  const { store } = context;
  const ofStream = store.db.prepare<[string], PerformedTableRow>(
    'SELECT * FROM maintenance_performed WHERE stream = ?',
  );

  const detail = (hash: string): TaskDetail => {
    const { record, performance, stream } = requirePerformance(context, hash);
    const { body } = performance;
    const rows = ofStream.all(stream).map((row) => toPerformedRow(context, desk, row));
    const { state } = store.records.fold(stream, taskDecider);
    const plan = desk.reads.plan(body.planId);
    return {
      ...rows.find((row) => row.hash === hash)!,
      fields: body.fields,
      note: body.note,
      lateReason: body.lateReason,
      plan: {
        tip: body.planHash,
        rule: plan ? ruleSentences(plan.terms.rule) : [],
        source: plan?.terms.source ?? '',
        sop: plan?.terms.sop ?? '',
        regime: plan?.terms.regime ?? '',
      },
      corrections: readCorrections(context, record),
      beside: rows.filter((row) => row.hash !== hash),
      skips: state.skips.map((skip) => ({ ...skip, by: actorName(skip.by, context) })),
    };
  };

  return os.router({
    get: os.get.handler(({ input: { hash } }) => detail(hash)),

    history: os.history.handler(({ input }) => {
      const { instrumentId, planId, fromOn, toOn, only, before, limit } = input;
      const clauses: string[] = [];
      const values: (string | number)[] = [];
      const where = (clause: string, ...given: (string | number)[]): void => {
        clauses.push(clause);
        values.push(...given);
      };
      if (planId !== null) where('plan_id = ?', planId);
      if (fromOn !== null) where('performed_on >= ?', fromOn);
      if (toOn !== null) where('performed_on <= ?', toOn);
      const rare = rareOf[only];
      if (rare !== null) where(rareRows[rare]);
      const [beforeOn = '', beforeHash = ''] = before?.split(' ') ?? [];
      if (before !== null) where('(performed_on, hash) < (?, ?)', beforeOn, beforeHash);
      // Instrument by instrument: each reads the end of its own index, however many years lie before.
      const ids = instrumentId === null ? [...desk.surroundings.instruments.keys()] : [instrumentId];
      const statement = store.db.prepare<(string | number)[], PerformedTableRow>(
        `SELECT * FROM maintenance_performed ${rare === null ? '' : `INDEXED BY maintenance_performed_${rare}`}
         WHERE ${['instrument_id = ?', ...clauses].join(' AND ')}
         ORDER BY performed_on DESC, hash DESC LIMIT ?`,
      );
      const found = ids
        .flatMap((id) => statement.all(id, ...values, limit))
        .toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))
        .slice(0, limit);
      const last = found.length === limit ? found.at(-1) : undefined;
      return { rows: found.map((row) => toPerformedRow(context, desk, row)), next: last ? keyOf(last) : null };
    }),

    skip: os.skip.handler(({ input }) => skipTask(context, desk, input)),
    correct: os.correct.handler(({ input }) => correctTask(context, desk, input)),
    void: os.void.handler(({ input }) => voidTask(context, desk, input)),
    review: os.review.handler(({ input }) => reviewTasks(context, input)),
    month: os.month.handler(({ input: { instrumentId, month } }) => monthGridOf(context, desk, instrumentId, month)),
  });
}

/** Which index of its own answers a filter. */
const rareOf = {
  all: null,
  'to-review': 'to_review',
  failed: 'failed',
  'late-entries': 'late_entries',
  conflicts: 'in_conflict',
} as const satisfies Record<string, keyof typeof rareRows | null>;

const keyOf = (row: PerformedTableRow): string => `${row.performed_on} ${row.hash}`;

/** Corrections of a record, each with what it changed: old and new. */
function readCorrections(context: HostContext, record: StoredRecord): TaskDetail['corrections'] {
  let before = record;
  return amendmentsOf(context, record).flatMap((amendment) => {
    if (!isRecordOf(amendment, recordAmended) || !isRecordOf(before, taskPerformed)) return [];
    const after = { ...before, body: amendedBody(before, [amendment]) } as typeof before;
    const changes = changesOf(before.body, after.body);
    before = after;
    const { hash, wall: at, actor } = amendment;
    return [{ hash, at, by: actorName(actor, context), reason: amendment.body.reason, changes }];
  });
}

function changesOf(before: object, after: object): { field: string; from: string; to: string }[] {
  const flat = (body: object): Record<string, string> => {
    const { fields, ...rest } = body as { fields: readonly RecordedField[] };
    const shown = Object.entries(rest)
      .filter(([name]) => name !== 'correctionCount')
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
    const values = fields.flatMap((field) => [
      [field.label, [field.value ?? field.photo?.name ?? '', field.unit].filter(Boolean).join(' ')],
      ...(field.note ? [[`${field.label} note`, field.note]] : []),
    ]);
    return Object.fromEntries([...shown, ...values]) as Record<string, string>;
  };
  const [from, to] = [flat(before), flat(after)];
  return Object.keys({ ...from, ...to })
    .map((field) => ({ field, from: from[field] ?? '', to: to[field] ?? '' }))
    .filter((one) => one.from !== one.to);
}
