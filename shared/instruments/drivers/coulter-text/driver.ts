import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import type { BlockDriver } from '../driver.ts';
import { createCoulterTextFramer } from './framer.ts';
import { interpretCoulterText } from './mapping.ts';
import { maskCoulterBytes } from './mask-text.ts';
import type { CoulterTextMapping } from './schema.ts';

/**
 * The text stream of the Coulter counters (S-Plus, STKR, STKS, LH 700 series), with and without the LH's blocks. No answer
 * is published, so none is given. The blocks' CRC is a rule nobody published: nothing is refused by it.
 */
export const coulterTextDriver: BlockDriver = {
  kind: 'coulter-text',
  createFramer: () => createCoulterTextFramer(),
  verify: () => 'absent',
  answer: () => null,
  interpret: (definition, block, context) => interpretCoulterText(definition, mappingOf(definition), block, context),
  mask: (definition, raw) => nameControls(maskCoulterBytes(raw, mappingOf(definition))),
};

function mappingOf({ key, mapping }: InstrumentDefinition): CoulterTextMapping {
  if (mapping.kind === 'coulter-text') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'coulter-text' });
}
