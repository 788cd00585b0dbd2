import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { type Catalog, loadCatalog } from '../instruments/catalog.ts';
import { say } from './command.ts';
import { sentenceOf } from './words.ts';

/** The program's own folder: where `resources/` lies when the commands run from a checkout. */
export const programFolder = fileURLToPath(new URL('../../', import.meta.url));
export const resourcesFolder = join(programFolder, 'resources');

/**
 * Every definition. What is wrong with a lab's own ones is said, and the shipped ones stay.
 *
 * @throws AppError `usage/no-such-folder`
 */
export async function loadDefinitions(labFolder: string | null): Promise<Catalog> {
  if (labFolder !== null && !existsSync(labFolder)) throw new AppError('usage/no-such-folder', { folder: labFolder });
  const catalog = await loadCatalog({ shipped: resourcesFolder, lab: labFolder });
  for (const { code, folder, detail } of catalog.problems) say(sentenceOf(code, { folder, problem: detail }));
  return catalog;
}

/**
 * The definition named on the command line. What is wrong with a lab's own definitions is said, and the shipped ones stay.
 *
 * @throws AppError `usage/definition-unknown`, `usage/definition-missing`, `usage/no-such-folder`
 */
export async function findDefinition(
  key: string | undefined,
  labFolder: string | null = null,
): Promise<{ definition: InstrumentDefinition; catalog: Catalog }> {
  const catalog = await loadDefinitions(labFolder);
  const known = catalog
    .list()
    .map((each) => each.key)
    .join(', ');
  if (key === undefined) throw new AppError('usage/definition-missing', { known });
  const definition = catalog.get(key);
  if (definition === undefined) throw new AppError('usage/definition-unknown', { key, known });
  return { definition, catalog };
}

/**
 * Refuses what has no line: a manual instrument, and for a command that needs one, an instrument that writes files.
 *
 * @throws AppError `usage/no-wire`
 */
export function requireWire(definition: InstrumentDefinition, takesFiles: boolean): void {
  const { conversation, maker, model } = definition;
  if (conversation === 'none' || (conversation === 'files' && !takesFiles)) {
    throw new AppError('usage/no-wire', { model: `${maker} ${model}` });
  }
}

/** Version of the program, from its `package.json`. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Where commands keep what they must not lose, in the place each system has for it. */
export function userDataFolder(): string {
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return join(process.env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Benchside');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Benchside');
    default:
      return join(process.env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'benchside');
  }
}
