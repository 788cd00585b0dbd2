import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import type { ByteSource, FileBlock } from '../../files/byte-source.ts';
import { readDataSets } from '../../files/fcs-reader.ts';
import { macRomanToText } from '../../files/mac-roman.ts';
import { readFirstLine, readRows } from '../../files/multiset-reader.ts';

/**
 * The blocks of a file by its content, whatever it is called: rows of a MultiSET export, data sets of an FCS file. Nothing
 * comes of any other file, and of a definition whose instrument writes no files.
 */
export async function* readFileBlocks(definition: InstrumentDefinition, source: ByteSource): AsyncGenerator<FileBlock> {
  const { mapping } = definition;
  if (mapping.kind !== 'cytometry-files') return;
  const start = latin1ToText(await source.read(0, 6));
  if (/^FCS\d\.\d$/.test(start)) {
    yield* readDataSets(source);
    return;
  }
  const names = macRomanToText(await readFirstLine(source))
    .split('\t')
    .map((name) => name.trim());
  if (mapping.multiset.identifiedBy.every((name) => names.includes(name))) yield* readRows(source);
}
