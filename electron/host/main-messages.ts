import * as z from 'zod';

/** Facts of an error that may cross a process border. */
const errorData = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Everything the host must know before it can start. It is given no command line and no secrets in its environment. */
export const hostSettings = z.object({
  dataFolder: z.string().min(1),
  /** Which of the carried sites that folder is, where the others lie, and why it is not the one that was asked for. */
  site: z.object({
    root: z.string().min(1),
    id: z.string(),
    problem: z.enum(['sites/pointer-broken', 'sites/folder-missing', 'sites/not-left']).nullable(),
  }),
  /** Where the shipped definitions lie. */
  resourcesFolder: z.string().min(1),
  /** Path of the SQLite add-on where the shipped one does not fit (Node-API below 10), else null. */
  sqliteBinding: z.string().nullable(),
  keyProvider: z.enum(['os-store', 'passphrase', 'file']),
  /** Where the keys of a new folder would be kept: the OS key store where there is a real one. */
  usualKeyProvider: z.enum(['os-store', 'file']),
  /** What a person typed to open keys the key store does not open. Never kept on the disk. */
  unlocking: z.object({ way: z.enum(['escrow-code', 'passphrase']), text: z.string() }).nullable(),
  appVersion: z.string(),
  build: z.string(),
  electronSource: z.string(),
});
export type HostSettings = z.infer<typeof hostSettings>;

const pageBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What main tells the host. A `client` message carries a MessagePort. */
export const toHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), settings: hostSettings }),
  z.object({ type: z.literal('client'), generation: z.number() }),
  z.object({ type: z.literal('power'), event: z.enum(['suspend', 'resume', 'lock', 'unlock']) }),
  /** Marks of main and of the page, on the clock that began with the application. */
  z.object({ type: z.literal('marks'), marks: z.array(z.object({ name: z.string(), atMs: z.number() })) }),
  z.object({
    type: z.literal('key-answer'),
    id: z.number(),
    secret: z.string().nullable(),
    /** Code of what went wrong, else null. */
    code: z.string().nullable(),
  }),
  /** A place a person chose in main's dialog; answered by `granted`. */
  z.object({
    type: z.literal('file-grant'),
    grant: z.object({ id: z.string(), path: z.string().min(1), purpose: z.string() }),
  }),
  /** Pages the window has set, as PDF; answered by `granted`. */
  z.object({ type: z.literal('parcel'), parcel: z.object({ id: z.string(), bytes: pageBytes }) }),
  z.object({ type: z.literal('stop') }),
]);
export type ToHost = z.infer<typeof toHost>;

/** What the host tells main. */
export const fromHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('cannot-start'), code: z.string(), data: errorData }),
  z.object({ type: z.literal('mark'), name: z.string().max(80), at: z.number() }),
  z.object({
    type: z.literal('key-question'),
    id: z.number(),
    ask: z.discriminatedUnion('what', [
      z.object({ what: z.literal('read') }),
      z.object({ what: z.literal('write'), secret: z.string().max(65_536) }),
    ]),
  }),
  /** A grant or a parcel has arrived: the page may be told its id. */
  z.object({ type: z.literal('granted'), id: z.string().max(64) }),
  /** Something was ordered that only a new start can do. */
  z.object({ type: z.literal('restart') }),
  /** What needs a person: for tray, badge and desktop notifications. Names of tasks and instruments, nothing of patients. */
  z.object({
    type: z.literal('attention'),
    overdue: z.number().int().min(0),
    due: z.number().int().min(0),
    notices: z
      .array(
        z.object({
          id: z.string().max(400),
          kind: z.enum(['overdue', 'due', 'counter-90']),
          title: z.string().max(200),
          instrumentName: z.string().max(120),
        }),
      )
      .max(500),
  }),
  z.object({ type: z.literal('stopped') }),
]);
export type FromHost = z.infer<typeof fromHost>;
