import { oc } from '@orpc/contract';
import * as z from 'zod';
import { engineState } from '../../sync/state.ts';
import { bundlesContract } from './bundles-contract.ts';
import { filesContract } from './files-contract.ts';
import { sitesContract } from './sites-contract.ts';
import { workstationsContract } from './workstations-contract.ts';

/** A network or none, a hub or none, and what of this workstation is nowhere else yet. */
export const syncState = z.object({
  ...engineState.shape,
  /** This workstation and the six words of its key, which people compare. */
  workstation: z.object({ device: z.string(), label: z.string(), fingerprint: z.string() }),
  site: z.object({
    scope: z.string(),
    name: z.string(),
    /** True before this workstation was enrolled anywhere. */
    isProvisional: z.boolean(),
  }),
  /** The six words of the hub's key, or null without a hub. */
  hubFingerprint: z.string().nullable(),
  /** Own records that neither hub nor another bench has acknowledged, and since when (ISO). */
  unsent: z.object({ count: z.number(), since: z.string().nullable() }),
  /** True when somebody is meant to get them (a hub, or another workstation) and has not for longer than a day. */
  isOverdue: z.boolean(),
  quarantineCount: z.number(),
  /** Records from elsewhere that wait for one before them. */
  waitingCount: z.number(),
});
export type SyncState = z.infer<typeof syncState>;

/** Own records that nobody else holds yet, together by type. `type` is a record type, named in words on the page. */
const outboxRow = z.object({ type: z.string(), count: z.number(), oldestAt: z.string(), newestAt: z.string() });
export const outbox = z.object({
  count: z.number(),
  /** Only the first so many were looked at; `rows` count them alone. */
  lookedAt: z.number(),
  rows: z.array(outboxRow),
  /** Why they are still here, a code: `sync/no-hub`, `sync/network-off`, or what the last try failed with. Null: under way. */
  why: z.object({ code: z.string(), data: z.record(z.string(), z.json()) }).nullable(),
});
export type Outbox = z.infer<typeof outbox>;

const setAside = z.object({
  id: z.number(),
  /** Code of the reason, e.g. `records/bad-signature`. */
  why: z.string(),
  workstation: z.string(),
  log: z.string(),
  seq: z.number(),
  /** `hub:<device>`, `bundle:<id>`, ... as the store was told. */
  via: z.string(),
  receivedAt: z.string(),
  /** What it says it is; nobody has proved it. */
  claims: z.object({ type: z.string(), at: z.string() }).nullable(),
});

/** What came from elsewhere and is not in the tables, with why. */
export const notTaken = z.object({
  count: z.number(),
  /** The newest. */
  setAside: z.array(setAside),
  /** Records that wait for one before them, by log. */
  waiting: z.array(z.object({ log: z.string(), workstation: z.string(), fromSeq: z.number(), count: z.number() })),
  /** Records of a newer Benchside: kept and passed on, not shown. */
  unknownRecordCount: z.number(),
});
export type NotTaken = z.infer<typeof notTaken>;

const foundHub = z.object({
  address: z.string().max(300),
  device: z.string().max(64),
  publicKey: z.string().length(43),
});

export const syncContract = {
  state: oc.output(syncState),
  outbox: oc.output(outbox),
  notTaken: oc.output(notTaken),
  /** Tries at once, whatever the waiting time. Errors: `sync/network-off`, `sync/no-hub`. */
  now: oc.output(z.object({})),
  /** The one switch: false is "this workstation never uses a network". */
  setAllowed: oc.input(z.object({ isAllowed: z.boolean() })).output(z.object({})),
  /**
   * Asks the hub at an address who it is; nothing about this workstation is said. Errors: `sync/network-off`,
   * `sync/hub-unreachable`, `sync/not-a-hub`, `sync/bad-address`.
   */
  lookUp: oc
    .input(z.object({ address: z.string().trim().min(1).max(300) }))
    .output(z.object({ ...foundHub.shape, fingerprint: z.string() })),
  /**
   * A person compared the six words. Errors: as `lookUp`, `sync/other-hub`, `sync/code-refused`, `sync/other-site`,
   * `sync/code-for-existing-site`, `sync/site-is-at-hub`.
   */
  join: oc
    .input(
      z.object({ ...foundHub.shape, code: z.string().trim().min(1).max(60), label: z.string().trim().min(1).max(120) }),
    )
    .output(z.object({ siteName: z.string() })),
  /** The same hub under another address. Errors: as `lookUp`, `sync/other-hub`. */
  moveHub: oc.input(z.object({ address: z.string().trim().min(1).max(300) })).output(z.object({})),
  sites: sitesContract,
  workstations: workstationsContract,
  bundles: bundlesContract,
  files: filesContract,
};
