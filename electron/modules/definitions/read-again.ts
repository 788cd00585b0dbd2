import { AppError } from '../../../shared/kernel/errors.ts';
import { definitionStream, messagesReadAgain } from '../../../shared/modules/definitions/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { createReader } from '../../instruments/message-reader.ts';
import { recoverConversations } from '../../instruments/recover.ts';
import { siteHashing } from '../../instruments/specimen-hash.ts';
import type { StoredMessage } from '../../store/types.ts';
import { personAuthor } from '../authors.ts';

/** Messages looked at in one go; the newest are what a person is looking at. */
const MOST_MESSAGES = 2_000;

/** Messages of an instrument that another version of its definition read, newest first: their ids. */
export const listStale = ({ store }: HostContext, instrumentId: string, hash: string): string[] =>
  store.messages.readOtherwise(instrumentId, hash, MOST_MESSAGES);

/**
 * Reads stored messages again from their raw bytes with the definition that is in use now (decision 9): the earlier reading
 * stays beside, records made of it stay as they are, and no error is raised anew.
 *
 * @throws AppError `instruments/definition-unknown`
 */
export function readMessagesAgain(context: HostContext, instrumentId: string, definitionKey: string) {
  const { store, catalog, clock } = context;
  const definition = catalog.get(definitionKey);
  if (definition === undefined) throw new AppError('instruments/definition-unknown', { key: definitionKey });
  const at = new Date(clock.wallMs()).toISOString();
  return store.transaction(() => {
    const counts = { readCount: 0, changedCount: 0, goneCount: 0 };
    for (const messageId of listStale(context, instrumentId, definition.stamp.hash)) {
      const message = store.messages.get(messageId);
      if (message === undefined) continue;
      const { conversation, frames } = message;
      const entries = store.wire.byIds(frames);
      const heard = recoverConversations([{ conversation, entries }], definition).find((one) => 'bytes' in one);
      if (entries.length < frames.length || entries.length === 0 || heard === undefined) {
        counts.goneCount += 1;
        continue;
      }
      // A reader of its own: what an instrument said before is not what this old message should be read with.
      const reader = createReader(definition, instrumentId, siteHashing(store.keys));
      const read = reader.message({ ...heard, receivedAt: message.receivedAt });
      const signals = read.signals.map((signal) => ({ ...signal, message: messageId }));
      counts.readCount += 1;
      if (sayOf(signals) !== sayOf(message.signals)) counts.changedCount += 1;
      const { summary, maskedRecords } = read;
      store.messages.readAgain(
        messageId,
        { definition: definition.stamp, records: maskedRecords, signals, summary },
        at,
      );
    }
    if (counts.readCount + counts.goneCount > 0) {
      const { version, hash } = definition.stamp;
      const body = { key: definitionKey, instrumentId, after: { version, hash }, ...counts };
      store.records.append(
        [draft(messagesReadAgain, definitionStream(definitionKey), body)],
        personAuthor(context.actor),
      );
    }
    return counts;
  });
}

/** What signals say, without who read them and when. */
function sayOf(signals: StoredMessage['signals']): string {
  return JSON.stringify(signals.map(({ definition, at, message, frames, ...rest }) => rest));
}
