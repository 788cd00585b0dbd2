import * as z from 'zod';

const data = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** One line of a story: key of the host's words (`timeline.<type>[-variant]`), and what fills it. */
export const storyLine = z.object({
  hash: z.string(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  key: z.string(),
  data,
  /** The case itself, or the linked thing it belongs to. */
  origin: z.enum(['case', 'linked', 'messages']),
  stream: z.string(),
  /** Name of the linked thing (`W-12`, an error code, ...); empty for the case's own. */
  subject: z.string(),
  /** Picture of this line, shown by `picture`. */
  picture: z.object({ sha256: z.string(), name: z.string() }).nullable(),
});
