import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { createIdSource } from '../../shared/kernel/ids.ts';
import { makeFolder } from './durable-files.ts';
import { carryOutOrder } from './encrypt-folder.ts';
import { escrowFileName, withEscrowCopy } from './escrow.ts';
import { fileLock, isPlain } from './file-key.ts';
import { clearFullCheckRequest, isFullCheckRequested, structureProblems } from './full-check.ts';
import { findRollback, readHeadFile } from './head-file.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { fileKeysInSecret, type Keyring, keyOfFile, loadKeyring, ownKeys } from './keyring.ts';
import type { KeyProvider } from './keys.ts';
import { type MainDatabase, openMainDatabase } from './main-database.ts';
import { mainFileName } from './main-file.ts';
import { refuseNetworkDrive } from './open-database.ts';
import { pooledRandomBytes } from './record-crypto.ts';
import type { EpochReason } from './record-log.ts';
import { recoverMainFile } from './recover.ts';
import { RunningStore } from './running-store.ts';
import type { Store, StoreOptions } from './store.ts';
import { toStoreError } from './store-errors.ts';
import { openMeta } from './store-meta.ts';
import { swapIn } from './swap-in.ts';
import { systemClock } from './system-clock.ts';
import type { StoreClock } from './types.ts';
import { verifyChain } from './verify-chain.ts';

/** A whole walk of the chain at least this often; in between only what is new. */
const fullWalkMs = 7 * 86_400_000;

/**
 * Opens everything durable of a data folder: the start-up ladder of `sync.md` 2.2. A damaged main file is set aside,
 * rebuilt from what can be proved, and reported; a folder that was put back or moved goes on under a new epoch.
 *
 * @throws AppError `store/in-use`, `store/network-drive`, `store/read-only`, `store/disk-full`, `store/from-the-future`,
 * `store/migration-edited`, `store/sqlite-too-old`, `keys/locked`, `keys/unreadable`, ...
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataFolder } = options;
  const clock = options.clock ?? systemClock();
  refuseNetworkDrive(dataFolder);
  const keyProvider = withEscrowCopy(options.keyProvider, dataFolder, options.readonly);
  await requireKnownKey(dataFolder, options.keyProvider);
  if (options.readonly) return openForReading(options, clock);
  try {
    makeFolder(dataFolder);
  } catch (error) {
    throw toStoreError(error, { path: dataFolder });
  }
  const lock = takeInstanceLock(dataFolder, { nativeBinding: options.nativeBinding });
  try {
    const newId = createIdSource({ wallMs: clock.wallMs, randomBytes: pooledRandomBytes() });
    const machine = machineMark();
    const { keyring: loaded } = await loadKeyring(keyProvider, { newId, machine });
    const ladder = new StartLadder(options, clock, newId, machine, loaded);
    const { main, keyring, reason, orderProblem } = await ladder.climb();
    return new RunningStore({ ...options, clock, newId, keyring, main, lock, epochReason: reason, orderProblem });
  } catch (error) {
    lock.release();
    throw toStoreError(error, { path: dataFolder });
  }
}

/**
 * Before anything is touched: an encrypted data file whose key is not here is nothing to begin anew beside, or to recover.
 *
 * @throws AppError `store/key-missing`, `store/wrong-key`
 */
async function requireKnownKey(dataFolder: string, provider: KeyProvider): Promise<void> {
  const path = join(dataFolder, mainFileName);
  if (!existsSync(path)) return;
  const text = await provider.read();
  const keys = text === undefined ? [] : fileKeysInSecret(text).fileKeys;
  const isLost = text === undefined && existsSync(join(dataFolder, escrowFileName));
  if (isPlain(path) || (!isLost && fileLock(path, keys) !== 'unknown-key')) return;
  throw new AppError(keys.length === 0 ? 'store/key-missing' : 'store/wrong-key', { path });
}

