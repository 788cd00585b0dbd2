import * as z from 'zod';
import { conflictDecided } from '../../records/conflicts.ts';
import { defineRecord } from '../../records/define.ts';

const id = z.string().min(1).max(64);

/** Two that look alike are two: nobody is asked again. That they are one is a record of the log itself (`instrument.same-as`). */
export const keptApart = defineRecord({
  type: 'joining.kept-apart',
  version: 1,
  schema: () =>
    z.object({ subject: z.enum(['instrument', 'person']), a: id, b: id, reason: z.string().min(1).max(500) }),
  kind: 'fact',
  scope: 'site',
});

export const joiningRecords = [conflictDecided, keptApart] as const;

/** Stream of what is said about two, in whatever order they are named. */
export const pairStream = (subject: 'instrument' | 'person', a: string, b: string) =>
  `kept-apart/${subject}-${a < b ? a : b}/${a < b ? b : a}`;
