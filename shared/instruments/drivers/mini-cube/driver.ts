import { textToLatin1 } from '../../../kernel/bytes.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { bytesToText, maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import type { BlockDriver } from '../driver.ts';
import { createMiniCubeFramer, type FrameFault, readFrame } from './frame.ts';
import { interpretMiniCube } from './mapping.ts';
import { maskFrameText } from './mask-text.ts';
import type { MiniCubeMapping } from './schema.ts';

const ACK = textToLatin1('\u000601\r');
/** Codes of a refusal, as the manuals list them. */
const refusals: Readonly<Record<FrameFault, string>> = {
  none: '00',
  general: '00',
  checksum: '04',
  'length-field': '05',
  'data-length': '06',
};

/** The frames of the Diesse MINI-CUBE: results and controls, pushed by the instrument and answered with ACK or a NACK code. */
export const miniCubeDriver: BlockDriver = {
  kind: 'mini-cube',
  createFramer: () => createMiniCubeFramer(),
  verify(_definition, block) {
    const { fault, isDebug } = readFrame(block);
    if (fault !== 'none') return 'failed';
    return isDebug ? 'absent' : 'ok';
  },
  answer(_definition, block, isTaken) {
    if (isTaken) return { bytes: ACK, label: 'ACK' };
    const code = refusals[readFrame(block).fault];
    return { bytes: textToLatin1(`\u001501${code}\r`), label: `NACK ${code}` };
  },
  answerAfterMs: ({ framing }) => (framing.kind === 'mini-cube' ? framing.answerAfterMs : 0),
  interpret: (definition, block, context) => interpretMiniCube(definition, mappingOf(definition), block, context),
  mask(_definition, raw) {
    const text = bytesToText(raw);
    if (readFrame(raw).fault !== 'none') return maskUnknownText(raw);
    return nameControls(maskFrameText(text));
  },
};

function mappingOf({ key, mapping }: InstrumentDefinition): MiniCubeMapping {
  if (mapping.kind === 'mini-cube') return mapping;
  throw new AppError('instruments/definition-does-not-fit', { key, protocol: 'mini-cube' });
}
