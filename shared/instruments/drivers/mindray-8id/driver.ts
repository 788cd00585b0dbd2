import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { maskUnknownText } from '../../mapping/mask-bytes.ts';
import type { BlockDriver } from '../driver.ts';
import { createMindray8idFramer } from './framer.ts';
import { interpretMindray8id, isWhole, maskRecord } from './mapping.ts';
import type { Mindray8idMapping } from './schema.ts';

const STX = 0x02;
const END = 0x1a;

/** The 8-digit format of the small Mindray analyzers (BC-2800, BC-3000 Plus): they send, and may bid before. */
export const mindray8idDriver: BlockDriver = {
  kind: 'mindray-8id',
  greeting: { bytes: Uint8Array.of(0x06), label: 'ACK' },
  createFramer: () => createMindray8idFramer(),
  verify: (definition, block) => (isWhole(block, mappingOf(definition)) ? 'absent' : 'failed'),
  // The bid is answered; no source knows an answer to the record itself.
  answer: () => null,
  interpret: (definition, block, context) => interpretMindray8id(definition, mappingOf(definition), block, context),
  mask(definition, raw) {
    const hasStx = raw[0] === STX;
    if (raw.at(-1) !== END || raw.length < (hasStx ? 3 : 2)) return maskUnknownText(raw);
    const record = maskRecord(raw.subarray(hasStx ? 1 : 0, -1), mappingOf(definition));
    return `${hasStx ? '<STX>' : ''}${record}<SUB>`;
  },
};

function mappingOf({ key, mapping }: InstrumentDefinition): Mindray8idMapping {
  if (mapping.kind === 'mindray-8id') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'mindray-8id' });
}
