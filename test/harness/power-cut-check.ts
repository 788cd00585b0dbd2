import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { verifyDataFolder } from '../../electron/store/verify-folder.ts';
import { draft } from '../../shared/records/define.ts';
import type { DiskImage } from './power-cut.ts';
import { lampHung, lampModule, tester } from './sample-module.ts';

export interface ImageVerdict {
  readonly what: string;
  readonly acknowledgedCount: number;
  /** Ledger lines for which nothing was found. */
  readonly lost: readonly string[];
  /** Anything else that is not as it must be after a power cut. */
  readonly problems: readonly string[];
}

/**
 * Starts the real store on a cut disk: it must come up by itself, without recovery and in its old epoch, hold all that
 * was acknowledged, go on, and (`isThorough`) prove itself whole.
 */
export async function judgeImage(image: DiskImage, isThorough: boolean): Promise<ImageVerdict> {
  const dataFolder = join(image.folder, 'data');
  const keyProvider = fileKeyProvider(dataFolder);
  const base = { what: image.what, acknowledgedCount: image.acknowledged.length };
  const problems: string[] = [];
  if (!existsSync(dataFolder)) return { ...base, lost: image.acknowledged, problems };
  let store: Awaited<ReturnType<typeof openStore>>;
  try {
    store = await openStore({ dataFolder, modules: [lampModule], keyProvider, app: 'power cut', ballastBytes: 0 });
  } catch (error) {
    return { ...base, lost: image.acknowledged, problems: [`does not open: ${error}`] };
  }
  const lost: string[] = [];
  try {
    const frames = new Map(store.wire.read({ after: 0, limit: 1e6 }).map((one) => [one.id, one]));
    const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    for (const line of image.acknowledged) {
      const [kind, id = '', hash] = line.split(' ');
      const frame = frames.get(Number(id));
      const isThere =
        kind === 'record'
          ? store.records.byHash(id) !== undefined
          : kind === 'message'
            ? store.messages.get(id) !== undefined
            : frame !== undefined && hashOf(frame.bytes) === hash;
      if (!isThere) lost.push(line);
    }
    const { epoch, recoveryReport } = store.health();
    if (epoch !== 1) problems.push(`went on under epoch ${epoch}`);
    if (recoveryReport) problems.push(`wrote ${recoveryReport}`);
    const stored = new Set(store.db.prepare('SELECT conversation FROM messages').pluck().all() as string[]);
    for (const { conversation } of store.wire.unfinished()) {
      if (stored.has(conversation))
        problems.push(`conversation ${conversation} counts as unfinished though its message is stored`);
    }
    store.records.append([draft(lampHung, 'lamp/after', { name: 'goes on', watts: 1 })], tester);
    await store.wire.append([
      {
        instrumentId: 'xn-1',
        conversation: 'after',
        dir: 'in',
        kind: 'frame',
        bytes: Buffer.from('x'),
        monoMs: 0,
        wallAt: '',
      },
    ]);
  } finally {
    await store.close();
  }
  if (isThorough) {
    const report = await verifyDataFolder({ dataFolder, modules: [lampModule], keyProvider, everySignature: false });
    problems.push(...report.problems.map((one) => `verify: ${one.code} ${one.where} ${one.detail}`));
  }
  return { ...base, lost, problems };
}