/** Read-only is a state of its own: no lock, nothing written, everything readable. */
async function openForReading(options: StoreOptions, clock: StoreClock): Promise<Store> {
  const text = await options.keyProvider.read();
  if (text === undefined) throw new AppError('keys/unreadable', { path: options.dataFolder });
  const newId = createIdSource({ wallMs: clock.wallMs, randomBytes: pooledRandomBytes() });
  const { keyring } = await loadKeyring({ ...options.keyProvider, read: async () => text }, { newId, machine: '' });
  const path = join(options.dataFolder, mainFileName);
  const main = await openMainDatabase({
    path,
    modules: options.modules,
    device: keyring.device,
    database: { nativeBinding: options.nativeBinding, readonly: true, key: keyOfFile(path, keyring) },
    trouble: () => {},
  });
  return new RunningStore({
    ...options,
    clock,
    newId,
    keyring,
    main,
    lock: undefined,
    epochReason: 'first-run',
    orderProblem: null,
  });
}

class StartLadder {
  readonly #o: StoreOptions;
  readonly #clock: StoreClock;
  readonly #newId: () => string;
  readonly #machine: string;
  readonly #path: string;
  #keyring: Keyring;
  #reason: EpochReason | undefined;
  #orderProblem: string | null = null;

  constructor(options: StoreOptions, clock: StoreClock, newId: () => string, machine: string, keyring: Keyring) {
    this.#o = options;
    this.#clock = clock;
    this.#newId = newId;
    this.#machine = machine;
    this.#keyring = keyring;
    this.#path = join(options.dataFolder, mainFileName);
  }

