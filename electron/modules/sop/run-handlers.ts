import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { runsContract } from '../../../shared/modules/sop/run-contract.ts';
import { newId } from '../new-id.ts';
import type { SopDesk } from './desk.ts';
import { RunDesk } from './run-desk.ts';
import { requireRun, runRows, runView } from './run-view.ts';

/** A photo of a gauge needs no more; the blob store itself takes up to 50 MiB. */
const mostPhotoBytes = 12 * 1024 * 1024;
/** A photo shows more than was meant: it lies sealed, under the hash of its sealed bytes. */
const photoPurpose = 'photo';
const photoTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export function createRunHandlers(desk: SopDesk) {
  const os = implement(runsContract);
  const runs = new RunDesk(desk);
  const { store } = desk.context;

  return os.router({
    list: os.list.handler(({ input }) => runRows(desk, input)),
    get: os.get.handler(({ input }) => runView(desk, input.runId)),
    start: os.start.handler(({ input }) => runs.start(input)),

    open: os.open.handler(({ input }) => runs.open(input)),
    saveField: os.saveField.handler(({ input: { entry, ...where } }) => runs.saveField(where, entry)),
    dropField: os.dropField.handler(({ input }) => runs.drop(input)),
    startTimer: os.startTimer.handler(({ input }) => runs.startTimer(input)),
    stopTimer: os.stopTimer.handler(({ input }) => runs.stopTimer(input)),

    answer: os.answer.handler(({ input: { entry, reason, signing, ...where } }) =>
      runs.answer(where, { entry, reason, signing }),
    ),

    deviate: os.deviate.handler(({ input: { runId, versionHash, ...deviation } }) => {
      if (requireRun(desk, runId).started.versionHash !== versionHash) throw new AppError('sop/other-form', { runId });
      return runs.withWords(runId, (content) => ({
        ...{ do: 'deviate', content, deviationId: newId(), notedAt: desk.now() },
        ...deviation,
      }));
    }),

    pause: os.pause.handler(({ input: { runId, reason } }) => runs.command(runId, { do: 'pause', reason })),
    resume: os.resume.handler(({ input: { runId, note } }) => runs.command(runId, { do: 'resume', note })),

    handOver: os.handOver.handler(({ input: { runId, ...to } }) =>
      runs.withWords(runId, (content) => ({ do: 'hand-over', content, ...to })),
    ),

    finish: os.finish.handler(({ input: { runId, note, signing } }) => runs.finish(runId, note, signing)),
    sign: os.sign.handler(({ input: { runId, meaning, note, signing } }) => runs.sign(runId, meaning, note, signing)),
    reopen: os.reopen.handler(({ input: { runId, reason } }) => runs.command(runId, { do: 'reopen', reason })),
    abandon: os.abandon.handler(({ input: { runId, reason } }) => runs.close(runId, { do: 'abandon', reason })),

    wireReadings: os.wireReadings.handler(async ({ input: { limit, ...where } }) => {
      const { run, step } = runs.step(where);
      if (step.kind !== 'reading' || run.started.instrumentId === '') return [];
      // Asked at each call: while the modules are made there are no calls yet.
      return desk.context.calls.maintenance.sheets.wireReadings({
        ...{ instrumentId: run.started.instrumentId, source: step.wire, limit },
      });
    }),

    savePhoto: os.savePhoto.handler(({ input: { name, mediaType, bytes } }) => {
      if (!photoTypes.includes(mediaType)) throw new AppError('sop/not-a-photo', { name });
      if (bytes.length > mostPhotoBytes) {
        throw new AppError('sop/photo-too-large', { name, most: mostPhotoBytes / 1024 / 1024 });
      }
      const sealed = store.keys.seal(photoPurpose, bytes);
      return { sha256: store.blobs.put(sealed).sha256, byteCount: bytes.length, name, mediaType };
    }),

    photo: os.photo.handler(({ input: { sha256 } }) => {
      const sealed = store.blobs.get(sha256);
      if (sealed === undefined) throw new AppError('sop/photo-not-found', {});
      return { bytes: new Uint8Array(store.keys.open(photoPurpose, sealed)) };
    }),
  });
}
