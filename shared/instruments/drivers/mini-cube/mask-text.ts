import { hideUnknown } from '../../mapping/mask-value.ts';
import { readTubes } from './records.ts';

const HEAD = 9;
/** Count of records. */
const COUNT = 2;
const END_OF_CODE = '\u0010';
const CODE = 15;

/**
 * A sound frame with its bar codes hidden: 15 characters before each 0x10 that closes one, some digits of the record before
 * it included. Of a frame that is none of the known ones all data are hidden. Same number of characters.
 */
export function maskFrameText(text: string): string {
  const end = text.indexOf('\r');
  const data = text.slice(HEAD, end);
  const command = text.slice(HEAD - 2, HEAD);
  const isKnown = /^[5D][12]$/.test(command) && readTubes(data, command.endsWith('2')) !== null;
  const shown = isKnown ? data.slice(0, COUNT) + hideCodes(data.slice(COUNT)) : hideUnknown(data);
  return `${text.slice(0, HEAD)}${shown}${text.slice(end)}`;
}

function hideCodes(records: string): string {
  const parts = records.split(END_OF_CODE);
  const last = parts.pop() ?? '';
  const hidden = parts.map((part) => part.slice(0, -CODE) + hideUnknown(part.slice(-CODE)));
  return [...hidden, last].join(END_OF_CODE);
}
