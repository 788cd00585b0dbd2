import { implement } from '@orpc/server';
import { <<camel>>Contract } from '../../../shared/modules/<<kebab>>/contract.ts';
import { <<camel>>Stream } from '../../../shared/modules/<<kebab>>/records.ts';
import { <<camel>>Decider, type EntryCommand } from '../../../shared/modules/<<kebab>>/rules.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';

interface EntryRow {
  entry_id: string;
  text: string;
  is_withdrawn: number;
  written_at: string;
  written_by: string;
}

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(<<camel>>Contract);
  const { store } = context;

  /** Actor and clock are the host's, never the page's. */
  const act = (entryId: string, command: EntryCommand): void => {
    store.records.decide(<<camel>>Decider, <<camel>>Stream(entryId), command, personAuthor(context.actor));
  };

  return os.router({
    list: os.list.handler(({ input }) => {
      const rows = store.db
        .prepare(
          `SELECT entry_id, text, is_withdrawn, written_at, written_by FROM <<snake>>_entries
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
