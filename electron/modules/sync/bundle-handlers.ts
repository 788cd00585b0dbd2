import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { bundlesContract, type Carried, type TakenBundle } from '../../../shared/modules/sync/bundles-contract.ts';
import { bundleStream, bundleTaken, bundleWritten, receiptRead } from '../../../shared/modules/sync/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { type CarriedBundle, carryBundle, dropCarried, handOn, listCarried } from '../../sync/bundle/carried.ts';
import { importBundle, previewBundle } from '../../sync/bundle/import-bundle.ts';
import { readReceiptFile, writeReceiptFile } from '../../sync/bundle/receipts.ts';
import { resumeBundle, writeBundle } from '../../sync/bundle/write-bundle.ts';
import { personAuthor } from '../authors.ts';
import type { BundleDesk } from './bundle-desk.ts';
import { boxedReceivers, readHistory, readReceivers, toPreview, whatFor } from './bundle-view.ts';
import { labelOf } from './state.ts';
import { totalsOf } from './written.ts';

/** Files a person chose and may still look at or take; a new one pushes the oldest out. */
const mostOpened = 8;
const megabyte = 1024 * 1024;

/** Records on a stick: written for others, looked at, taken, and the receipts that prove it. */
export function bundleHandlers(context: HostContext, desk: BundleDesk) {
  const os = implement(bundlesContract);
  const { store, files } = context;
  const opened = (token: string) => desk.open(token);

  return os.router({
    work: os.work.handler(() => desk.work),
    stop: os.stop.handler(() => {
      desk.stop();
      return {};
    }),
    receivers: os.receivers.handler(() => readReceivers(context)),
    history: os.history.handler(() => readHistory(context)),

    write: os.write.handler(async ({ input }) => {
      const author = personAuthor(context.actor);
      const to = boxedReceivers(context, input.devices);
      const path = files.take(input.grant, 'bundle');
      const written = await desk.run('writing', basename(path), ({ say, signal }) =>
        writeBundle({
          store,
          path,
          to,
          what: whatFor(context, input),
          passphrase: input.passphrase,
          label: labelOf(context),
          madeBy: context.actor.name,
          madeAt: new Date(context.clock.wallMs()).toISOString(),
          newId: randomUUID,
          maxPartBytes: input.partMegabytes * megabyte,
          abort: signal,
          onProgress: ({ records, totalRecords }) => say(records, totalRecords),
        }),
      );
      const totals = totalsOf(written);
      const body = {
        bundle: written.bundle,
        to: to.map(({ device, label }) => ({ device, label })),
        isSealed: to.length > 0 || input.passphrase !== null,
        ...totals,
      };
      store.records.append([draft(bundleWritten, bundleStream(written.bundle), body)], author);
      return { bundle: written.bundle, file: basename(path), ...totals };
    }),

    resume: os.resume.handler(async ({ input: { grant, partMegabytes } }) => {
      const path = files.take(grant, 'bundle');
      const written = await desk.run('writing', basename(path), ({ say, signal }) =>
        resumeBundle({
          store,
          path: path.replace(/\.part$/, ''),
          maxPartBytes: partMegabytes * megabyte,
          abort: signal,
          onProgress: ({ records, totalRecords }) => say(records, totalRecords),
        }),
      );
      return { bundle: written.bundle, file: basename(path), ...totalsOf(written) };
    }),

    open: os.open.handler(({ input: { grant } }) => {
      const path = files.take(grant, 'bundle');
      const token = randomUUID();
      desk.opened.set(token, { path, looked: null });
      for (const old of desk.opened.keys()) {
        if (desk.opened.size <= mostOpened) break;
        desk.opened.delete(old);
      }
      return { token, file: basename(path) };
    }),

    look: os.look.handler(async ({ input: { token, passphrase } }) => {
      const file = opened(token);
      const found = await desk.run('looking', basename(file.path), ({ say }) =>
        previewBundle({
          store,
          paths: [file.path],
          ...(passphrase === null ? {} : { passphrase }),
          onProgress: ({ bytes, totalBytes }) => say(bytes, totalBytes),
        }),
      );
      file.looked = { mark: found.mark, passphrase, header: found.header };
      return toPreview(context, found);
    }),

    take: os.take.handler(async ({ input: { token } }): Promise<TakenBundle> => {
      const author = personAuthor(context.actor);
      const { path, looked } = opened(token);
      if (looked === null) throw new AppError('sync/not-looked-at', {});
      const { mark, passphrase, header } = looked;
      const taken = await desk.run('taking', basename(path), ({ say, signal }) =>
        importBundle({
          store,
          mark,
          paths: [path],
          ...(passphrase === null ? {} : { passphrase }),
          abort: signal,
          onProgress: ({ bytes, totalBytes }) => say(bytes, totalBytes),
        }),
      );
      const { bundle, added, duplicate, pending, quarantined: setAside, filesKept, filesDamaged } = taken;
      const from = { device: header.from.device, label: header.from.label };
      const body = { bundle, from, madeAt: header.madeAt, added, duplicate, pending, setAside, filesKept };
      store.records.append([draft(bundleTaken, bundleStream(bundle), body)], author);
      const isWhole = taken.missingParts.length === 0 && taken.parts.every(({ state }) => state === 'whole');
      return { bundle, added, duplicate, pending, setAside, filesKept, filesDamaged, isWhole };
    }),

    carried: os.carried.handler(async () => (await listCarried(context.dataFolder)).map(toCarried)),
    carry: os.carry.handler(async ({ input: { token } }) => {
      const { path } = opened(token);
      const { bundle } = await desk.run('carrying', basename(path), () => carryBundle(context.dataFolder, [path]));
      return { bundle };
    }),
    handOn: os.handOn.handler(async ({ input: { bundle, grant } }) => {
      const path = files.take(grant, 'bundle');
      const { partCount } = await desk.run('carrying', basename(path), ({ say, signal }) =>
        handOn(context.dataFolder, bundle, path, { abort: signal, onBytes: (bytes) => say(bytes, null) }),
      );
      return { file: basename(path), partCount };
    }),
    dropCarried: os.dropCarried.handler(async ({ input: { bundle } }) => {
      await dropCarried(context.dataFolder, bundle);
      context.topics.announce('sync');
      return {};
    }),

    writeReceipt: os.writeReceipt.handler(async ({ input: { token, grant } }) => {
      const { looked } = opened(token);
      if (looked === null) throw new AppError('sync/not-looked-at', {});
      const path = files.take(grant, 'bundle');
      const at = new Date(context.clock.wallMs()).toISOString();
      const label = labelOf(context);
      await writeReceiptFile({ store, header: looked.header, path, label, madeBy: context.actor.name, at });
      return { file: basename(path) };
    }),

    readReceipt: os.readReceipt.handler(({ input: { bytes } }) => {
      const author = personAuthor(context.actor);
      const before = store.sync.unsent().count;
      const { receipt, contradicted } = readReceiptFile(store, bytes);
      const { bench: device, label, bundle, at: madeAt } = receipt;
      const ackedCount = before - store.sync.unsent().count;
      const body = { bundle, from: { device, label }, madeAt, ackedCount };
      store.records.append([draft(receiptRead, bundleStream(bundle), body)], author);
      return { label, at: madeAt, ackedCount, contradicted: [...contradicted] };
    }),
  });
}

function toCarried({ bundle, header, partCount, byteCount }: CarriedBundle): Carried {
  const to = header.to.map(({ device, label }) => ({ device, label }));
  return { bundle, from: header.from.label, to, madeAt: header.madeAt, partCount, byteCount };
}
