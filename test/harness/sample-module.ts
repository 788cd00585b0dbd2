import * as z from 'zod';
import { defineProjection, type StoreModule } from '../../electron/store/projection.ts';
import type { Decider } from '../../shared/records/decider.ts';
import { defineRecord, draft, isRecordOf, type RecordAuthor, type StoredRecord } from '../../shared/records/define.ts';

/** A module as small as one can be, for tests of the store itself: lamps that are hung, switched and measured. */

export const lampHung = defineRecord({
  type: 'lamp.hung',
  version: 2,
  schema: () => z.object({ name: z.string(), watts: z.number() }),
  upcasts: { 1: (body) => ({ name: body.title, watts: 40 }) },
  kind: 'decision',
  scope: 'site',
});

export const lampSwitched = defineRecord({
  type: 'lamp.switched',
  version: 1,
  schema: () => z.object({ isOn: z.boolean() }),
  kind: 'decision',
  scope: 'site',
});

export const lampMeasured = defineRecord({
  type: 'lamp.measured',
  version: 1,
  schema: () => z.object({ lux: z.number(), note: z.string().optional() }),
  kind: 'fact',
  scope: 'site',
});

export interface LampState {
  readonly name: string;
  readonly isOn: boolean;
  readonly measuredCount: number;
}

export type LampCommand = { do: 'hang'; name: string; watts: number } | { do: 'switch'; isOn: boolean };

export const lampDecider: Decider<LampState, LampCommand> = {
  initial: () => ({ name: '', isOn: false, measuredCount: 0 }),
  evolve(state, record, context) {
    if (isRecordOf(record, lampHung)) return { ...state, name: record.body.name };
    if (isRecordOf(record, lampMeasured)) return { ...state, measuredCount: state.measuredCount + 1 };
    if (!isRecordOf(record, lampSwitched)) return state;
    const rivals = context.concurrentWith.filter(
      (other) => isRecordOf(other, lampSwitched) && other.body.isOn !== record.body.isOn,
    );
    if (rivals.length > 0)
      context.conflict(
        'lamp/switched-both-ways',
        {},
        rivals.map((rival) => rival.hash),
      );
    return { ...state, isOn: record.body.isOn };
  },
  decide(state, command, stream) {
    if (command.do === 'hang') return [draft(lampHung, stream, { name: command.name, watts: command.watts })];
    return state.isOn === command.isOn ? [] : [draft(lampSwitched, stream, { isOn: command.isOn })];
  },
};

export const lampTables = defineProjection<LampState>({
  name: 'lamps',
  version: 1,
  ddl: [
    'CREATE TABLE lamps (stream TEXT NOT NULL, name TEXT NOT NULL, is_on INTEGER NOT NULL, measured INTEGER NOT NULL, PRIMARY KEY (stream)) STRICT',
  ],
  tables: ['lamps'],
  reads: [lampHung, lampSwitched, lampMeasured],
  fold: lampDecider,
  apply: (_record, { stream, state }) => [
    {
      sql: 'INSERT OR REPLACE INTO lamps (stream, name, is_on, measured) VALUES (?, ?, ?, ?)',
      values: [stream, state.name, state.isOn ? 1 : 0, state.measuredCount],
    },
  ],
});

export const luxTables = defineProjection({
  name: 'lux',
  version: 1,
  ddl: ['CREATE TABLE lux (hash TEXT PRIMARY KEY, stream TEXT NOT NULL, lux REAL NOT NULL) STRICT'],
  tables: ['lux'],
  reads: [lampMeasured],
  apply: (record: StoredRecord, { stream }) => [
    {
      sql: 'INSERT INTO lux (hash, stream, lux) VALUES (?, ?, ?)',
      values: [record.hash, stream, (record.body as { lux: number }).lux],
    },
  ],
});

export const lampModule: StoreModule = {
  name: 'lamps',
  records: [lampHung, lampSwitched, lampMeasured],
  projections: [lampTables, luxTables],
};

export const tester: RecordAuthor = { actor: 'os:tester', auth: { session: null, proof: 'os-user' } };
