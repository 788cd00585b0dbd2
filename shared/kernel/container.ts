import * as z from 'zod';
import { AppError } from './errors.ts';
import { text } from './text-schema.ts';

/**
 * The `.benchside` file (decision 32): lines of UTF-8 text, each one JSON value. The first names the format, the kind of
 * things inside and who made it; then one line a thing; the last counts them and holds the SHA-256 of everything before.
 * A file that was cut or changed is read as far as it can be, and says so.
 */

export const containerVersion = 1;
export const containerLimits = { fileBytes: 16 * 1024 * 1024, items: 5000, lineCharacters: 256 * 1024 } as const;

const header = z.object({
  benchside: z.number().int().min(1),
  kind: text(40),
  madeAt: text(40),
  madeBy: text(200),
});
/** Which workstation says that the file is its work: `sig` is Ed25519 over `containerText`. */
const signature = z.object({
  device: text(64),
  epoch: z.number().int().min(1),
  publicKey: z.string().length(43),
  sig: z.string().length(86),
});
export type ContainerSignature = z.infer<typeof signature>;
const footer = z.object({
  end: z.number().int().min(0),
  sha256: z.string().length(64),
  signed: signature.optional().catch(undefined),
});

/** What is hashed and signed of a file whose lines before the last have this SHA-256 (hex). */
export const containerText = (sha256: string): string => `bs-file-1\n${sha256}`;

/** As a preview shows it. Null where nobody signed: such a file is as good as whoever handed it over. */
export const fileSigner = z
  .object({
    /** What the workstation is called here, or empty. */
    label: z.string(),
    /** Six words of its key. */
    fingerprint: z.string(),
    standing: z.enum(['own', 'known', 'unknown']),
  })
  .nullable();
export type FileSigner = z.infer<typeof fileSigner>;

export interface Container {
  readonly kind: string;
  readonly madeAt: string;
  readonly madeBy: string;
  /** Things inside, each with its line from 1. */
  readonly items: readonly { readonly line: number; readonly value: unknown }[];
  /** `not-json`: a line nobody can read; `cut-off`: the end is missing; `changed`: it was changed after it was made. */
  readonly badLines: readonly {
    readonly line: number;
    readonly code: 'not-json' | 'line-too-long' | 'cut-off' | 'changed';
  }[];
  /** The claim of the last line, with the hash it is over; whoever shows it proves it. Only of a file that is as it was made. */
  readonly signed?: ContainerSignature & { readonly sha256: string };
}

/** The whole file as text. `sha256` answers 64 hex characters of the UTF-8 of a text; `sign` gets that of the lines. */
export function writeContainer(
  made: { readonly kind: string; readonly madeAt: string; readonly madeBy: string },
  items: readonly unknown[],
  sha256: (text: string) => string,
  sign?: (sha256: string) => ContainerSignature,
): string {
  const { kind, madeAt, madeBy } = made;
  const lines = [{ benchside: containerVersion, kind, madeAt, madeBy }, ...items].map((one) => JSON.stringify(one));
  const body = `${lines.join('\n')}\n`;
  const hash = sha256(body);
  const signed = sign ? { signed: sign(hash) } : {};
  return `${body}${JSON.stringify({ end: items.length, sha256: hash, ...signed })}\n`;
}

/**
 * Reads a file of one kind. Never throws anything but the codes named here, whatever the text is.
 *
 * @throws AppError `container/empty`, `container/too-large`, `container/not-a-container`, `container/newer` (made by a
 * newer Benchside), `container/other-kind`
 */
export function readContainer(file: string, kind: string, sha256: (text: string) => string): Container {
  if (file.trim() === '') throw new AppError('container/empty', {});
  if (file.length > containerLimits.fileBytes) {
    throw new AppError('container/too-large', { megabytes: containerLimits.fileBytes / (1024 * 1024) });
  }
  const plain = file.replaceAll('\r\n', '\n').replace(/^\u{feff}/u, '');
  const lines = plain.split('\n');
  while (lines.at(-1) === '') lines.pop();
  const first = header.safeParse(parseLine(lines[0] ?? ''));
  if (!first.success) throw new AppError('container/not-a-container', {});
  if (first.data.benchside > containerVersion) throw new AppError('container/newer', { version: first.data.benchside });
  if (first.data.kind !== kind) throw new AppError('container/other-kind', { kind: first.data.kind, wanted: kind });
  if (lines.length > containerLimits.items + 2) {
    throw new AppError('container/too-large', { megabytes: containerLimits.fileBytes / (1024 * 1024) });
  }
  const last = lines.length > 1 ? footer.safeParse(parseLine(lines.at(-1)!)) : null;
  const isWhole = last?.success === true;
  const items: { line: number; value: unknown }[] = [];
  const badLines: Container['badLines'][number][] = [];
  lines.slice(1, isWhole ? -1 : undefined).forEach((content, index) => {
    const line = index + 2;
    if (content.trim() === '') return;
    const value = content.length > containerLimits.lineCharacters ? undefined : parseLine(content);
    if (value !== undefined) items.push({ line, value });
    else badLines.push({ line, code: content.length > containerLimits.lineCharacters ? 'line-too-long' : 'not-json' });
  });
  if (!isWhole) badLines.push({ line: lines.length, code: 'cut-off' });
  else if (last.data.sha256 !== sha256(`${lines.slice(0, -1).join('\n')}\n`)) {
    badLines.push({ line: lines.length, code: 'changed' });
  }
  const { madeAt, madeBy } = first.data;
  const isAsMade = isWhole && badLines.every(({ code }) => code !== 'changed');
  const claim = isAsMade ? last.data.signed : undefined;
  const signed = claim && isWhole ? { signed: { ...claim, sha256: last.data.sha256 } } : {};
  return { kind, madeAt, madeBy, items, badLines, ...signed };
}

/** A line's value, undefined where it is no JSON. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
