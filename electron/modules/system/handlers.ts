import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type Health, systemContract } from '../../../shared/modules/system/contract.ts';
import { keepingChanged, keepingStream } from '../../../shared/modules/system/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { StoreHealth } from '../../store/store.ts';
import { verifyChain } from '../../store/verify-chain.ts';
import { proveByModules } from '../../store/verify-folder.ts';
import { personAuthor } from '../authors.ts';
import { paced } from '../paced.ts';
import { readSettings, settingsKey } from '../settings-values.ts';
import { encryptionHandlers } from './encryption-handlers.ts';

const megabyte = 1_000_000;
/** When a person last had all records proved; a start proves them too, and keeps its own time. */
const verifiedKey = 'system/verified-at';
/** Below this the start refuses to be silent about it (`sync.md` 2.2). */
const lowDiskMegabytes = 200;

/**
 * A topic makes a screen re-read up to two queries (a count and a page), whose answers are drawn one after the other: two
 * pushes a second keep it at four updates (decision 31).
 */
const topicsEveryMs = 500;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(systemContract);
  const { store, appInfo } = context;

  return os.router({
    encryption: encryptionHandlers(context),

    about: os.about.handler(() => {
      const { device, scope, sqliteVersion } = store.health();
      const { actor } = context;
      return {
        ...appInfo,
        node: process.versions.node,
        sqlite: sqliteVersion,
        platform: `${process.platform} ${process.arch}`,
        dataFolder: context.dataFolder,
        keyProvider: context.keyProvider,
        workstation: device,
        scope: { id: scope, isProvisional: scope.startsWith('provisional:') },
        actor: {
          id: actor.kind === 'nobody' ? actor.id : personAuthor(actor).actor,
          name: actor.name,
          kind: actor.kind,
        },
      };
    }),

    health: os.health.handler(() =>
      toHealth(store.health(), store.settings.get(verifiedKey), store.sync.unsent().count),
    ),

    settings: os.settings.handler(() => readSettings(store.settings)),

    saveSettings: os.saveSettings.handler(({ input }) => {
      const { theme: _theme, units: _units, ...keeping } = input;
      const before = readSettings(store.settings);
      // How a screen looks is anyone's choice; how long data is kept is not.
      const changes = (Object.keys(keeping) as (keyof typeof keeping)[])
        .filter((field) => keeping[field] !== before[field])
        .map((field) => ({ field, from: String(before[field]), to: String(keeping[field]) }));
      if (changes.length > 0) context.session.require('machine.manage');
      store.transaction(() => {
        store.settings.set(settingsKey, input);
        if (changes.length === 0) return;
        const { device } = store.keys;
        const changed = draft(keepingChanged, keepingStream(device), { device, changes });
        store.records.append([changed], personAuthor(context.actor));
      });
      context.topics.announce('system');
      return {};
    }),

    topics: os.topics.handler(({ signal }) => {
      let gathered = new Set<string>();
      return paced({
        signal,
        everyMs: topicsEveryMs,
        subscribe: (wake) =>
          context.topics.subscribe((topic) => {
            gathered.add(topic);
            wake();
          }),
        take: () => {
          if (gathered.size === 0) return null;
          const topics = [...gathered];
          gathered = new Set();
          return { topics };
        },
      });
    }),

    verify: os.verify.handler(async () => {
      const { problems, checkedCount } = await verifyChain(store.db, { everySignature: true });
      // What a person found is repaired like what a start finds: the next one walks the recovery ladder.
      if (problems.length > 0) store.reportDamage(new AppError('store/damaged', { count: problems.length }));
      const proof = proveByModules(store.db, context.modules);
      store.settings.set(verifiedKey, new Date(context.clock.wallMs()).toISOString());
      return {
        isSound: problems.length + proof.problems.length === 0,
        recordCount: checkedCount,
        signatureCount: proof.provedCount,
        problems: [
          ...problems.map(({ code, log, seq, detail }) => ({
            code,
            detail: [log, seq > 0 ? String(seq) : '', detail].filter(Boolean).join(' '),
          })),
          ...proof.problems.map(({ code, where, detail }) => ({ code, detail: `${where}: ${detail}` })),
        ].slice(0, 200),
        notes: proof.notes.slice(0, 200),
      };
    }),

    backup: os.backup.handler(async ({ input: { grant } }) => {
      const made = await (grant === null ? store.backup() : store.backup(context.files.take(grant, 'backup')));
      context.topics.announce('system');
      return made;
    }),

    backups: os.backups.handler(() => store.backups()),

    marks: os.marks.handler(() => context.marks.all.map(({ name, atMs }) => ({ name, atMs }))),
  });
}

/** The later of two ISO instants in UTC. */
function later(one: string | null, other: string | null): string | null {
  return (
    [one, other]
      .filter((at) => at !== null)
      .sort()
      .at(-1) ?? null
  );
}

/** The store's health as the page shows it, with what a person should know in `warnings`. */
function toHealth(health: StoreHealth, verifiedByHand: unknown, unsentCount: number): Health {
  const freeMegabytes = Math.floor(health.freeBytes / megabyte);
  const warnings: Health['warnings'] = [];
  if (freeMegabytes < lowDiskMegabytes) warnings.push({ code: 'system/disk-low', data: { freeMegabytes } });
  if (health.clockQuality === 'stepped') warnings.push({ code: 'system/clock-stepped', data: {} });
  if (health.recoveryReport !== null)
    warnings.push({ code: 'system/recovered', data: { file: health.recoveryReport } });
  if (health.unknownRecordCount > 0) {
    warnings.push({ code: 'system/unknown-records', data: { count: health.unknownRecordCount } });
  }
  if (health.conflictCount > 0) warnings.push({ code: 'system/conflicts', data: { count: health.conflictCount } });
  if (health.quarantineCount > 0) warnings.push({ code: 'system/quarantine', data: { count: health.quarantineCount } });
  return {
    store: health.state,
    code: health.code,
    freeMegabytes,
    recordCount: health.recordCount,
    messageCount: health.messageCount,
    unknownRecordCount: health.unknownRecordCount,
    conflictCount: health.conflictCount,
    lastVerifiedAt: later(health.lastVerifiedAt, typeof verifiedByHand === 'string' ? verifiedByHand : null),
    lastBackupAt: health.lastBackupAt,
    epoch: health.epoch,
    unsentCount,
    clockQuality: health.clockQuality,
    warnings,
  };
}
