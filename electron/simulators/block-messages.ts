import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { BlockDriver } from '../../shared/instruments/drivers/driver.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';

/** One block of a stretch of bytes: with its marks, and what stands between them. */
export interface BlockBytes {
  readonly raw: Uint8Array;
  readonly text: Uint8Array;
}

/** The blocks in a stretch of bytes, in order; what is no block is left out. */
export function blocksIn(driver: BlockDriver, definition: InstrumentDefinition, bytes: Uint8Array): BlockBytes[] {
  const blocks: BlockBytes[] = [];
  const take = (value: FramingValue): void => {
    if (value.kind === 'line') blocks.push({ raw: value.raw.slice(), text: value.text.slice() });
  };
  const framer = driver.createFramer(definition);
  framer.feed(bytes, take);
  framer.flush(take);
  return blocks;
}

/**
 * A block with another text: `change` gets the raw block as Latin-1 and gives it back changed. A checksum that was right
 * is right again.
 */
function changeBlock(definition: InstrumentDefinition, raw: Uint8Array, change: (text: string) => string): Buffer {
  const text = Buffer.from(raw).toString('latin1');
  const changed = change(text);
  return Buffer.from(definition.protocol.kind === 'cell-dyn' && isSealed(text) ? seal(changed) : changed, 'latin1');
}

/** The same block as if it had been measured now: its dates and times become `now`, so that it is no re-send. */
export function freshenBlock(definition: InstrumentDefinition, raw: Uint8Array, now: Date): Buffer {
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = now.toISOString().split(/\D/);
  return changeBlock(definition, raw, (text) =>
    text
      .replace(/(?<!\d)20\d{12}(?!\d)/g, `${year}${month}${day}${hour}${minute}${second}`)
      .replace(/"\d{2}\/\d{2}\/(\d{4}|\d{2})"/g, (_, sent: string) => `"${month}/${day}/${year.slice(-sent.length)}"`)
      .replace(
        /"\d{2}:\d{2}(:\d{2})?"/g,
        (_, seconds?: string) => `"${hour}:${minute}${seconds === undefined ? '' : `:${second}`}"`,
      ),
  );
}

/** A CELL-DYN block in parts: up to STX, the summed text with its last comma, the two digits, ETX and on. */
function splitSealed(text: string): { head: string; body: string; digits: string; tail: string } | null {
  const start = text.indexOf('\u0002') + 1;
  const end = text.indexOf('\u0003', start);
  const comma = text.lastIndexOf(',', end);
  if (start === 0 || end < 0 || comma < start || end - comma !== 3) return null;
  return {
    head: text.slice(0, start),
    body: text.slice(start, comma + 1),
    digits: text.slice(comma + 1, end),
    tail: text.slice(end),
  };
}

function sumOf(text: string): string {
  let sum = 0;
  for (const byte of Buffer.from(text, 'latin1')) sum += byte;
  return (sum % 256).toString(16).toUpperCase().padStart(2, '0');
}

function isSealed(text: string): boolean {
  const parts = splitSealed(text);
  return parts !== null && sumOf(parts.body) === parts.digits;
}

function seal(text: string): string {
  const parts = splitSealed(text);
  return parts === null ? text : parts.head + parts.body + sumOf(parts.body) + parts.tail;
}
