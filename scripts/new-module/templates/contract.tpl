import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** One entry, as the page shows it. */
export const <<camel>>Row = z.object({
  id: z.string(),
  text: z.string(),
  isWithdrawn: z.boolean(),
  writtenAt: z.string(),
  writtenBy: z.string(),
  place: z.enum(['saved-here', 'on-the-hub']),
});
export type <<Pascal>>Row = z.infer<typeof <<camel>>Row>;

/** Every call of this module. What goes in and out is parsed at the border; errors cross as `{ code, data }`. */
export const <<camel>>Contract = {
  /** Newest first. */
  list: oc.input(z.object({ limit: z.number().int().min(1).max(200) })).output(z.array(<<camel>>Row)),
  write: oc.input(z.object({ text: text(400).min(1) })).output(z.object({ id: z.string() })),
  withdraw: oc.input(z.object({ id: z.string().max(64), reason: text(500).min(1) })).output(z.object({})),
};
