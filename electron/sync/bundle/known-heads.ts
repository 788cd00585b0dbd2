import type { Vector } from '../../../shared/sync/hub-api.ts';
import type { Store } from '../../store/store.ts';

/** What other benches last showed they hold: "everything they lack" is written without asking them. */
interface KnownHeads {
  /** When they said so, ISO by their clock. */
  readonly at: string;
  readonly heads: Vector;
}

const keyOf = (device: string) => `bundle/heads/${device}`;

/**
 * Keeps what another bench said it holds, in a bundle (`all`: every log it has) or in a receipt (`adds`: the logs it was
 * about). What is older than what is known changes nothing.
 */
export function rememberHeads(
  { settings }: Pick<Store, 'settings'>,
  said: { readonly from: { readonly device: string }; readonly heads: Vector; readonly madeAt: string },
  kind: 'all' | 'adds' = 'all',
): void {
  const before = knownHeads({ settings }, said.from.device);
  if (before && before.at > said.madeAt) return;
  const heads = kind === 'adds' ? { ...before?.heads, ...said.heads } : said.heads;
  settings.set(keyOf(said.from.device), { at: said.madeAt, heads });
}

/** What a bench last showed it holds; undefined when it never did. */
export function knownHeads({ settings }: Pick<Store, 'settings'>, device: string): KnownHeads | undefined {
  return (settings.get(keyOf(device)) as KnownHeads | null) ?? undefined;
}
