import { stringify } from 'yaml';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { AppError, isAppError } from '../../../shared/kernel/errors.ts';
import type { PackPreview } from '../../../shared/modules/definitions/contract.ts';
import {
  type DefinitionChange,
  definitionSaved,
  definitionStream,
} from '../../../shared/modules/definitions/records.ts';
import { compareVersions, findChanges } from '../../../shared/modules/definitions/rules-naming.ts';
import { type PackItem, packItem, packKind } from '../../../shared/modules/definitions/rules-pack.ts';
import { draft } from '../../../shared/records/define.ts';
import { readContainerBytes, saveContainer, signerOf } from '../../host/container-file.ts';
import type { HostContext } from '../../host/module.ts';
import type { LabFiles } from '../../instruments/lab-definitions.ts';
import { personAuthor } from '../authors.ts';

/** Changes that are listed in a preview and in a record; the count goes on. */
const MOST_LISTED = 400;

interface ReadPack {
  readonly preview: PackPreview;
  /** By index; null where it can not be taken. */
  readonly items: readonly (PackItem | null)[];
}

/** The lab's own folders as one file. @throws AppError `definitions/nothing-of-the-lab`, those of `saveChosen` */
export async function exportPack(context: HostContext, path: string, keys: readonly string[]) {
  const { labDefinitions, catalog } = context;
  const shipped = await labDefinitions.shipped();
  const items: PackItem[] = [];
  for (const key of new Set(keys)) {
    const files = await labDefinitions.read(key);
    const definition = catalog.get(key);
    if (files === null || definition === undefined) continue;
    const below = shipped.get(key)?.stamp;
    const over = below === undefined ? null : { version: below.version, hash: below.hash };
    items.push({ key, version: definition.version, over, files });
  }
  if (items.length === 0) throw new AppError('definitions/nothing-of-the-lab', {});
  const made = { kind: packKind, madeAt: now(context), madeBy: context.actor.name };
  return { count: items.length, ...(await saveContainer(path, made, items, context.store.keys)) };
}

/** What a pack would change here, tried out and written nowhere. @throws AppError `container/...`, `definitions/not-text` */
export async function readPack(context: HostContext, bytes: Uint8Array): Promise<ReadPack> {
  const { file, sha256 } = readContainerBytes(bytes, packKind, 'definitions/not-text');
  const items: (PackItem | null)[] = [];
  const shown: PackPreview['items'] = [];
  for (const [index, { value }] of file.items.entries()) {
    const parsed = packItem.safeParse(value);
    const looked = parsed.success ? await tryItem(context, parsed.data) : unreadable;
    items.push(parsed.success && looked.refusedBecause === '' ? parsed.data : null);
    shown.push({ index, ...looked });
  }
  const badLines = file.badLines.map(({ line, code }) => ({ line, code: `container/${code}` }));
  const { madeAt, madeBy } = file;
  const signedBy = signerOf(file, context.store);
  return { preview: { sha256, madeAt, madeBy, signedBy, items: shown, badLines }, items };
}

type Looked = Omit<PackPreview['items'][number], 'index'>;

const unreadable: Looked = {
  ...{ key: '', version: '', standing: 'new', refusedBecause: 'catalog/not-sound', problem: 'not a definition' },
  ...{ changes: [], changeCount: 0 },
};

async function tryItem({ labDefinitions, catalog }: HostContext, { key, version, files }: PackItem): Promise<Looked> {
  const here = catalog.get(key);
  try {
    const changes = findChanges(here && plain(here), plain(await labDefinitions.tryOut(key, files)));
    const isOlder = here !== undefined && compareVersions(version, here.version) < 0;
    const standing = here === undefined ? 'new' : changes.length === 0 ? 'same' : isOlder ? 'older' : 'changes';
    const listed = { changes: changes.slice(0, MOST_LISTED), changeCount: changes.length };
    return { key, version, standing, refusedBecause: '', problem: '', ...listed };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const problem = String(error.data.problem ?? '').slice(0, 400);
    return { ...unreadable, key, version, refusedBecause: error.code, problem };
  }
}

/** Takes the chosen items of the pack that was looked at. @throws AppError `definitions/file-changed`, `definitions/item-refused` */
export async function takePack(
  context: HostContext,
  bytes: Uint8Array,
  { sha256: expected, indexes, reason }: { sha256: string; indexes: readonly number[]; reason: string },
): Promise<{ takenCount: number }> {
  const { preview, items } = await readPack(context, bytes);
  if (preview.sha256 !== expected) throw new AppError('definitions/file-changed', {});
  const chosen = [...new Set(indexes)].map((index) => {
    const item = items[index];
    if (!item) throw new AppError('definitions/item-refused', { index: index + 1 });
    return item;
  });
  const pack = { sha256: preview.sha256, madeBy: preview.madeBy.slice(0, 200), madeAt: preview.madeAt };
  for (const { key, files } of chosen) await saveDefinition(context, key, files, { reason, pack });
  return { takenCount: chosen.length };
}

/** Writes a folder of the lab's and records what it changed. */
export async function saveDefinition(
  context: HostContext,
  key: string,
  files: LabFiles,
  why: { reason: string; pack: { sha256: string; madeBy: string; madeAt: string } | null },
): Promise<{ definition: InstrumentDefinition; changes: DefinitionChange[] }> {
  const before = context.catalog.get(key);
  const author = personAuthor(context.actor);
  const definition = await context.labDefinitions.save(key, files);
  const changes = findChanges(before && plain(before), plain(definition));
  const body = {
    key,
    before: before === undefined ? null : { version: before.version, hash: before.stamp.hash },
    after: { version: definition.version, hash: definition.stamp.hash },
    ...why,
    changes: changes.slice(0, MOST_LISTED),
    changeCount: changes.length,
  };
  context.store.transaction(() =>
    context.store.records.append([draft(definitionSaved, definitionStream(key), body)], author),
  );
  return { definition, changes };
}

/** A definition without what differs by itself. */
function plain({ stamp, origin, ...rest }: InstrumentDefinition): unknown {
  return rest;
}

/** YAML as a person would write it: no anchors, no long lines folded. */
export const toYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

export const now = ({ clock }: HostContext): string => new Date(clock.wallMs()).toISOString();
