import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import type { BlockDriver } from '../driver.ts';
import { answerHl7 } from './answer.ts';
import { maskHl7Bytes } from './hl7-identity.ts';
import { interpretHl7 } from './mapping.ts';
import { createMllpFramer } from './mllp-framer.ts';
import type { Hl7Mapping } from './schema.ts';
import { readStoredHl7 } from './stored.ts';

/** HL7 v2 in MLLP, over TCP and over serial lines. MLLP has no checksum. */
export const hl7Driver: BlockDriver = {
  kind: 'hl7',
  createFramer: ({ framing }) =>
    createMllpFramer(framing.kind === 'mllp' ? { maxBlockBytes: framing.maxBlockBytes } : {}),
  verify: () => 'absent',
  answer: (_definition, block, isTaken) => answerHl7(block, isTaken),
  interpret: (definition, block, context) => interpretHl7(definition, mappingOf(definition), block, context),
  mask: (definition, raw) => maskHl7Bytes(raw, mappingOf(definition).alsoHide),
  readStored: (_definition, file) => readStoredHl7(file),
};

function mappingOf(definition: InstrumentDefinition): Hl7Mapping {
  if (definition.mapping.kind === 'hl7') return definition.mapping;
  throw new AppError('instruments/definition-does-not-fit', { key: definition.key, protocol: 'hl7' });
}
