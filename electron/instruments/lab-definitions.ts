import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { FOLDER_FILES, type FolderFileName } from '../../shared/instruments/folder-files.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { copyFolder, writeFolderDurably } from '../store/durable-folders.ts';
import { type Catalog, loadCatalog } from './catalog.ts';
import { listFolders, readText } from './catalog-files.ts';

/** Files of one folder of the lab's own, as text; what is not there is absent. */
export type LabFiles = Readonly<Partial<Record<FolderFileName, string>>>;

/** The lab's own definitions on the disk: read, tried out, and written whole or not at all. */
export interface LabDefinitions {
  /** Null where the lab has no folder of that key. */
  read(key: string): Promise<LabFiles | null>;
  /** Folders of the lab's that can not be used, and why. */
  problems(): Catalog['problems'];
  /** Keys of the lab's own folders. */
  keys(): Promise<string[]>;
  /** Keys of the shipped folders. */
  shippedKeys(): Promise<string[]>;
  /** The catalogue without anything of the lab's. */
  shipped(): Promise<Catalog>;
  /**
   * The definition as it would be with these files in the lab's folder; nothing is written there.
   *
   * @throws AppError `catalog/...` as a start would list it
   */
  tryOut(key: string, files: LabFiles): Promise<InstrumentDefinition>;
  /** Writes the folder and reads the catalogue anew; lines of its instruments begin anew with it. */
  save(key: string, files: LabFiles): Promise<InstrumentDefinition>;
}

export interface LabDefinitionParts {
  readonly shippedFolder: string;
  readonly labFolder: string;
  /** Takes the new catalogue into use. */
  readonly current: () => Catalog;
  readonly use: (catalog: Catalog) => void;
}

export function createLabDefinitions({ shippedFolder, labFolder, current, use }: LabDefinitionParts): LabDefinitions {
  const load = (lab: string | null) => loadCatalog({ shipped: shippedFolder, lab });
  const definitionOf = (catalog: Catalog, key: string): InstrumentDefinition => {
    const problem = catalog.problems.find(({ folder }) => folder === key);
    if (problem !== undefined) throw new AppError(problem.code, { folder: key, problem: problem.detail });
    const definition = catalog.get(key);
    if (definition === undefined) throw new AppError('catalog/not-sound', { folder: key, problem: 'nothing-in-it' });
    return definition;
  };
  const read = async (key: string): Promise<LabFiles | null> => {
    if (!(await listFolders(labFolder)).includes(key)) return null;
    const texts = await Promise.all(
      FOLDER_FILES.map(async (file) => [file, await readText(join(labFolder, key, file))] as const),
    );
    return Object.fromEntries(texts.filter(([, text]) => text !== null));
  };
  const tryOut = async (key: string, files: LabFiles): Promise<InstrumentDefinition> => {
    // Beside the real one, hidden: what other folders of the lab say may matter to this one.
    const parent = join(labFolder, '..');
    const trial = await mkdtemp(join(parent, '.definitions-'));
    try {
      await copyFolder(labFolder, trial);
      await writeFolderDurably(join(trial, key), files);
      return definitionOf(await load(trial), key);
    } finally {
      await rm(trial, { recursive: true, force: true });
    }
  };
  return {
    read,
    problems: () => current().problems,
    keys: () => listFolders(labFolder),
    shippedKeys: () => listFolders(join(shippedFolder, 'instruments')),
    shipped: () => load(null),
    tryOut,
    async save(key, files) {
      await tryOut(key, files);
      await writeFolderDurably(join(labFolder, key), files);
      const catalog = await load(labFolder);
      use(catalog);
      return definitionOf(catalog, key);
    },
  };
}
