import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

/** Durable facts and decisions of this module. A released body never changes: raise its version and add an upcast. */

const id = z.string().min(1).max(64);

export const entryWritten = defineRecord({
  type: '<<kebab>>.entry-written',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () => z.object({ entryId: id, text: text(400) }),
});

/** A decision about a shared thing: the store names in its `base` what the author had seen. */
export const entryWithdrawn = defineRecord({
  type: '<<kebab>>.entry-withdrawn',
  version: 1,
  kind: 'decision',
  scope: 'site',
  schema: () => z.object({ entryId: id, reason: text(500) }),
});

export const <<camel>>Records = [entryWritten, entryWithdrawn] as const;

export const <<camel>>Stream = (entryId: string) => `<<kebab>>/${entryId}`;
