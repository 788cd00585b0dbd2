import { implement } from '@orpc/server';
import { parse } from 'yaml';
import { listAnalytes } from '../../../shared/instruments/analytes.ts';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { definitionsContract } from '../../../shared/modules/definitions/contract.ts';
import { applyNames, isNameable } from '../../../shared/modules/definitions/rules-naming.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { fieldMapOf, listUnnamed, readPositions } from './live-message.ts';
import { exportPack, readPack, saveDefinition, takePack, toYaml } from './packs.ts';
import { listStale, readMessagesAgain } from './read-again.ts';

/** The newest messages are looked through for what has no name. */
const MESSAGES_LOOKED_THROUGH = 60;
const MOST_SAVED_SHOWN = 100;

interface SavedRow {
  hash: string;
  key: string;
  version: string;
  change_count: number;
  reason: string;
  from_pack: number;
  written_at: string;
  written_by: string;
}

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(definitionsContract);
  const { store, catalog, labDefinitions, files } = context;

  const definitionOf = async (instrumentId: string): Promise<InstrumentDefinition> => {
    const { definition: known } = await context.calls.instruments.get({ instrumentId });
    const definition = catalog.get(known.key);
    if (definition === undefined) throw new AppError('instruments/definition-unknown', { key: known.key });
    return definition;
  };

  return os.router({
    naming: os.naming.handler(async ({ input: { instrumentId } }) => {
      const definition = await definitionOf(instrumentId);
      const { key, maker, model, version, origin } = definition;
      const rows = store.messages.page({ instrumentId, only: 'all' }, { limit: MESSAGES_LOOKED_THROUGH });
      const messages = rows.flatMap(({ messageId }) => store.messages.get(messageId) ?? []);
      const [newest] = messages;
      return {
        definition: { key, maker, model, version, origin },
        isNameable: isNameable(definition),
        messageId: newest?.messageId ?? null,
        receivedAt: newest?.receivedAt ?? null,
        positions: readPositions(newest?.records ?? [], definition),
        records: newest?.records ?? [],
        // What an earlier version of the definition could not name may have a name by now.
        unnamed: listUnnamed(
          messages.filter((message) => message.definition.hash === definition.stamp.hash),
          definition,
        ),
        askWhere: fieldMapOf(definition)?.askWhere ?? '',
        analytes: listAnalytes().map(({ id, shortName, name }) => ({ id, shortName, name })),
        staleCount: listStale(context, instrumentId, definition.stamp.hash).length,
      };
    }),

    saveNames: os.saveNames.handler(async ({ input: { instrumentId, names, reason } }) => {
      const inUse = await definitionOf(instrumentId);
      const own = (await labDefinitions.read(inUse.key)) ?? {};
      const file = applyNames(parseOwn(own['instrument.yaml']), inUse, names);
      const written = { ...own, 'instrument.yaml': toYaml(file) };
      const { definition, changes } = await saveDefinition(context, inUse.key, written, { reason, pack: null });
      return { version: definition.version, changeCount: changes.length };
    }),

    readAgain: os.readAgain.handler(async ({ input: { instrumentId } }) => {
      const { key } = await definitionOf(instrumentId);
      const counts = readMessagesAgain(context, instrumentId, key);
      context.topics.announce('messages', 'definitions');
      return counts;
    }),

    own: os.own.handler(async () => {
      const shipped = new Set(await labDefinitions.shippedKeys());
      const keys = await labDefinitions.keys();
      const saved = store.db
        .prepare('SELECT * FROM definitions_saved ORDER BY written_at DESC, hash LIMIT ?')
        .all(MOST_SAVED_SHOWN) as SavedRow[];
      return {
        definitions: keys.flatMap((key) => {
          const definition = catalog.get(key);
          if (definition?.origin !== 'lab') return [];
          const { maker, model, version } = definition;
          return [{ key, maker, model, version, isShipped: shipped.has(key) }];
        }),
        problems: labDefinitions.problems().map(({ folder, code, detail }) => ({ folder, code, detail })),
        saved: saved.map((row) => ({
          hash: row.hash,
          key: row.key,
          version: row.version,
          changeCount: row.change_count,
          reason: row.reason,
          fromPack: row.from_pack === 1,
          writtenAt: row.written_at,
          writtenBy: actorName(row.written_by, context),
        })),
      };
    }),

    exportPack: os.exportPack.handler(({ input: { grant, keys } }) =>
      exportPack(context, files.take(grant, 'pack'), keys),
    ),
    previewPack: os.previewPack.handler(async ({ input: { bytes } }) => (await readPack(context, bytes)).preview),
    takePack: os.takePack.handler(({ input: { bytes, ...choice } }) => takePack(context, bytes, choice)),
  });
}

/** The lab's file was read when the catalogue was; one that is no YAML is a problem listed there, and is not written over. */
function parseOwn(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return parse(text, { schema: 'core', uniqueKeys: true, maxAliasCount: 0 });
  } catch (cause) {
    throw new AppError('catalog/not-yaml', { file: 'instrument.yaml' }, { cause });
  }
}
