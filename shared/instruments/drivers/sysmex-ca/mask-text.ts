import { countShownCharacters } from '../../mapping/identity-policy.ts';
import { HEAD_LENGTH, type SysmexCaMapping } from './schema.ts';
import { columnsOf, readCaText } from './text.ts';

/**
 * A text as it may be seen, character for character: its head, rack and position, the tail of the id, the items. The name,
 * and everything of a text that fits no layout, is hidden.
 */
export function maskCaText(text: string, mapping: SysmexCaMapping): string {
  const read = readCaText(text, mapping);
  if (read === null) return hide(text);
  const head = text.slice(0, HEAD_LENGTH);
  const shownHead = /^[A-Z]\d{7}[A-Z ][\d ]{10}$/.test(head) ? head : hide(head);
  if (read.layout === null) return shownHead + hide(text.slice(HEAD_LENGTH));
  const masked = [...hide(text)];
  const write = (first: number, shown: string): void => {
    for (let index = 0; index < shown.length; index += 1) masked[first - 1 + index] = shown[index] ?? '*';
  };
  const { rack, tube, specimen, readBy, firstItem } = read.layout;
  write(1, shownHead);
  for (const place of [rack, tube]) {
    const part = columnsOf(text, place);
    if (/^[\d ]*$/.test(part)) write(place[0], part);
  }
  write(specimen[0], maskId(columnsOf(text, specimen)));
  if (/^[A-Z ]$/.test(columnsOf(text, readBy))) write(readBy[0], columnsOf(text, readBy));
  for (const [index, { code, value, flag }] of read.items.entries()) {
    const shown = /^[\d .*+<>/!@-]*$/.test(value) ? value : hide(value);
    write(firstItem + index * 9, code + shown + (/[A-Za-z]/.test(flag) ? flag.toUpperCase() : flag));
  }
  return masked.join('');
}

function maskId(text: string): string {
  const id = text.trim();
  if (id === '') return text;
  const start = text.indexOf(id);
  const hidden = id.length - countShownCharacters(id);
  return text.slice(0, start) + '*'.repeat(hidden) + text.slice(start + hidden);
}

function hide(text: string): string {
  return text.replace(/[^ ]/g, '*');
}
