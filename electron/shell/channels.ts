import * as z from 'zod';

/**
 * The one table of channels between a page and main. What is not here does not exist: `register` refuses a name twice and
 * a test holds the table against Electron's own list of handlers. `call` answers, `send` does not.
 */
const none = z.tuple([]);
const fileName = z
  .string()
  .min(1)
  .max(200)
  // A bare name: where it goes is chosen in the dialog.
  .regex(/^[^/\\:*?"<>|\p{Cc}]+$/u);

export const channels = {
  'host:request': { kind: 'send', input: none },
  'host:retry': { kind: 'call', input: none },
  'host:unlock': {
    kind: 'call',
    input: z.tuple([z.object({ way: z.enum(['escrow-code', 'passphrase']), text: z.string().min(1).max(1000) })]),
  },
  'host:next-site': { kind: 'call', input: none },
  'host:state': { kind: 'call', input: none },
  'dialog:open': { kind: 'call', input: z.tuple([z.enum(['capture', 'backup', 'replay', 'folder', 'bundle'])]) },
  'dialog:save': {
    kind: 'call',
    input: z.tuple([z.enum(['capture', 'backup', 'report', 'export', 'sops', 'pack', 'bundle']), fileName]),
  },
  'print:set': { kind: 'call', input: none },
  'print:dialog': { kind: 'call', input: none },
  'clipboard:write': { kind: 'call', input: z.tuple([z.string().max(1_000_000)]) },
  'window:theme': { kind: 'call', input: z.tuple([z.enum(['system', 'light', 'dark'])]) },
  'window:full-screen': { kind: 'call', input: z.tuple([z.boolean()]) },
  'start:mark': { kind: 'send', input: z.tuple([z.string().regex(/^[a-z0-9-]{1,40}$/)]) },
} as const satisfies Record<string, { kind: 'call' | 'send'; input: z.ZodType<unknown[]> }>;

export type Channel = keyof typeof channels;
export type ChannelInput<C extends Channel> = z.infer<(typeof channels)[C]['input']>;

/** What main tells the page without being asked. */
export type Announcement = 'host:changed' | 'host:port' | 'power';
