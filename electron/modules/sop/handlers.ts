import { implement } from '@orpc/server';
import { sopContract } from '../../../shared/modules/sop/contract.ts';
import { sopRecords, sopStream } from '../../../shared/modules/sop/records.ts';
import { type EntryCommand, sopDecider } from '../../../shared/modules/sop/rules.ts';
import type { HostContext, HostModule } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { sopTable } from './tables.ts';

interface EntryRow {
  entry_id: string;
  text: string;
  is_withdrawn: number;
  written_at: string;
  written_by: string;
}

export function createSopModule(): HostModule {
  return {
    name: 'sop',
    records: sopRecords,
    projections: [sopTable],
    createHandlers,
  };
}

function createHandlers(context: HostContext) {
  const os = implement(sopContract);
  const { store } = context;

  /** Actor and clock are the host's, never the page's. */
  const act = (entryId: string, command: EntryCommand): void => {
    store.records.decide(sopDecider, sopStream(entryId), command, personAuthor(context.actor));
  };

  return os.router({
    list: os.list.handler(({ input }) => {
      const rows = store.db
        .prepare(
          `SELECT entry_id, text, is_withdrawn, written_at, written_by FROM sop_entries
           ORDER BY written_at DESC, entry_id DESC LIMIT ?`,
        )
        .all(input.limit) as EntryRow[];
      return rows.map((row) => ({
        id: row.entry_id,
        text: row.text,
        isWithdrawn: row.is_withdrawn === 1,
        writtenAt: row.written_at,
        writtenBy: actorName(row.written_by, context),
        place: 'saved-here' as const,
      }));
    }),

    write: os.write.handler(({ input }) => {
      const id = newId();
      act(id, { do: 'write', text: input.text });
      return { id };
    }),

    withdraw: os.withdraw.handler(({ input: { id, reason } }) => {
      act(id, { do: 'withdraw', reason });
      return {};
    }),
  });
}
