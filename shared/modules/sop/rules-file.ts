import * as z from 'zod';
import { sopContent } from './terms.ts';

/** One SOP in a `.benchside` file of the kind `sops`: its words, and how they stood where they came from. */
export const fileSop = z.object({
  code: z.string().trim().max(40),
  versionNumber: z.number().int().min(1).max(9999),
  /** As it stood where the file was made; taking it makes a draft in any case. */
  state: z.string().max(20),
  effectiveOn: z.string().max(10).nullable(),
  content: sopContent,
});
export type FileSop = z.infer<typeof fileSop>;

export const sopFileKind = 'sops';

/** Equal words, whatever order their fields were written in. */
export function sameWords(a: FileSop['content'], b: FileSop['content']): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
