import { implement } from '@orpc/server';
import { countFieldMap } from '../../../shared/instruments/field-map.ts';
import { codeOfTest, explainSignals } from '../../../shared/instruments/knowledge.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type MessageRow, messagesContract } from '../../../shared/modules/messages/contract.ts';
import { instrumentMessagesStream, partialDismissed } from '../../../shared/modules/messages/records.ts';
import { judgeAgreement } from '../../../shared/modules/messages/rules-agreement.ts';
import { differencesOf } from '../../../shared/modules/messages/rules-readings.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { createWireLineReader } from '../../instruments/wire-lines.ts';
import type { MessageFilter, StoredMessageRow } from '../../store/types.ts';
import { personAuthor } from '../authors.ts';

/** So many of the newest messages are held against each other. */
const AGREEMENT_MESSAGES = 20;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(messagesContract);
  const { store } = context;
  const { messages } = store;

  return os.router({
    count: os.count.handler(({ input }) => ({ count: messages.count(toFilter(input)) })),

    page: os.page.handler(({ input: { offset, limit, ...filter } }) => ({
      rows: messages.page(toFilter(filter), { offset, limit }).map(toRow),
      count: messages.count(toFilter(filter)),
    })),

    get: os.get.handler(({ input: { messageId } }) => {
      const message = messages.get(messageId);
      if (!message) throw new AppError('messages/not-found', { messageId });
      const definition = context.catalog.get(message.definition.key) ?? null;
      const entries = store.wire.byIds(message.frames);
      const mapping = definition?.mapping;
      const testComponent = mapping?.kind === 'lis02' ? mapping.testComponent : null;
      const terms =
        definition === null
          ? []
          : explainSignals(definition.knowledge, message.signals, (test) => codeOfTest(test, testComponent));
      const lines = createWireLineReader(definition).read(entries);
      return {
        ...toRow(message),
        definition: message.definition,
        records: message.records,
        signals: message.signals,
        terms: terms.map(({ kind, code, means, confidence }) => ({
          kind,
          code,
          means,
          isConfirmed: confidence === 'confirmed' || confidence === 'lab',
        })),
        testComponent,
        frames: lines.map(({ id, at, byteCount, text }) => ({ id, at, byteCount, text })),
        resends: message.resends,
        rivals: message.rivals,
        earlier: messages.earlier(messageId).map(({ definition: { key, version }, replacedAt, signals }, at, all) => ({
          definition: { key, version },
          replacedAt,
          differences: differencesOf(signals, all[at + 1]?.signals ?? message.signals),
        })),
      };
    }),

    agreement: os.agreement.handler(({ input: { instrumentId } }) => {
      const rows = messages.page({ instrumentId, only: 'all' }, { limit: AGREEMENT_MESSAGES });
      const stored = rows.flatMap(({ messageId }) => messages.get(messageId) ?? []);
      const definition = context.catalog.get(stored[0]?.definition.key ?? '');
      const mapping = definition?.mapping;
      const map = mapping !== undefined && 'fieldMap' in mapping ? mapping.fieldMap : null;
      // What another version of the map read says nothing about this one.
      const current = stored.filter((message) => message.definition.hash === definition?.stamp.hash);
      const { disagreements, ...agreement } = judgeAgreement(current);
      return {
        map: map === null ? null : { ...countFieldMap(map), askWhere: map.askWhere },
        ...agreement,
        disagreements: [...disagreements],
      };
    }),

    dismissPartial: os.dismissPartial.handler(({ input: { messageId, reason } }) => {
      const message = messages.get(messageId);
      if (!message) throw new AppError('messages/not-found', { messageId });
      const { instrumentId, receivedAt, frames } = message;
      const author = personAuthor(context.actor);
      store.transaction(() => {
        messages.dismiss(messageId, author.actor, reason, new Date(context.clock.wallMs()).toISOString());
        const body = { instrumentId, messageId, receivedAt, frameCount: frames.length, reason };
        store.records.append([draft(partialDismissed, instrumentMessagesStream(instrumentId), body)], author);
      });
      context.topics.announce('messages', 'instruments');
      return {};
    }),
  });
}

function toFilter(filter: {
  instrumentId: string | null;
  purpose: string | null;
  search: string;
  only: NonNullable<MessageFilter['only']>;
}): MessageFilter {
  return { instrumentId: filter.instrumentId, kind: filter.purpose, text: filter.search, only: filter.only };
}

function toRow(row: StoredMessageRow): MessageRow {
  return {
    id: row.messageId,
    cursor: row.cursor,
    instrumentId: row.instrumentId,
    receivedAt: row.receivedAt,
    purpose: row.kind,
    checksum: row.checksum,
    specimen: row.specimen,
    resultCount: row.resultCount,
    flaggedCount: row.flaggedCount,
    unmappedCount: row.unmappedCount,
    // One that was completed later needs nobody any more; the whole message is a row of its own.
    isPartial: row.state === 'partial' || row.state === 'dismissed',
    isDismissed: row.state === 'dismissed',
    resendCount: row.resendCount,
    hasRival: row.hasRival,
  };
}
