import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { readFileBlocks } from '../../shared/instruments/drivers/cytometry-files/read-file.ts';
import type { ByteSource } from '../../shared/instruments/files/byte-source.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { latin1ToText } from '../../shared/kernel/bytes.ts';
import { createReader } from './message-reader.ts';
import type { Hashing } from './specimen-hash.ts';

/**
 * Every signal of a file an instrument's program wrote, block by block: a file of any size costs the memory of one block.
 *
 * @param at ISO time with zone: when the file was read
 */
export async function* replayFile(
  source: ByteSource,
  definition: InstrumentDefinition,
  hashing: Hashing,
  at: string,
): AsyncGenerator<Signal> {
  const reader = createReader(definition, definition.key, hashing);
  const told = new Set<string>();
  for await (const { bytes, isPartial } of readFileBlocks(definition, source)) {
    const content = hashing.keyed(latin1ToText(bytes));
    yield* reader.storedBlock({ block: bytes, checksum: 'absent', isPartial }, at, told.has(content)).signals;
    told.add(content);
  }
}
