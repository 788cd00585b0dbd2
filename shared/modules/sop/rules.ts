import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { entryWithdrawn, entryWritten } from './records.ts';

/** Pure rules: what an entry is after its records, and what may be asked of it. No clock, no database. */

export interface EntryFold {
  readonly entryId: string;
  /** Null while only later records have arrived. */
  readonly text: string | null;
  readonly writtenAt: string;
  readonly writtenBy: string;
  readonly withdrawnHash: string | null;
}

export type EntryCommand =
  | { readonly do: 'write'; readonly text: string }
  | { readonly do: 'withdraw'; readonly reason: string };

/** Folds one record into an entry. Never throws; what breaks a rule is a named conflict. */
function evolveEntry(state: EntryFold, record: StoredRecord, context: FoldContext): EntryFold {
  if (isRecordOf(record, entryWritten)) {
    if (state.text !== null) return state;
    return { ...state, text: record.body.text, writtenAt: record.wall, writtenBy: record.actor };
  }
  if (isRecordOf(record, entryWithdrawn)) {
    if (state.withdrawnHash === null) return { ...state, withdrawnHash: record.hash };
    context.conflict('sop/withdrawn-twice', {}, [state.withdrawnHash]);
  }
  return state;
}

function decideEntry(state: EntryFold, command: EntryCommand, stream: string): readonly RecordDraft[] {
  const { entryId } = state;
  if (command.do === 'write') {
    return state.text === null ? [draft(entryWritten, stream, { entryId, text: command.text })] : [];
  }
  if (state.text === null) throw new AppError('sop/not-found', { entryId });
  if (state.withdrawnHash !== null) throw new AppError('sop/already-withdrawn', { entryId });
  return [draft(entryWithdrawn, stream, { entryId, reason: command.reason })];
}

/** The life of one entry. Withdrawing twice is refused with `sop/already-withdrawn`. */
export const sopDecider: Decider<EntryFold, EntryCommand> = {
  initial: (stream) => ({
    entryId: stream.slice(stream.indexOf('/') + 1),
    text: null,
    writtenAt: '',
    writtenBy: '',
    withdrawnHash: null,
  }),
  evolve: evolveEntry,
  decide: decideEntry,
};
