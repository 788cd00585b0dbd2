import * as z from 'zod';

/** Where one line of a configuration comes from: said by the wire, kept in the register, or read by a person. */
export const configurationGroup = z.enum(['wire', 'register', 'factor', 'entered']);
export const configurationLine = z.object({
  group: configurationGroup,
  /** Stable within its group: two snapshots are compared by it. A person's own line is called by its name. */
  key: z.string().max(120),
  value: z.string().max(400),
});
export type ConfigurationLine = z.infer<typeof configurationLine>;
