import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { instrumentSameAs, recordAmended } from '../../shared/records/core-records.ts';
import { draft, type RecordDraft, type StoredRecord } from '../../shared/records/define.ts';
import { siteOpened, workstationEnrolled, workstationRevoked } from '../../shared/sync/records.ts';
import { lampHung, lampMeasured, lampSwitched, tester } from './sample-module.ts';
import { SyncBench } from './sync-bench.ts';
import type { SyncHub } from './sync-hub.ts';
import { lampDimmed, lampVersions } from './sync-lamps.ts';
import type { SyncStep } from './sync-steps.ts';
import { readStick, writeStick } from './sync-stick.ts';

const siteName = 'Ward 3';
const dayMs = 86_400_000;
/** Sticks that lie about; the oldest is written over. */
const stickCount = 4;
/** Where a site has no hub, this bench says who belongs to it. */
const decidingBench = 0;
/** A site is at rest long before; a history that is not by then is a fault. */
const maxRounds = 12;

/** A record somebody was told is saved. */
export interface LedgerEntry {
  readonly bench: number;
  readonly hash: string;
  readonly log: string;
  readonly seq: number;
}

/** Benches of one site, their clocks, sticks and hub, driven step by step. */
export class SyncWorld {
  readonly benches: SyncBench[] = [];
  readonly hub: SyncHub | undefined;
  /** Everything that was ever said to be saved, by hash. */
  readonly ledger = new Map<string, LedgerEntry>();
  readonly revoked = new Set<number>();
  readonly folder: string;
  readonly #enrolled = new Set<number>();
  readonly #sticks: string[] = [];
  #stickNo = 0;
  #site: string;

  private constructor(folder: string, hub: SyncHub | undefined) {
    this.folder = folder;
    this.hub = hub;
    this.#site = hub?.site ?? 'site:5f0c8a54-7d40-4a53-9c50-0d2f6f2f7f11';
  }

  /** `root` is a folder that many worlds share; each lives in one of its own below it. */
  static async start(
    root: string,
    benches: number,
    startHub?: (folder: string) => Promise<SyncHub>,
  ): Promise<SyncWorld> {
    const folder = mkdtempSync(join(root, 'world-'));
    const world = new SyncWorld(folder, await startHub?.(folder));
    for (let number = 0; number < benches; number++) world.benches.push(await SyncBench.start(root, folder, number));
    return world;
  }

  get site(): string {
    return this.#site;
  }

  async close(): Promise<void> {
    for (const bench of this.benches) await bench.close();
    await this.hub?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async run(steps: readonly SyncStep[]): Promise<void> {
    for (const step of steps) await this.#take(step);
  }

  /** Everything heals: everybody meets until nothing moves any more. Answers the number of rounds. */
  async settle(): Promise<number> {
    const newest = lampVersions.length - 1;
    for (const bench of this.benches) if (bench.version < newest) await bench.reopen(newest);
    // A revocation that was put back before anybody else had it, read or not yet, was never said.
    if (!this.hub && !this.benches.some(holdsRevocation)) this.revoked.clear();
    for (let round = 1; round <= maxRounds; round++) {
      const before = this.#mark();
      for (const bench of this.members()) await this.#enrol(bench.number);
      for (const bench of this.members()) {
        if (this.hub) await this.hub.meet(bench, []);
        else for (const other of this.members()) if (other !== bench) carry(bench, other);
      }
      if (this.#mark() === before) return round;
    }
    return maxRounds;
  }

  /** Benches that belong to the site, or may still. */
  members(): SyncBench[] {
    return this.benches.filter(({ number }) => !this.revoked.has(number));
  }

  async #take(step: SyncStep): Promise<void> {
    if (step.do === 'stop-hub') return this.hub?.restart();
    const bench = this.benches[step.bench]!;
    switch (step.do) {
      case 'work':
        return this.#work(bench, step);
      case 'time':
        return bench.clock.pass(step.seconds * 1000);
      case 'clock':
        bench.clock.now += step.days * dayMs;
        return;
      case 'write-stick':
        return this.#writeStick(bench, step.isAll);
      case 'read-stick':
        return this.#readStick(bench, step);
      case 'meet-hub':
        if (this.#enrolled.has(bench.number)) await this.hub?.meet(bench, step.faults);
        return;
      case 'stop':
        return bench.reopen();
      case 'enrol':
        if (!this.revoked.has(bench.number)) await this.#enrol(bench.number);
        return;
      case 'revoke':
        return this.#revoke(bench);
      case 'keep-copy':
        return bench.copyFile();
      case 'put-back':
        await this.#putBack(bench);
        return;
      case 'update':
        return bench.reopen(lampVersions.length - 1);
    }
  }

  #work(bench: SyncBench, step: Extract<SyncStep, { do: 'work' }>): void {
    bench.clock.pass(1000);
    const one = draftOf(bench, step);
    if (one) this.#note(bench, bench.store.records.append([one], tester));
  }

  #note(bench: SyncBench, records: readonly StoredRecord[]): void {
    for (const { hash, log, seq } of records) this.ledger.set(hash, { bench: bench.number, hash, log, seq });
  }

