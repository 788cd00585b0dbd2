import type { StoredRecord } from '../records/define.ts';

/** The facts a timeline sentence is filled with. */
export type TimelineData = Readonly<Record<string, string | number | boolean>>;

/** For each record type of a module: the data of its sentence, and which variant of the sentence, if it has several. */
export type TimelineLines = Readonly<
  // biome-ignore lint/suspicious/noExplicitAny: one table holds lines for bodies of many types.
  Record<string, (body: any) => { readonly variant?: string | undefined; readonly data: TimelineData }>
>;

/** Longest text a line holds; the whole text is in the record. */
const longestText = 240;

/**
 * One record as a line of an instrument's timeline: the key `timeline.<type>` (with `-<variant>` where it has several)
 * of the module's words, and its data. A type without a line, or an unknown body, is still a line with the type alone.
 */
export function timelineLine(record: StoredRecord, lines: TimelineLines): { key: string; data: TimelineData } {
  const line = Object.hasOwn(lines, record.type) ? lines[record.type] : undefined;
  if (!line || !record.isKnown) return { key: 'timeline.other', data: { type: record.type } };
  const { variant, data } = line(record.body);
  const short: Record<string, TimelineData[string]> = {};
  for (const name in data) {
    const value = data[name]!;
    short[name] =
      typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText - 1)}…` : value;
  }
  return { key: variant ? `timeline.${record.type}-${variant}` : `timeline.${record.type}`, data: short };
}
