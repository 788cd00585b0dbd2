import type { Severity } from '../../../../shared/instruments/signals.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

/** How serious an error is, as the page colours it (always with an icon and a word). */
export const toneOfSeverity = { info: 'info', warn: 'attention', stop: 'stop' } as const satisfies Record<
  Severity,
  Tone
>;
