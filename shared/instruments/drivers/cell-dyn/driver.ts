import { latin1ToText } from '../../../kernel/bytes.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { createMarkedFramer } from '../../framing/marked-framer.ts';
import { maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import type { BlockDriver } from '../driver.ts';
import { judgeChecksum, readChecksum, splitBlock } from './block.ts';
import { interpretCellDyn } from './mapping.ts';
import { maskCells, recordOf } from './mask-block.ts';
import type { CellDynMapping } from './schema.ts';

const STX = 0x02;
const ETX = 0x03;
const ACK = Uint8Array.of(0x06);
const NAK = Uint8Array.of(0x15);

/** The CELL-DYN family with its comma-separated blocks between STX and ETX (1700, 1800, 3200, 3500, 3700). */
export const cellDynDriver: BlockDriver = {
  kind: 'cell-dyn',

  createFramer({ framing }) {
    const maxBlockBytes = framing.kind === 'cell-dyn' ? framing.maxBlockBytes : undefined;
    return createMarkedFramer({
      start: Uint8Array.of(STX),
      end: Uint8Array.of(ETX),
      isStartUnique: true,
      ...(maxBlockBytes === undefined ? {} : { maxBlockBytes }),
    });
  },

  verify: (definition, block) => judgeChecksum(readChecksum(block), mappingOf(definition).checksum.isProven),

  answer(definition, _block, isTaken) {
    if (isTaken) return { bytes: ACK, label: 'ACK' };
    return mappingOf(definition).answers.refuse === null ? null : { bytes: NAK, label: 'NAK' };
  },

  interpret: (definition, block, context) => interpretCellDyn(definition, mappingOf(definition), block, context),

  mask(definition, raw) {
    if (raw[0] !== STX || raw.at(-1) !== ETX || raw.length < 3) return maskUnknownText(raw);
    const bytes = raw.subarray(1, -1);
    const mapping = mappingOf(definition);
    const block = splitBlock(bytes);
    // A damaged block may have any of its commas garbled: nothing in it is trusted.
    if (!block.isWellQuoted || judgeChecksum(block, mapping.checksum.isProven) === 'failed')
      return maskUnknownText(raw);
    const cells = maskCells(block, recordOf(mapping.fieldMap, block)?.record ?? null, definition.fits.models);
    return nameControls(`${latin1ToText(raw.subarray(0, 1))}${cells.join(',')}${block.ending}\u0003`);
  },
};

function mappingOf({ key, mapping }: InstrumentDefinition): CellDynMapping {
  if (mapping.kind === 'cell-dyn') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'cell-dyn' });
}
