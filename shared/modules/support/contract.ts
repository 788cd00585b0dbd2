import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { configurationLine } from './configuration-line.ts';

export type { ConfigurationLine } from './configuration-line.ts';

const id = z.string().min(1).max(64);

export const configurationSnapshot = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  visitId: z.string().nullable(),
  /** `V-3`; empty where it was taken at no visit. */
  visitNumber: z.string(),
  note: z.string(),
  lines: z.array(configurationLine),
});
export type ConfigurationSnapshot = z.infer<typeof configurationSnapshot>;

export const packageFile = z.object({
  name: z.string(),
  byteCount: z.number(),
  /** The file as text, as far as it is shown; null for a picture. */
  text: z.string().nullable(),
  isShownWhole: z.boolean(),
});
export type PackageFile = z.infer<typeof packageFile>;

export const supportContract = {
  configuration: {
    /** Newest first. */
    list: oc.input(z.object({ instrumentId: id })).output(z.array(configurationSnapshot)),
    /** What a snapshot taken now would hold by itself, the names a person entered last, and the visits it may belong to. */
    draft: oc.input(z.object({ instrumentId: id })).output(
      z.object({
        lines: z.array(configurationLine),
        names: z.array(z.string()),
        visits: z.array(z.object({ id: z.string(), number: z.string(), place: z.string(), state: z.string() })),
      }),
    ),
    take: oc
      .input(
        z.object({
          instrumentId: id,
          visitId: id.nullable(),
          note: text(500),
          entered: z.array(z.object({ name: text(120).min(1), value: text(400).min(1) })).max(100),
        }),
      )
      .output(z.object({ id: z.string() })),
  },
  callPackage: {
    /** Makes the package and shows all of it; nothing is written. What is saved is exactly what was shown. */
    preview: oc
      .input(z.object({ instrumentId: id, problem: text(4000), photos: z.array(z.string().length(64)).max(20) }))
      .output(
        z.object({
          token: z.string(),
          fileName: z.string(),
          byteCount: z.number(),
          sha256: z.string(),
          files: z.array(packageFile),
          /** Photos of guided steps on this instrument; none goes in by itself. */
          photos: z.array(z.object({ sha256: z.string(), name: z.string() })),
        }),
      ),
    /** Writes a package that was shown to a file a person chose, once. */
    save: oc
      .input(z.object({ token: z.string().max(64), grant: z.string().max(64) }))
      .output(z.object({ file: z.string(), byteCount: z.number(), sha256: z.string() })),
  },
};
