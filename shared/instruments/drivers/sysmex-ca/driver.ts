import { latin1ToText } from '../../../kernel/bytes.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { createMarkedFramer } from '../../framing/marked-framer.ts';
import { maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import type { BlockDriver } from '../driver.ts';
import { interpretSysmexCa } from './mapping.ts';
import { maskCaText } from './mask-text.ts';
import type { SysmexCaMapping } from './schema.ts';

const STX = 0x02;
const ETX = 0x03;
const ACK = Uint8Array.of(0x06);
const NAK = Uint8Array.of(0x15);

/** The fixed format of the Sysmex CA coagulation analyzers (CA-500, CA-600, CA-1500, CA-7000): STX, text, ETX. */
export const sysmexCaDriver: BlockDriver = {
  kind: 'sysmex-ca',

  createFramer({ framing }) {
    const maxBlockBytes = framing.kind === 'sysmex-ca' ? framing.maxBlockBytes : undefined;
    return createMarkedFramer({
      start: Uint8Array.of(STX),
      end: Uint8Array.of(ETX),
      isStartUnique: true,
      ...(maxBlockBytes === undefined ? {} : { maxBlockBytes }),
    });
  },

  verify: () => 'absent',

  // Block by block: it arrived, and no more. No order is ever sent.
  answer(definition, _block, isTaken) {
    if (isTaken) return { bytes: ACK, label: 'ACK' };
    return mappingOf(definition).answers.refuse === null ? null : { bytes: NAK, label: 'NAK' };
  },

  interpret: (definition, block, context) => interpretSysmexCa(definition, mappingOf(definition), block, context),

  mask(definition, raw) {
    if (raw[0] !== STX || raw.at(-1) !== ETX || raw.length < 3) return maskUnknownText(raw);
    return nameControls(`\u0002${maskCaText(latin1ToText(raw.subarray(1, -1)), mappingOf(definition))}\u0003`);
  },
};

function mappingOf({ key, mapping }: InstrumentDefinition): SysmexCaMapping {
  if (mapping.kind === 'sysmex-ca') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'sysmex-ca' });
}
