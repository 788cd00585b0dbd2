import type { CaLayout, SysmexCaMapping } from './schema.ts';

/** The text between STX and ETX: a head, the columns of a layout, items. */
export interface CaText {
  /** `D` result, `R` inquiry, `S` order (a host's). */
  readonly code: string;
  readonly block: string;
  readonly total: string;
  readonly sampleClass: string;
  /** YYMMDDHHMM as sent; empty where it is no time. */
  readonly at: string;
  readonly layout: CaLayout | null;
  readonly items: readonly CaItemText[];
}

export interface CaItemText {
  readonly code: string;
  readonly value: string;
  readonly flag: string;
}

/** Parameter code, value, flag. */
const ITEM_LENGTH = 9;
const HEAD = /^([A-Z])(\d)(\d{2})(\d{2})(\d{2})(.)(.{6})(.{4})/s;
const ITEM = /^(\d{3})([ -~]{5})([ -~])$/;

/** Reads a text; null where it has not even the head of one. Takes any characters. */
export function readCaText(text: string, { layouts, items: known }: SysmexCaMapping): CaText | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const [, code = '', , , block = '', total = '', sampleClass = '', date = '', time = ''] = head;
  const fitting = layouts.flatMap((layout) => {
    const items = readItems(text, layout.firstItem);
    return items === null
      ? []
      : [{ layout, items, knownCount: items.filter((item) => Object.hasOwn(known, item.code)).length }];
  });
  // Heads differ in length by no multiple of an item, so at most one layout comes out whole but for a garbled text.
  const best = fitting.toSorted((one, other) => other.knownCount - one.knownCount)[0];
  const at = `${date}${time}`;
  return {
    code,
    block,
    total,
    sampleClass,
    at: /^\d{10}$/.test(at) ? at : '',
    layout: best?.layout ?? null,
    items: best?.items ?? [],
  };
}

/** The items from a place on, or null where they do not come out whole or one has no code. */
function readItems(text: string, firstItem: number): CaItemText[] | null {
  const body = text.slice(firstItem - 1);
  if (text.length < firstItem - 1 || body.length % ITEM_LENGTH !== 0) return null;
  const items: CaItemText[] = [];
  for (let at = 0; at < body.length; at += ITEM_LENGTH) {
    const item = ITEM.exec(body.slice(at, at + ITEM_LENGTH));
    if (item === null) return null;
    items.push({ code: item[1] ?? '', value: item[2] ?? '', flag: item[3] ?? '' });
  }
  return items;
}

/** Columns of a layout, counted from 1, both included. */
export function columnsOf(text: string, [first, last]: readonly [number, number]): string {
  return text.slice(first - 1, last);
}
