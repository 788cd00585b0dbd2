import { join } from 'node:path';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { openHubStore } from '../../hub/store/open-hub-store.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { SyncBench } from './sync-bench.ts';
import type { HubFault } from './sync-steps.ts';

export const siteName = 'Ward 3';

export const hubFolder = (world: string): string => join(world, 'hub');
/** Small, so that a history has more pages than one. */
const pageRecords = 20;

/** The hub of a simulated history: the real store, asked by the rules of the protocol with faults wherever they may be. */
export class SyncHub {
  readonly folder: string;
  #store: HubStore;
  #site = '';

  protected constructor(folder: string, store: HubStore) {
    this.folder = folder;
    this.#store = store;
  }

  static async start(folder: string): Promise<SyncHub> {
    const hub = new SyncHub(hubFolder(folder), await openHubStore({ folder: hubFolder(folder) }));
    await hub.openSite();
    return hub;
  }

  protected async openSite(): Promise<void> {
    this.#site = await this.#store.enrolment.openSite(siteName);
  }

  get store(): HubStore {
    return this.#store;
  }

  get site(): string {
    return this.#site;
  }

  heads(): Promise<Vector> {
    return this.#store.records.heads(this.#site);
  }

  async restart(): Promise<void> {
    await this.#store.close();
    this.#store = await openHubStore({ folder: this.folder });
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async enrol(bench: SyncBench): Promise<void> {
    const { store } = bench;
    const { device, epoch, publicKey } = store.keys;
    const { hub, enrolment } = this.#store;
    const known = store.sync.devices().some((one) => one.device === hub.device);
    if (!known) {
      store.sync.trust({
        device: hub.device,
        epoch: 1,
        publicKey: hub.publicKey,
        boxKey: null,
        label: 'Hub',
        source: 'hub',
      });
    }
    const certificate = await enrolment.device(device, epoch);
    if (!certificate?.scopes.includes(store.sync.scope)) {
      const { code } = await enrolment.newCode(this.#site, 1);
      const { boxKey, scope: provisional } = store.sync;
      await enrolment.enrol(code, { device, epoch, publicKey, boxKey, label: `Bench ${bench.number}`, provisional });
    }
    if (store.sync.scope !== this.#site) await store.sync.joinSite(this.#site, siteName);
  }

  revoke(bench: SyncBench): Promise<void> {
    return this.#store.enrolment.revoke(bench.device, 'Lost');
  }

  /** Out and in, until there is no more or a fault ends it. */
  async meet(bench: SyncBench, faults: readonly HubFault[]): Promise<void> {
    const { device, epoch } = bench.store.keys;
    const certificate = await this.#store.enrolment.device(device, epoch);
    if (!certificate || certificate.isRevoked) return;
    const line = new FaultyLine(bench, faults);
    if (await this.#push(bench, line)) {
      if (await this.#pull(bench, line, 'org')) await this.#pull(bench, line, this.#site);
    }
  }

  async #push(bench: SyncBench, line: FaultyLine): Promise<boolean> {
    const { hub, records } = this.#store;
    const held = await line.ask(() => records.heads(this.#site));
    if (!held) return false;
    for (const { log, lastGood } of bench.store.sync.heads()) {
      if (log.startsWith(hub.device)) continue;
      for (let at = held[log]?.[0] ?? 0; at < lastGood; ) {
        const batch = bench.store.sync.read(log, at + 1, { records: Math.min(pageRecords, lastGood - at) });
        const report = await line.ask(() => records.push(this.#site, batch, bench.device));
        if (!report) return false;
        bench.store.sync.acknowledge({ device: hub.device, kind: 'hub' }, report.heads);
        at += batch.length;
      }
      const head = held[log];
      if (head) bench.store.sync.acknowledge({ device: hub.device, kind: 'hub' }, { [log]: head });
    }
    return true;
  }

  /** The place to go on from lies in the same file as what was pulled, and is put back with it. */
  async #pull(bench: SyncBench, line: FaultyLine, scope: string): Promise<boolean> {
    for (;;) {
      const after = (bench.store.settings.get(`pulled ${scope}`) as number | undefined) ?? 0;
      const page = await line.ask(() => this.#store.records.pull(scope, after, pageRecords));
      if (!page) return false;
      if (page.records.length > syncLimits.batchRecords) throw new Error('a page is too long');
      bench.store.sync.take(page.records, 'hub');
      bench.store.settings.set(`pulled ${scope}`, page.next);
      if (!page.isMore) return true;
    }
  }

  /** What does not hold on the hub, beside the texts every bench holds. */
  async check(benches: readonly SyncBench[], texts: readonly string[]): Promise<string[]> {
    const problems: string[] = [];
    const { records, hub } = this.#store;
    const { problems: broken } = await records.verify();
    for (const { log, seq, why } of broken) problems.push(`hub: ${why} ${log} ${seq}`);
    const held = [...(await this.#all('org')), ...(await this.#all(this.#site))];
    if (new Set(held).size !== held.length) problems.push('hub: a record is there twice');
    const missing = texts.filter((text) => !held.includes(text));
    const more = held.filter((text) => !texts.includes(text));
    for (const text of missing) problems.push(`hub lacks ${text.slice(0, 120)}`);
    for (const text of more) problems.push(`only the hub has ${text.slice(0, 120)}`);
    for (const bench of benches) {
      const heads = await this.heads();
      for (const { log, seq, ackedSeq, link } of bench.store.sync.heads()) {
        if (log.startsWith(hub.device)) continue;
        const [hubSeq, hubLink] = heads[log] ?? [0, ''];
        if (ackedSeq > hubSeq) problems.push(`bench ${bench.number} believes ${log} ${ackedSeq} is on the hub`);
        if (hubSeq === seq && hubLink !== link)
          problems.push(`bench ${bench.number}: ${log} ends otherwise on the hub`);
      }
      const unsent = bench.store.sync.unsent();
      if (unsent.count > 0) problems.push(`bench ${bench.number} has ${unsent.count} unsent records`);
    }
    return problems;
  }

  async #all(scope: string): Promise<string[]> {
    const texts: string[] = [];
    for (let after = 0; ; ) {
      const page = await this.#store.records.pull(scope, after, syncLimits.batchRecords);
      texts.push(...page.records.map(({ raw }) => raw));
      if (!page.isMore) return texts;
      after = page.next;
    }
  }
}

/** Carries requests to the hub and loses some. */
class FaultyLine {
  readonly #bench: SyncBench;
  readonly #faults: HubFault[];

  constructor(bench: SyncBench, faults: readonly HubFault[]) {
    this.#bench = bench;
    this.#faults = [...faults];
  }

  /** The answer, or undefined where none comes: whoever asked gives up until the next meeting. */
  async ask<T>(send: () => Promise<T>): Promise<T | undefined> {
    switch (this.#faults.shift() ?? 'none') {
      case 'none':
        return send();
      case 'request-lost':
        return undefined;
      case 'answer-lost':
        await send();
        return undefined;
      case 'twice':
        await send();
        return send();
      case 'stop-before':
        await this.#bench.reopen();
        return undefined;
      case 'stop-after':
        await send();
        await this.#bench.reopen();
        return undefined;
    }
  }
}
