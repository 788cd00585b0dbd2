import { mkdirSync, readFileSync } from 'node:fs';
import { AppError, isAppError } from '../shared/kernel/errors.ts';
import { commands } from './cli/commands.ts';
import { exportTo, importFrom, restored } from './cli/moving.ts';
import { readOptions, usage } from './cli/options.ts';
import { serve } from './cli/serve.ts';
import { sentenceOf } from './cli/words.ts';
import { openHubStore } from './store/open-hub-store.ts';

/** `npm run hub -- [--data DIR] [--port N]`, and the commands of whoever runs it; see docs/operating-the-hub.md. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.isHelp) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const command = commands[options.command];
  const move = { export: exportTo, import: importFrom, restored }[options.command];
  if (!command && !move && options.command !== 'serve')
    throw new AppError('usage/unknown-command', { command: options.command });
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  if (move) {
    process.stdout.write(`${await move(options.place, options.argument)}\n`);
    return 0;
  }
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const store = await openHubStore(options.place, { version });
  try {
    if (command) return await command(store, options);
    await serve(store, options, version);
    return 0;
  } finally {
    await store.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const words = isAppError(error) ? sentenceOf(error.code, error.data) : String((error as Error).stack ?? error);
  process.stderr.write(`${words}\n`);
  process.exitCode = isAppError(error) && error.code.startsWith('usage/') ? 2 : 1;
}
