import { parseArgs } from 'node:util';
import { AppError } from '../../shared/kernel/errors.ts';

export interface OptionShape {
  readonly [name: string]: { readonly type: 'string' | 'boolean' };
}

type Read<Shape extends OptionShape> = {
  [Name in keyof Shape]?: Shape[Name]['type'] extends 'boolean' ? boolean : string;
};

/**
 * Reads a command's arguments: one positional and the options of `shape`.
 *
 * @throws AppError `usage/not-understood` with Node's own explanation, `usage/missing` and `usage/help` (which was asked
 * for) with the command's usage line
 */
export function readOptions<const Shape extends OptionShape>(
  shape: Shape,
  usage: string,
  args: readonly string[] = process.argv.slice(2),
): { what: string; options: Read<Shape> } {
  if (args.includes('--help')) throw new AppError('usage/help', { usage });
  let parsed: { values: object; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: shape, allowPositionals: true, strict: true });
  } catch (error) {
    const [detail = ''] = (error instanceof Error ? error.message : '').split('. To specify');
    throw new AppError('usage/not-understood', { detail: `${detail.replace(/\.$/, '')}.`, usage });
  }
  const [what, ...more] = parsed.positionals;
  if (what === undefined || more.length > 0) throw new AppError('usage/missing', { usage });
  return { what, options: parsed.values as Read<Shape> };
}

/**
 * Milliseconds of a duration: `10s`, `500ms`, `2m`, `1h`, or plain seconds. Undefined gives null.
 *
 * @throws AppError `usage/duration`
 */
export function readDuration(text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (match === null) throw new AppError('usage/duration', { text });
  const factors: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  return Number(match[1]) * (factors[match[2] ?? 's'] ?? 1_000);
}

/** @throws AppError `usage/number` unless the text is a number within the bounds */
export function readNumber(name: string, text: string, low: number, high: number): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= low && number <= high)) {
    throw new AppError('usage/number', { name, text, low, high });
  }
  return number;
}
