import { type ByteSource, type FileBlock, memorySource } from '../../shared/instruments/files/byte-source.ts';
import { textToMacRoman } from '../../shared/instruments/files/mac-roman.ts';
import { concatBytes, textToLatin1 } from '../../shared/kernel/bytes.ts';

/** Files as the programs beside a cytometer write them, with invented content. */

export interface FcsParts {
  readonly version?: string;
  readonly delimiter?: string;
  readonly keywords: Readonly<Record<string, string>>;
  readonly data?: Uint8Array;
  /** Delimiters inside values are doubled, as the standard asks, unless this is false. */
  readonly isEscaped?: boolean;
  /** DATA is named in TEXT only, as for files beyond the header's eight digits. */
  readonly isDataInText?: boolean;
}

/** An FCS file: HEADER, TEXT at 256, DATA right after it. */
export function makeFcs({
  version = 'FCS2.0',
  delimiter = '\\',
  keywords,
  data = new Uint8Array(),
  isEscaped = true,
  isDataInText = false,
}: FcsParts): Uint8Array {
  const write = (value: string) => (isEscaped ? value.split(delimiter).join(delimiter + delimiter) : value);
  const textOf = (more: Record<string, string>) =>
    textToMacRoman(
      delimiter +
        Object.entries({ ...keywords, ...more })
          .map(([name, value]) => name + delimiter + write(value) + delimiter)
          .join(''),
    );
  const place = (begin: number) => ({
    $BEGINDATA: String(begin).padStart(12, '0'),
    $ENDDATA: String(begin + data.length - 1).padStart(12, '0'),
  });
  const textLength = textOf(isDataInText ? place(0) : {}).length;
  const dataBegin = 256 + textLength;
  const text = textOf(isDataInText ? place(dataBegin) : {});
  const offsets = [
    256,
    256 + textLength - 1,
    ...(isDataInText || data.length === 0 ? [0, 0] : [dataBegin, dataBegin + data.length - 1]),
    0,
    0,
  ];
  const head = `${version}    ${offsets.map((offset) => String(offset).padStart(8)).join('')}`.padEnd(256);
  return concatBytes([textToLatin1(head), text, data]);
}

/** A text export: names, rows, each ended by CR. */
export function makeExport(names: readonly string[], rows: readonly (readonly string[])[], end = '\r'): Uint8Array {
  return textToMacRoman([names, ...rows].map((row) => row.join('\t') + end).join(''));
}

/** A source that gives at most `most` bytes a read and counts what it was asked for. */
export function meteredSource(bytes: Uint8Array, most = Number.POSITIVE_INFINITY) {
  const whole = memorySource(bytes);
  let largest = 0;
  const source: ByteSource = {
    size: bytes.length,
    read: (offset, length) => {
      largest = Math.max(largest, length);
      return whole.read(offset, Math.min(length, most));
    },
  };
  return { source, largest: () => largest };
}

export async function gather(blocks: AsyncIterable<FileBlock>): Promise<FileBlock[]> {
  const all: FileBlock[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}
