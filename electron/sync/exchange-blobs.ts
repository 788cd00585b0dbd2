import { blobState } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { breathe, type LoopWork } from './loop-work.ts';
import { gatherNames, markOnHub, type NamedBlob, openBlobs } from './named-blobs.ts';

/** When a file that the hub did not have either was last asked for, and how often in vain (monotonic ms). */
export type AskedBlobs = Map<string, { readonly atMs: number; readonly times: number }>;

const firstAgainMs = 60_000;
const longestAgainMs = 86_400_000;

/**
 * Brings the hub the files that records name, and fetches those that are not here, piece by piece: what was there when a run
 * broke off is not sent again. A file goes after the record that names it. One that does not go does not hold up the others.
 */
export async function exchangeBlobs(work: LoopWork, asked: AskedBlobs, monoMs: () => number): Promise<void> {
  const { store } = work;
  while (gatherNames(store)) await breathe();
  const open = openBlobs(store);
  let failure: unknown;
  for (const [at, blob] of open.entries()) {
    work.progress(at, open.length);
    try {
      if (store.blobs.has(blob.sha256)) await bring(work, blob);
      else if (!blob.isOwn && isDue(asked, blob.sha256, monoMs())) {
        if (await fetch(work, blob)) asked.delete(blob.sha256);
        else asked.set(blob.sha256, { atMs: monoMs(), times: (asked.get(blob.sha256)?.times ?? 0) + 1 });
      }
    } catch (error) {
      const { code } = error as { code?: unknown };
      // The line or the hub as a whole: nothing else would fare better. A damaged or refused file is its own trouble.
      if (typeof code !== 'string' || !/blob|too-large/.test(code)) throw error;
      failure = error;
    }
    await breathe();
  }
  if (failure) throw failure;
}

function isDue(asked: AskedBlobs, sha256: string, nowMs: number): boolean {
  const last = asked.get(sha256);
  return !last || nowMs - last.atMs >= Math.min(longestAgainMs, firstAgainMs * 2 ** (last.times - 1));
}

async function bring({ store, client }: LoopWork, blob: NamedBlob): Promise<void> {
  if (!blob.isRecordOnHub) return;
  const path = `/v1/blobs/${blob.sha256}`;
  let { received, isWhole } = await client.json('GET', path, blobState);
  const bytes = isWhole ? undefined : store.blobs.get(blob.sha256);
  while (bytes && !isWhole) {
    const piece = bytes.subarray(received, received + syncLimits.blobChunkBytes);
    const reply = await client.call(
      'PUT',
      `${path}?at=${received}&of=${bytes.length}`,
      piece,
      'application/octet-stream',
    );
    ({ received, isWhole } = blobState.parse(JSON.parse(Buffer.from(reply.body).toString())));
    await breathe();
  }
  markOnHub(store, blob.sha256);
}

/** True when it is here now. */
async function fetch({ store, client }: LoopWork, { sha256 }: NamedBlob): Promise<boolean> {
  const { byteCount, isWhole } = await client.json('GET', `/v1/blobs/${sha256}`, blobState);
  if (!isWhole) return false;
  for (let isDone = false; !isDone; ) {
    const at = store.blobs.received(sha256);
    const { body } = await client.call('GET', `/v1/blobs/${sha256}/content?at=${at}`);
    isDone = store.blobs.receive(sha256, byteCount, at, body).isWhole;
    await breathe();
  }
  markOnHub(store, sha256);
  return true;
}
