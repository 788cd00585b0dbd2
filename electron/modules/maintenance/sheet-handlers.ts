import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { sheetsContract } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { requirePlan } from './occurrences.ts';
import { performTask } from './perform-desk.ts';
import { SheetDesk } from './sheet-desk.ts';
import { fillFromWire, listReadings } from './wire-readings.ts';

/** A photo of a gauge needs no more; the blob store itself takes up to 50 MiB. */
const mostPhotoBytes = 12 * 1024 * 1024;
/** A photo shows more than was meant: it lies sealed, under the hash of its sealed bytes. */
const photoPurpose = 'photo';
const photoTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export function createSheetHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(sheetsContract);
  const sheets = new SheetDesk(context, desk);

  return os.router({
    open: os.open.handler(({ input: { planId, occurrence, isNew } }) => sheets.open(planId, occurrence, isNew)),
    get: os.get.handler(({ input: { sheetId } }) => sheets.view(sheets.require(sheetId))),
    list: os.list.handler(() => sheets.list()),
    saveField: os.saveField.handler(({ input: { sheetId, entry } }) => sheets.saveField(sheetId, entry)),

    discard: os.discard.handler(({ input: { sheetId } }) => {
      sheets.discard(sheetId);
      return {};
    }),

    perform: os.perform.handler(({ input }) => {
      const { planId, occurrence, entries } = sheets.requireCurrent(input.sheetId);
      return performTask(context, desk, { ...input, planId, occurrence, entries: Object.values(entries) });
    }),

    performNow: os.performNow.handler(({ input: { requestId, entries, ...work } }) => {
      const { instrumentId } = requirePlan(desk, work.planId);
      const filled = entries.map((entry) => fillFromWire(context, instrumentId, entry));
      return performTask(context, desk, { ...work, sheetId: requestId, entries: filled });
    }),

    wireReadings: os.wireReadings.handler(({ input: { instrumentId, source, limit } }) =>
      listReadings(context, instrumentId, source, limit),
    ),

    savePhoto: os.savePhoto.handler(({ input: { name, mediaType, bytes } }) => {
      if (!photoTypes.includes(mediaType)) throw new AppError('maintenance/not-a-photo', { name });
      if (bytes.length > mostPhotoBytes) {
        throw new AppError('maintenance/photo-too-large', { name, most: mostPhotoBytes / 1024 / 1024 });
      }
      const sealed = context.store.keys.seal(photoPurpose, bytes);
      return { sha256: context.store.blobs.put(sealed).sha256, byteCount: bytes.length, name, mediaType };
    }),

    photo: os.photo.handler(({ input: { sha256 } }) => {
      const sealed = context.store.blobs.get(sha256);
      if (sealed === undefined) throw new AppError('maintenance/photo-not-found', {});
      return { bytes: new Uint8Array(context.store.keys.open(photoPurpose, sealed)) };
    }),
  });
}