  #writeStick(bench: SyncBench, isAll: boolean): void {
    const records = bench.records().filter(({ log }) => isAll || log.startsWith(`${bench.device}/`));
    this.#sticks[this.#stickNo++ % stickCount] = writeStick(records);
  }

  #readStick(bench: SyncBench, step: Extract<SyncStep, { do: 'read-stick' }>): void {
    const text = this.#sticks[step.stick];
    if (text === undefined) return;
    const records = readStick(text, step.damage, step.seed);
    for (let at = 0; at < records.length; at += step.batch)
      bench.store.sync.take(records.slice(at, at + step.batch), 'stick');
  }

  /** A machine's data file is put back as it was: what nobody else had by then may be gone for good. */
  async #putBack(bench: SyncBench): Promise<void> {
    const elsewhere = new Set<string>();
    for (const other of this.benches)
      if (other !== bench) for (const { log, seq } of other.records()) elsewhere.add(`${log} ${seq}`);
    const heads = (await this.hub?.heads()) ?? {};
    if (!(await bench.putBack())) return;
    const here = new Set(bench.records().map(({ log, seq }) => `${log} ${seq}`));
    for (const { hash, log, seq } of [...this.ledger.values()]) {
      const place = `${log} ${seq}`;
      if (!here.has(place) && !elsewhere.has(place) && seq > (heads[log]?.[0] ?? 0)) this.ledger.delete(hash);
    }
  }

  /** Once or again: after a data file was put back, what the enrolment wrote may be gone. */
  async #enrol(number: number): Promise<void> {
    const bench = this.benches[number]!;
    if (this.hub) await this.hub.enrol(bench);
    else await this.#invite(bench);
    this.#enrolled.add(number);
  }

  async #invite(bench: SyncBench): Promise<void> {
    const inviter = this.benches[decidingBench]!;
    const site = this.#site;
    if (inviter.store.sync.scope !== site) {
      await inviter.store.sync.joinSite(site, siteName);
      this.#say(inviter, draft(siteOpened, site, { site, name: siteName }));
    }
    if (bench === inviter) return;
    const { keys, sync } = bench.store;
    const knows = sync.devices().some(({ device, source }) => device === inviter.device && source === 'inviter');
    if (!knows) {
      const { device, epoch, publicKey } = inviter.store.keys;
      const boxKey = inviter.store.sync.boxKey;
      sync.trust({ device, epoch, publicKey, boxKey, label: 'Bench 0', source: 'inviter' });
    }
    const scopes = [...new Set([site, sync.scope, ...keys.adoptions.map(({ provisional }) => provisional)])];
    const isKnown = inviter.store.sync
      .devices()
      .some((one) => one.device === keys.device && scopes.every((scope) => one.scopes.includes(scope)));
    if (!isKnown) {
      const { device, epoch, publicKey } = keys;
      const label = `Bench ${bench.number}`;
      const body = { device, epoch, publicKey, boxKey: sync.boxKey, label, site, scopes, mayEnrol: false };
      this.#say(inviter, draft(workstationEnrolled, `workstation/${device}`, body));
    }
    if (sync.scope !== site) await sync.joinSite(site, siteName);
  }

  #say(bench: SyncBench, one: RecordDraft): void {
    this.#note(bench, bench.store.records.append([one], tester));
  }

  async #revoke(bench: SyncBench): Promise<void> {
    // One is enough, and somebody must be left to compare with.
    if (this.revoked.size > 0 || bench.number === decidingBench || !this.#enrolled.has(bench.number)) return;
    this.revoked.add(bench.number);
    if (this.hub) return this.hub.revoke(bench);
    const { device } = bench;
    const inviter = this.benches[decidingBench]!;
    const last = inviter.store.sync
      .heads()
      .filter(({ log }) => log.startsWith(`${device}/`))
      .map(({ log, seq }) => ({ log, seq }));
    this.#say(inviter, draft(workstationRevoked, `workstation/${device}`, { device, last, reason: 'Lost' }));
  }

  #mark(): string {
    const ofBench = (bench: SyncBench) => [
      bench.store.sync.scope,
      bench.store.sync.heads().map(({ log, seq, ackedSeq }) => `${log} ${seq} ${ackedSeq}`),
      bench.store.health().quarantineCount,
    ];
    return JSON.stringify(this.members().map(ofBench));
  }
}

function draftOf(bench: SyncBench, { kind, lamp, value }: Extract<SyncStep, { do: 'work' }>): RecordDraft | undefined {
  const stream = `lamp/${lamp}`;
  switch (kind) {
    case 'hang':
      return draft(lampHung, stream, { name: `${bench.number} ${value}`, watts: value });
    case 'switch':
      return draft(lampSwitched, stream, { isOn: value % 2 === 0 });
    case 'measure':
      return draft(lampMeasured, `instrument/${bench.number}${lamp}`, { lux: value });
    case 'join': {
      const [a, b] = [`${bench.number}${lamp}`, `${(bench.number + 1) % 3}${value % 3}`];
      return draft(instrumentSameAs, `instrument/${a}`, { a, b, reason: 'One plate' });
    }
    case 'amend': {
      // Whoever wrote it, and however far ahead that clock was.
      const target = bench.store.records.read(stream).at(-1);
      return target && draft(recordAmended, stream, { target: target.hash, patch: { watts: value }, reason: 'Wrong' });
    }
    case 'dim':
      return bench.version === 0 ? undefined : draft(lampDimmed, stream, { percent: value });
  }
}

/** In its log, or waiting for the key of who said so: it will count as soon as that is known. */
const holdsRevocation = ({ store }: SyncBench): boolean =>
  store.db.prepare('SELECT 1 FROM record_log WHERE type = ?').get(workstationRevoked.type) !== undefined ||
  ['quarantine', 'pending'].some(
    (table) =>
      store.db.prepare(`SELECT 1 FROM ${table} WHERE instr(raw, ?) > 0`).get(`"${workstationRevoked.type}"`) !==
      undefined,
  );

/** A stick with everything the other lacks goes from one bench to it. */
function carry(from: SyncBench, to: SyncBench): void {
  const held = new Map(to.store.sync.heads().map(({ log, seq }) => [log, seq]));
  const lacking = from.records().filter(({ log, seq }) => seq > (held.get(log) ?? 0));
  to.store.sync.take(readStick(writeStick(lacking), 'none', 0), 'stick');
}
