import { latin1ToText, textToLatin1 } from '../../../kernel/bytes.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import type { BlockDriver } from '../driver.ts';
import { interpretDiatron } from './mapping.ts';
import { maskMessage } from './mask-lines.ts';
import { createDiatronFramer, findFault, readPackage } from './package.ts';
import type { DiatronMapping } from './schema.ts';

const ACK = 0x06;
const NAK = Uint8Array.of(0x15);
const SOH = 0x01;
const EOT = 0x04;

/** Packages of the Diatron analyzers (Abacus, Arcus and their clones): the analyzer begins, the host accepts or asks again. */
export const diatronDriver: BlockDriver = {
  kind: 'diatron',
  greeting: { bytes: Uint8Array.of(ACK), label: 'ACK' },
  createFramer: () => createDiatronFramer(),
  verify: (_definition, block) => (findFault(block) === 'none' ? 'ok' : 'failed'),
  answer(_definition, block, isTaken) {
    if (!isTaken) return { bytes: NAK, label: 'NAK' };
    const { command, messageId } = readPackage(block);
    return { bytes: textToLatin1(`\u0006${command}${messageId} `), label: 'ACK' };
  },
  interpret: (definition, block, context) => interpretDiatron(definition, mappingOf(definition), block, context),
  mask(definition, raw) {
    if (raw[0] !== SOH || raw.at(-1) !== EOT) return maskUnknownText(raw);
    const { fault, messageId, command, message } = readPackage(raw.subarray(1, -1));
    if (fault !== 'none') return maskUnknownText(raw);
    const shown = /^[A-Z]{1,8}$/.test(command) ? command : hideUnknown(command);
    const tail = latin1ToText(raw.subarray(raw.length - 4));
    const body = maskMessage(message, mappingOf(definition));
    return nameControls(`\u0001${messageId}${shown}\u0002${body}${tail}`);
  },
};

function mappingOf({ key, mapping }: InstrumentDefinition): DiatronMapping {
  if (mapping.kind === 'diatron') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'diatron' });
}
