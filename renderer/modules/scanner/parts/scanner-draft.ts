import type { SerialSettings } from '../../../../shared/instruments/link-settings.ts';
import type { ScannerSettings } from '../../../../shared/modules/scanner/contract.ts';
import type { ChosenPort } from '../../../app/port-choice.tsx';
import { TYPED_PATH } from '../../../app/port-order.ts';

/** The settings as they are being changed; nothing listens by them before Save. */
export interface ScannerDraft extends ChosenPort {
  readonly use: 'none' | 'serial';
  readonly serial: SerialSettings;
  readonly end: ScannerSettings['end'];
  readonly gapText: string;
}

export const gapLimits = { low: 20, high: 2000 } as const;

/** The draft that describes the settings as they are held. */
export function draftOf({ port, serial, end, gapMs }: ScannerSettings): ScannerDraft {
  return {
    use: port === null ? 'none' : 'serial',
    // A port without a USB identity may not be listed; as a typed path it stays visible.
    portChoice: port === null ? null : port.usb === null ? TYPED_PATH : port.path,
    typedPath: port?.usb === null ? port.path : '',
    usb: port?.usb ?? null,
    serial: { ...serial, flow: 'none' },
    end,
    gapText: String(gapMs),
  };
}

export type DraftProblem = 'port' | 'path' | 'gap';

/** The settings a draft describes, or the first field that stands in the way. */
export function readDraft(
  draft: ScannerDraft,
): { readonly settings: ScannerSettings } | { readonly problem: DraftProblem } {
  const gapMs = /^\d{1,4}$/.test(draft.gapText.trim()) ? Number(draft.gapText) : Number.NaN;
  if (!(gapMs >= gapLimits.low && gapMs <= gapLimits.high)) {
    return { problem: 'gap' };
  }
  const { flow: _flow, ...serial } = draft.serial;
  const settings = { serial, end: draft.end, gapMs };
  if (draft.use === 'none') {
    return { settings: { ...settings, port: null } };
  }
  if (draft.portChoice === null) {
    return { problem: 'port' };
  }
  const isTyped = draft.portChoice === TYPED_PATH;
  const path = isTyped ? draft.typedPath.trim() : draft.portChoice;
  return path === ''
    ? { problem: 'path' }
    : { settings: { ...settings, port: { path, usb: isTyped ? null : draft.usb } } };
}
