import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, fill, nameModule, register, registrationsOf } from './new-module/plan.ts';

/**
 * `npm run new:module -- <name>`: a module that runs, with its tests. Nothing is written over; the name is refused when
 * any of its files exists. `--in <folder>` writes into another checkout.
 */
const [given = '', option, folder] = process.argv.slice(2);
const here = fileURLToPath(new URL('..', import.meta.url));
const root = option === '--in' && folder !== undefined ? folder : here;

const refuse = (why: string): never => {
  process.stderr.write(`${why}\n`);
  process.exit(1);
};

const name = nameModule(given) ?? refuse('Give a name in small letters with hyphens, such as: reagent-lots');
const files = filesOf(name);
const present = [...files.keys()].filter((file) => existsSync(join(root, file)));
if (present.length > 0) refuse(`A module of this name exists already: ${present.join(', ')}`);

const changed = new Map<string, string>();
const byHand: string[] = [];
for (const registration of registrationsOf(name)) {
  const { file, line } = registration;
  const text = register(changed.get(file) ?? readFileSync(join(root, file), 'utf8'), registration);
  if (text === null) byHand.push(`${file}: ${line.trim()}`);
  else changed.set(file, text);
}
for (const [file, template] of files) {
  changed.set(file, fill(readFileSync(join(here, 'scripts/new-module/templates', `${template}.tpl`), 'utf8'), name));
}
for (const [file, text] of changed) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  process.stdout.write(`${file}\n`);
}
if (byHand.length > 0) {
  process.stderr.write(`Put these lines in by hand; their place was not found:\n${byHand.join('\n')}\n`);
  process.exitCode = 1;
} else {
  // The names decide the order of imports and where lines break.
  const biome = join(here, 'node_modules/@biomejs/biome/bin/biome');
  const { status } = spawnSync(process.execPath, [biome, 'check', '--write', ...changed.keys()], {
    cwd: root,
    stdio: 'ignore',
  });
  if (status !== 0) process.stdout.write('Run: npx biome check --write .\n');
  process.stdout.write('Next: docs/adding-a-module.md says what to make of it.\n');
}
