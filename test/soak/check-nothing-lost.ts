import { storeModules } from '../../electron/modules/all.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { verifyDataFolder } from '../../electron/store/verify-folder.ts';
import type { Traffic } from './traffic.ts';

/** What a data folder holds against what was acknowledged. Every list is empty when nothing was lost. */
export interface LossReport {
  readonly acknowledgedFrameCount: number;
  readonly deliveredMessageCount: number;
  readonly storedMessageCount: number;
  readonly partialCount: number;
  readonly completedLaterCount: number;
  readonly resendCount: number;
  /** Acknowledged frames that are not in the wire store. */
  readonly missingFrames: readonly string[];
  /** Delivered messages that are not stored whole. */
  readonly missingMessages: readonly string[];
  /** Messages that are stored whole more than once. */
  readonly doubledMessages: readonly string[];
  /** Stored messages with a value that was not sent. */
  readonly wrongValues: readonly string[];
  /** Acknowledged frames that are neither in a message nor shown as a partial one. */
  readonly unaccountedFrameCount: number;
  readonly verifyProblems: readonly string[];
}

const pageSize = 500;

/**
 * Opens the data folder of a stopped host and holds it against what its instruments were told.
 *
 * @param names instrument id by the name of its traffic
 */
export async function checkNothingLost(
  dataFolder: string,
  traffics: readonly Traffic[],
  names: ReadonlyMap<string, string>,
  resultCount: number,
): Promise<LossReport> {
  const store = await openStore({
    dataFolder,
    modules: storeModules,
    keyProvider: fileKeyProvider(dataFolder),
    app: 'soak',
    ballastBytes: 4096,
  });
  const missingFrames: string[] = [];
  const missingMessages: string[] = [];
  const doubledMessages: string[] = [];
  const wrongValues: string[] = [];
  const counts = { stored: 0, partial: 0, completedLater: 0, resends: 0 };
  const unaccounted = store.wire.unfinished().reduce((sum, { entries }) => sum + entries.length, 0);
  for (const traffic of traffics) {
    const instrumentId = names.get(traffic.name) ?? '';
    const held = new Map<string, number>();
    for (let after = 0; ; ) {
      const entries = store.wire.read({ instrumentId, after, limit: 2_000 });
      for (const { kind, dir, bytes } of entries) {
        if (kind !== 'frame' || dir !== 'in') continue;
        const text = Buffer.from(bytes).toString('latin1');
        held.set(text, (held.get(text) ?? 0) + 1);
      }
      const last = entries.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
    for (const [text, count] of traffic.acknowledged) {
      if ((held.get(text) ?? 0) < count) missingFrames.push(`${traffic.name} ${JSON.stringify(text)}`);
    }
    const whole = new Map<number, number>();
    for (let offset = 0; ; offset += pageSize) {
      const rows = store.messages.page({ instrumentId }, { offset, limit: pageSize });
      for (const row of rows) {
        counts.resends += row.resendCount;
        if (row.state === 'partial') counts.partial += 1;
        if (row.state === 'completed-later') counts.completedLater += 1;
        if (row.state !== 'complete') continue;
        counts.stored += 1;
        const values = (store.messages.get(row.messageId)?.signals ?? []).flatMap((signal) =>
          signal.kind === 'result' ? [signal.rawValue] : [],
        );
        const number = Number.parseInt(values[0] ?? '', 10);
        whole.set(number, (whole.get(number) ?? 0) + 1);
        const expected = Array.from({ length: resultCount }, (_, index) => `${number}.${index}`);
        if (values.join() !== expected.join()) wrongValues.push(`${traffic.name} ${row.messageId} ${values.join()}`);
      }
      if (rows.length < pageSize) break;
    }
    for (const number of traffic.delivered) {
      if (!whole.has(number)) missingMessages.push(`${traffic.name} ${number}`);
    }
    for (const [number, count] of whole) if (count > 1) doubledMessages.push(`${traffic.name} ${number} x${count}`);
  }
  await store.close();
  const report = await verifyDataFolder({
    dataFolder,
    modules: storeModules,
    keyProvider: fileKeyProvider(dataFolder),
    everySignature: true,
  });
  return {
    acknowledgedFrameCount: traffics.reduce(
      (sum, { acknowledged }) => sum + [...acknowledged.values()].reduce((all, count) => all + count, 0),
      0,
    ),
    deliveredMessageCount: traffics.reduce((sum, { delivered }) => sum + delivered.length, 0),
    storedMessageCount: counts.stored,
    partialCount: counts.partial,
    completedLaterCount: counts.completedLater,
    resendCount: counts.resends,
    missingFrames,
    missingMessages,
    doubledMessages,
    wrongValues,
    unaccountedFrameCount: unaccounted,
    verifyProblems: report.isSound ? [] : [JSON.stringify(report)],
  };
}

/** What was lost, in one line each; empty when nothing was. */
export function lossesOf(report: LossReport): string[] {
  const lists = ['missingFrames', 'missingMessages', 'doubledMessages', 'wrongValues', 'verifyProblems'] as const;
  const losses = lists.flatMap((name) => report[name].map((what) => `${name}: ${what}`));
  if (report.unaccountedFrameCount > 0) losses.push(`unaccounted frames: ${report.unaccountedFrameCount}`);
  return losses;
}
