import { latin1ToText } from '../../../kernel/bytes.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { createMarkedFramer } from '../../framing/marked-framer.ts';
import { maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import type { BlockDriver } from '../driver.ts';
import { interpretSysmexFixed } from './mapping.ts';
import { maskPart } from './mask-parts.ts';
import { splitParts } from './parts.ts';
import type { SysmexFixedMapping } from './schema.ts';

const STX = 0x02;
const ETX = 0x03;
const ACK = Uint8Array.of(0x06);
const NAK = Uint8Array.of(0x15);

/** The fixed-length format of the Sysmex hematology analyzers (XN, XS and their relatives): STX, text, ETX. */
export const sysmexFixedDriver: BlockDriver = {
  kind: 'sysmex-fixed',

  createFramer({ framing }) {
    const maxBlockBytes = framing.kind === 'sysmex-fixed' ? framing.maxBlockBytes : undefined;
    return createMarkedFramer({
      start: Uint8Array.of(STX),
      end: Uint8Array.of(ETX),
      isStartUnique: true,
      ...(maxBlockBytes === undefined ? {} : { maxBlockBytes }),
    });
  },

  verify: () => 'absent',

  // The text arrived, and no more: an inquiry is acknowledged like any text, and no order is ever sent.
  answer(definition, _block, isTaken) {
    if (isTaken) return { bytes: ACK, label: 'ACK' };
    return mappingOf(definition).answers.refuse === null ? null : { bytes: NAK, label: 'NAK' };
  },

  interpret: (definition, block, context) => interpretSysmexFixed(definition, mappingOf(definition), block, context),

  mask(definition, raw) {
    if (raw[0] !== STX || raw.at(-1) !== ETX || raw.length < 3) return maskUnknownText(raw);
    const parts = splitParts(latin1ToText(raw.subarray(1, -1)), mappingOf(definition));
    const { models } = definition.fits;
    return nameControls(`\u0002${parts.map((part) => maskPart(part, models) + part.gap).join('')}\u0003`);
  },
};

function mappingOf({ key, mapping }: InstrumentDefinition): SysmexFixedMapping {
  if (mapping.kind === 'sysmex-fixed') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'sysmex-fixed' });
}
