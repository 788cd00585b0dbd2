import type { KeyObject } from 'node:crypto';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { HubContext } from './context.ts';
import { publicKeyOf } from './record-crypto.ts';
import type { HubTransaction } from './tables.ts';

interface KnownDevice {
  readonly keys: ReadonlyMap<number, KeyObject>;
  readonly siteId: number;
  readonly scopes: ReadonlySet<string>;
  /** Last record of each log that counts, when it was revoked. */
  readonly last: ReadonlyMap<string, number> | undefined;
}

interface Where {
  readonly siteId: number;
  /** Records of this same hub's other store. */
  readonly isMove: boolean;
}

/** What the hub knows of the writers of a batch: read once inside the transaction that holds their site. */
export class Writers {
  readonly #known: ReadonlyMap<string, KnownDevice>;
  readonly #context: HubContext;
  readonly #where: Where;
  readonly #ownKey: KeyObject | undefined;

  constructor(context: HubContext, where: Where, known: ReadonlyMap<string, KnownDevice>) {
    this.#context = context;
    this.#where = where;
    this.#known = known;
    this.#ownKey = publicKeyOf(context.publicKey);
  }

  keyOf(log: string): KeyObject | undefined {
    const { device, epoch } = parseLogId(log)!;
    if (device === this.#context.device) return this.#ownKey;
    return this.#known.get(device)?.keys.get(epoch);
  }

  /** Why records of this log are not taken for this site, whatever their signature; undefined where they are. */
  problemOf(log: string, seq: number): string | undefined {
    const { device, scope } = parseLogId(log)!;
    // The hub's own records come from the hub alone.
    if (device === this.#context.device) return this.#where.isMove ? undefined : 'records/wrong-scope';
    const known = this.#known.get(device);
    if (!known) return 'records/unknown-device';
    if (known.siteId !== this.#where.siteId) return 'records/other-site';
    if (!known.scopes.has(scope)) return 'records/wrong-scope';
    if (known.last && seq > (known.last.get(log) ?? 0)) return 'records/revoked-device';
    return undefined;
  }
}

/** Reads what is known of the devices that wrote some logs. */
export async function readWriters(
  context: HubContext,
  trx: HubTransaction,
  where: Where,
  logs: readonly string[],
): Promise<Writers> {
  const devices = [...new Set(logs.map((log) => parseLogId(log)!.device))];
  const known = new Map<string, KnownDevice & { keys: Map<number, KeyObject>; scopes: Set<string> }>();
  if (devices.length === 0) return new Writers(context, where, known);
  const rows = await trx
    .selectFrom('devices')
    .leftJoin('revocations', 'revocations.device', 'devices.device')
    .select(['devices.device', 'epoch', 'public_key', 'site_id', 'scopes', 'last'])
    .where('devices.device', 'in', devices)
    .orderBy('epoch')
    .execute();
  for (const row of rows) {
    const one = known.get(row.device) ?? {
      keys: new Map(),
      siteId: row.site_id,
      scopes: new Set<string>(),
      last: row.last === null ? undefined : readLast(row.last),
    };
    const key = publicKeyOf(row.public_key);
    if (key) one.keys.set(row.epoch, key);
    for (const scope of JSON.parse(row.scopes) as string[]) one.scopes.add(scope);
    known.set(row.device, one);
  }
  return new Writers(context, where, known);
}

const readLast = (text: string): Map<string, number> =>
  new Map((JSON.parse(text) as { log: string; seq: number }[]).map(({ log, seq }) => [log, seq]));
