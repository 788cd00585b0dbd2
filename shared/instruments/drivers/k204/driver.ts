import type { BlockDriver } from '../driver.ts';
import { createK204Framer } from './framer.ts';
import { interpretK204, maskK204 } from './mapping.ts';

/** The thermometer Voltcraft K204: asked, it says four temperatures and how its display is set. There is no patient in it. */
export const k204Driver: BlockDriver = {
  kind: 'k204',
  createFramer: () => createK204Framer(),
  // There is none: what can be checked is the length, both marks, and that the numbers fit the display.
  verify: () => 'absent',
  answer: () => null,
  interpret: interpretK204,
  mask: (_definition, raw) => maskK204(raw),
};
