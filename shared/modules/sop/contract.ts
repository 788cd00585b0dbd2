import { oc } from '@orpc/contract';
import * as z from 'zod';

/** One entry, as the page shows it. */
export const sopRow = z.object({
  id: z.string(),
  text: z.string(),
  isWithdrawn: z.boolean(),
  writtenAt: z.string(),
  writtenBy: z.string(),
  place: z.enum(['saved-here', 'on-the-hub']),
});
export type SopRow = z.infer<typeof sopRow>;

const text = (max: number) => z.string().trim().max(max);

/** Every call of this module. What goes in and out is parsed at the border; errors cross as `{ code, data }`. */
export const sopContract = {
  /** Newest first. */
  list: oc.input(z.object({ limit: z.number().int().min(1).max(200) })).output(z.array(sopRow)),
  write: oc.input(z.object({ text: text(400).min(1) })).output(z.object({ id: z.string() })),
  withdraw: oc.input(z.object({ id: z.string().max(64), reason: text(500).min(1) })).output(z.object({})),
};
