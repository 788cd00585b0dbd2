import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { implement } from '@orpc/server';
import { filesContract } from '../../../shared/modules/sync/files-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { drillBackupFile, writeBackupFile } from '../../sync/bundle/backup-file.ts';
import { stagedUpdate, stageUpdate } from '../../sync/bundle/update-file.ts';
import type { BundleDesk } from './bundle-desk.ts';
import { labelOf } from './state.ts';
import { totalsOf } from './written.ts';

/** Public half of the makers' release key, base64url, beside the shipped definitions; a build without one takes no updates. */
const releaseKeyFile = 'release-key.txt';

/** Backups as one file with their drill, and updates of the program that come on a stick. */
export function fileHandlers(context: HostContext, desk: BundleDesk) {
  const os = implement(filesContract);
  const { store, files, dataFolder } = context;
  const installed = { version: context.appInfo.appVersion, platform: process.platform, arch: process.arch };

  return os.router({
    writeBackup: os.writeBackup.handler(async ({ input: { grant, passphrase } }) => {
      const path = files.take(grant, 'bundle');
      const written = await desk.run('writing', basename(path), ({ say, signal }) =>
        writeBackupFile({
          ...{ store, path, passphrase, label: labelOf(context), madeBy: context.actor.name, newId: randomUUID },
          madeAt: new Date(context.clock.wallMs()).toISOString(),
          abort: signal,
          onProgress: ({ files: done }) => say(done, null),
        }),
      );
      return { bundle: written.bundle, file: basename(path), ...totalsOf(written) };
    }),

    drill: os.drill.handler(async ({ input: { token, passphrase } }) => {
      const { path } = desk.open(token);
      const options = { store, paths: [path], folder: dataFolder, ...(passphrase === null ? {} : { passphrase }) };
      const { files: fileCount, ...report } = await desk.run('looking', basename(path), () => drillBackupFile(options));
      return { ...report, fileCount };
    }),

    stageUpdate: os.stageUpdate.handler(async ({ input: { grant } }) => {
      const path = files.take(grant, 'bundle');
      const staged = await stageUpdate({ path, dataFolder, installed, releaseKey: readReleaseKey(context) });
      const { version, madeAt, installer } = staged;
      return { version, madeAt, installer };
    }),

    stagedUpdate: os.stagedUpdate.handler(() => {
      const staged = stagedUpdate(dataFolder, installed);
      return staged === undefined
        ? null
        : { version: staged.version, madeAt: staged.madeAt, installer: staged.installer };
    }),
  });
}

function readReleaseKey({ resourcesFolder }: HostContext): string | null {
  const file = join(resourcesFolder, releaseKeyFile);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