  async climb(): Promise<{ main: MainDatabase; keyring: Keyring; reason: EpochReason; orderProblem: string | null }> {
    // A restore or recovery that was cut short after its new file was whole is finished first.
    swapIn(this.#o.dataFolder);
    await this.#carryOutOrder();
    const hadFile = existsSync(this.#path);
    const isMarked = this.#o.fullCheck === true || isFullCheckRequested(this.#o.dataFolder);
    let main: MainDatabase;
    try {
      main = await this.#goOn(() => this.#open(isMarked), hadFile);
    } catch (error) {
      if (toStoreError(error).code !== 'store/damaged') throw error;
      main = await this.#goOn(() => this.#recover(), hadFile);
    }
    if (isMarked) clearFullCheckRequest(this.#o.dataFolder);
    return { main, keyring: this.#keyring, reason: this.#keepReason(main), orderProblem: this.#orderProblem };
  }

  async #goOn(open: () => Promise<MainDatabase>, hadFile: boolean): Promise<MainDatabase> {
    const main = await open();
    try {
      await this.#chooseEpoch(main, hadFile);
      return main;
    } catch (error) {
      main.db.close();
      throw error;
    }
  }

  /**
   * Encryption that was ordered. Where it fails (a damaged file, no room), each file is still the one or the other and opens as
   * it is; the order stands, its reason is shown, and the next start tries again.
   */
  async #carryOutOrder(): Promise<void> {
    try {
      this.#keyring = await carryOutOrder({
        dataFolder: this.#o.dataFolder,
        keyring: this.#keyring,
        app: this.#o.app,
        nativeBinding: this.#o.nativeBinding,
        wallMs: this.#clock.wallMs,
        onProgress: (done, total) => this.#o.onProgress?.({ what: 'encrypt', done, total }),
      });
    } catch (error) {
      const known = toStoreError(error, { path: this.#path });
      if (known.code === 'store/wrong-key') throw known;
      this.#orderProblem = known.code;
      this.#o.onTrouble?.(known);
    }
  }

  #open(isMarked: boolean): Promise<MainDatabase> {
    return openMainDatabase({
      path: this.#path,
      modules: this.#o.modules,
      device: this.#keyring.device,
      database: {
        nativeBinding: this.#o.nativeBinding,
        afterOpen: this.#o.afterOpen,
        key: keyOfFile(this.#path, this.#keyring),
      },
      isSound: (db) => this.#isSound(db, isMarked),
      rebuildTables: isMarked,
      trouble: (error) => this.#o.onTrouble?.(toStoreError(error)),
      onProgress: (what, done, total) => this.#o.onProgress?.({ what, done, total }),
    });
  }

  /** New records are proved at every start; everything, and the file's own structure, weekly or when asked for. */
  async #isSound(db: Database.Database, isMarked: boolean): Promise<boolean> {
    const meta = openMeta(db, { run: (work) => work() });
    const now = this.#clock.wallMs();
    const last = Date.parse(meta.get('verified_at') ?? '') || 0;
    const isDue = isMarked || Math.abs(now - last) > fullWalkMs;
    if (isDue && structureProblems(db).length > 0) return false;
    const report = await verifyChain(db, {
      afterLsn: isDue ? 0 : Number(meta.get('verified_lsn') ?? 0),
      keys: ownKeys(this.#keyring),
      pendingLosses: JSON.parse(meta.get('recovery_pending') || '{}').missing ?? [],
      onProgress: (done, total) => this.#o.onProgress?.({ what: 'verify', done, total }),
    });
    if (report.problems.length > 0) return false;
    meta.set('verified_lsn', String(report.lastLsn));
    if (isDue) meta.set('verified_at', new Date(now).toISOString());
    return true;
  }

  async #recover(): Promise<MainDatabase> {
    await recoverMainFile({
      dataFolder: this.#o.dataFolder,
      keyring: this.#keyring,
      modules: this.#o.modules,
      nativeBinding: this.#o.nativeBinding,
      wallMs: this.#clock.wallMs,
      onProgress: (done, total) => this.#o.onProgress?.({ what: 'recover', done, total }),
    });
    return this.#open(false);
  }

  /** A log may only be gone on with by the machine that wrote it, from where it stopped. */
  async #chooseEpoch(main: MainDatabase, hadFile: boolean): Promise<void> {
    const heads = main.heads.all();
    // A restored or rebuilt file says so itself.
    const [mark, marked] = (main.meta.get('epoch_reason') ?? '').split(' ');
    if (mark === 'pending') this.#reason = marked as EpochReason;
    const wasRolledBack = findRollback(readHeadFile(this.#o.dataFolder), heads) !== undefined;
    if (!this.#reason && wasRolledBack) this.#reason = 'rolled-back';
    if (!this.#reason && this.#keyring.machine !== this.#machine) this.#reason = 'other-machine';
    // Keys without a data file: the file was lost, and with it perhaps records under this epoch.
    const isFresh = this.#keyring.epochs.length === 1 && Object.keys(readHeadFile(this.#o.dataFolder)).length === 0;
    if (!this.#reason && !hadFile && !isFresh) this.#reason = 'rolled-back';
    if (this.#reason) {
      this.#keyring = await this.#keyring.openEpoch(this.#machine);
      main.meta.set('epoch_reason', `${this.#keyring.epoch} ${this.#reason}`);
    }
    const insert = main.db.prepare(
      'INSERT OR REPLACE INTO device_keys (device, epoch, public_key, source) VALUES (?, ?, ?, ?)',
    );
    main.transactions.run(() => {
      for (const { epoch, publicKey } of this.#keyring.epochs)
        insert.run(this.#keyring.device, epoch, publicKey, 'own');
      if (!main.meta.get('generation')) main.meta.set('generation', this.#newId());
    });
  }

  /** The reason outlives a stop between opening the epoch and writing its first record. */
  #keepReason(main: MainDatabase): EpochReason {
    const [epoch, reason] = (main.meta.get('epoch_reason') ?? '').split(' ');
    return epoch === String(this.#keyring.epoch) ? (reason as EpochReason) : 'first-run';
  }
}

/** Tells this machine from another one a data folder may be copied to. */
function machineMark(): string {
  return createHash('sha256').update(`benchside machine ${hostname()}`).digest('base64url').slice(0, 16);
}
