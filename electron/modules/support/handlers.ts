import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { supportContract } from '../../../shared/modules/support/contract.ts';
import { packageSaved, supportStream } from '../../../shared/modules/support/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { saveChosen } from '../../host/save-chosen.ts';
import { personAuthor } from '../authors.ts';
import { type CallPackage, makePackage, photosOf } from './call-package.ts';
import { knownLines, namesOf, readSnapshots, requireRegistered, takeSnapshot, visitsOf } from './configuration.ts';

/** Packages that were shown and may still be saved; a new one pushes the oldest out. */
const mostShown = 3;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext, shown: Map<string, CallPackage>) {
  const os = implement(supportContract);
  return os.router({
    configuration: {
      list: os.configuration.list.handler(({ input: { instrumentId } }) => readSnapshots(context, instrumentId)),

      draft: os.configuration.draft.handler(({ input: { instrumentId } }) => ({
        lines: knownLines(context, requireRegistered(context, instrumentId)),
        names: namesOf(readSnapshots(context, instrumentId)),
        visits: visitsOf(context),
      })),

      take: os.configuration.take.handler(({ input }) => ({ id: takeSnapshot(context, input) })),
    },

    callPackage: {
      preview: os.callPackage.preview.handler(async ({ input: { instrumentId, ...wishes } }) => {
        const instrument = requireRegistered(context, instrumentId);
        const photos = photosOf(context, instrumentId);
        const wanted = wishes.photos.filter((sha256) => photos.some((photo) => photo.sha256 === sha256));
        const chosen = await Promise.all(wanted.map((sha256) => context.calls.troubleshooting.photo({ sha256 })));
        await context.store.wire.flush();
        const made = makePackage(context, instrument, { ...wishes, photos: chosen });
        const token = randomUUID();
        shown.set(token, made);
        for (const oldest of shown.keys()) {
          if (shown.size <= mostShown) break;
          shown.delete(oldest);
        }
        const { fileName, bytes, sha256, files } = made;
        return { token, fileName, byteCount: bytes.length, sha256, files, photos };
      }),

      save: os.callPackage.save.handler(async ({ input: { token, grant } }) => {
        const made = shown.get(token);
        if (made === undefined) throw new AppError('support/nothing-shown', {});
        const file = context.files.take(grant, 'export');
        const { instrumentId, bytes, sha256, files } = made;
        const at = new Date(context.clock.wallMs()).toISOString();
        await saveChosen(
          file,
          async (part) => writeWhole(part, bytes),
          () => {
            const contents = files.map(({ name }) => name);
            const fileName = basename(file).slice(0, 260);
            const body = { instrumentId, at, fileName, byteCount: bytes.length, sha256, contents };
            const author = personAuthor(context.actor);
            context.store.records.append([draft(packageSaved, supportStream(instrumentId), body)], author);
          },
        );
        shown.delete(token);
        return { file, byteCount: bytes.length, sha256 };
      }),
    },
  });
}

/** Creates the file, never over another, and returns when the disk has it. */
function writeWhole(part: string, bytes: Uint8Array): void {
  const handle = openSync(part, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
