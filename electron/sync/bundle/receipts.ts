import { AppError } from '../../../shared/kernel/errors.ts';
import { type BenchReceipt, type BundleHeader, benchReceipt, receiptKind } from '../../../shared/sync/bundle-format.ts';
import { receiptText } from '../../../shared/sync/signed-request.ts';
import { readContainerBytes, saveContainer } from '../../host/container-file.ts';
import { isTextSigned, recordCrypto } from '../../store/record-crypto.ts';
import type { Store } from '../../store/store.ts';
import { heldFilesOf, rememberHeldFiles } from './held-files.ts';
import { rememberHeads } from './known-heads.ts';
import { linkAt } from './plan.ts';
import type { BundleStore } from './write-bundle.ts';

type ReceiptStore = BundleStore & Pick<Store, 'db' | 'transaction'>;

/**
 * Writes what this bench durably holds of the logs the sender of a bundle had: carried back, it tells the sender that its
 * records are twice in the world, those of earlier bundles too.
 *
 * @throws AppError those of `saveContainer`
 */
export async function writeReceiptFile(options: {
  readonly store: ReceiptStore;
  /** Header of the bundle that was taken. */
  readonly header: Pick<BundleHeader, 'bundle' | 'heads'>;
  readonly path: string;
  readonly label: string;
  readonly madeBy: string;
  /** ISO. */
  readonly at: string;
}): Promise<{ readonly logCount: number }> {
  const { store, header, path, label, madeBy, at } = options;
  const { sync, keys } = store;
  const here = new Map(sync.heads().map((head) => [head.log, head.seq]));
  const heads: BenchReceipt['heads'] = {};
  for (const [log, [to]] of Object.entries(header.heads)) {
    // No further than the sender knows: it can hold only those links against its own.
    const seq = Math.min(to, here.get(log) ?? 0);
    const link = seq === 0 ? undefined : linkAt(sync, log, seq);
    if (link !== undefined) heads[log] = [seq, link];
  }
  const files = heldFilesOf(store, Object.keys(heads));
  const bench = { bench: keys.device, epoch: keys.epoch, label, site: sync.scope };
  const text = JSON.stringify({ ...bench, bundle: header.bundle, at, heads, files } satisfies BenchReceipt);
  const sig = Buffer.from(keys.sign(recordCrypto.hashText(receiptText(text)))).toString('base64url');
  await saveContainer(path, { kind: receiptKind, madeAt: at, madeBy }, linesOf(text, sig));
  return { logCount: Object.keys(heads).length };
}

/** A receipt of thousands of logs is longer than one line of a small file may be. */
const lineLetters = 100_000;

function linesOf(text: string, sig: string): { text?: string; sig?: string }[] {
  const pieces = Array.from({ length: Math.ceil(text.length / lineLetters) }, (_, at) => ({
    text: text.slice(at * lineLetters, (at + 1) * lineLetters),
  }));
  return [...pieces, { sig }];
}

/**
 * Takes a receipt: what it covers is known to be held by that bench as well.
 *
 * @throws AppError `container/...`, `bundle/bad-receipt` (changed, or not signed by who it names), `bundle/unknown-maker` (of a
 * bench that is not trusted here, or was revoked), `bundle/other-site`
 */
export function readReceiptFile(
  store: ReceiptStore,
  bytes: Uint8Array,
): { readonly receipt: BenchReceipt; readonly contradicted: readonly string[] } {
  const { file } = readContainerBytes(bytes, receiptKind);
  if (file.badLines.length > 0) throw new AppError('bundle/bad-receipt', {});
  const lines = file.items.map(({ value }) => value as { text?: unknown; sig?: unknown } | null);
  const text = lines.map((line) => (typeof line?.text === 'string' ? line.text : '')).join('');
  const sig = lines.find((line) => typeof line?.sig === 'string')?.sig as string | undefined;
  const read = benchReceipt.safeParse(parse(text));
  if (!read.success || sig === undefined) throw new AppError('bundle/bad-receipt', {});
  const receipt = read.data;
  if (receipt.site !== store.sync.scope) throw new AppError('bundle/other-site', { from: receipt.label });
  const bench = store.sync.devices().find((one) => one.device === receipt.bench && one.epoch === receipt.epoch);
  if (!bench || bench.isRevoked) throw new AppError('bundle/unknown-maker', { from: receipt.label });
  if (!isTextSigned(bench.publicKey, receiptText(text), sig)) throw new AppError('bundle/bad-receipt', {});
  const { contradicted } = store.sync.acknowledge({ device: receipt.bench, kind: 'bench' }, receipt.heads);
  rememberHeads(store, { from: { device: receipt.bench }, heads: receipt.heads, madeAt: receipt.at }, 'adds');
  rememberHeldFiles(store, receipt.files ?? []);
  return { receipt, contradicted };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
