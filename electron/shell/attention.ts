import { words } from '../../shared/modules/maintenance/words.ts';
import type { FromHost } from '../host/main-messages.ts';

/** What the host says needs a person: counts for the tray, and what is to be told once on the desktop. */
export type Attention = Extract<FromHost, { type: 'attention' }>;

/** Electron's side, given by main; tests give their own. */
export interface AttentionParts {
  /** Shows a desktop notification; `onClick` brings the window up. Where the desktop has none, nothing happens. */
  notify(title: string, body: string, onClick: () => void): void;
  /** Number on the icon of the dock or launcher, where there is one. */
  setBadge(count: number): void;
  /** The tray's icon and tool tip. */
  setTray(bitmap: TrayBitmap, toolTip: string): void;
  showWindow(): void;
}

export interface TrayBitmap {
  readonly size: number;
  /** BGRA, row by row. */
  readonly pixels: Uint8Array;
}

/** More at once than this are told as one: a morning's list is no volley. */
const mostNotices = 3;

type Data = Readonly<Record<string, string | number>>;

/** One of the module's sentences with its data in place. */
function say(key: keyof typeof words, data: Data = {}): string {
  return words[key].replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(data[name] ?? ''));
}

/** Keeps tray, badge and notifications in step with what the host says. */
export function keepAttention(parts: AttentionParts): (attention: Attention) => void {
  return ({ overdue, due, notices }) => {
    const isCalm = overdue + due === 0;
    parts.setBadge(overdue + due);
    parts.setTray(
      trayBitmap(isCalm ? 'calm' : overdue > 0 ? 'overdue' : 'due'),
      isCalm ? say('maintenance.tray.calm') : say('maintenance.tray.attention', { overdue, due }),
    );
    if (notices.length > mostNotices) {
      parts.notify('Benchside', say('maintenance.tray.attention', { overdue, due }), parts.showWindow);
      return;
    }
    for (const { kind, title, instrumentName } of notices) {
      parts.notify(instrumentName, say(`maintenance.notice.${kind}`, { title }), parts.showWindow);
    }
  };
}

const traySize = 32;
/** Green, amber, red: as the agenda's own tones. The shapes differ too, for eyes that tell no colours apart. */
const trayColours = { calm: [0x3a, 0x8a, 0x5c], due: [0xc9, 0x8a, 0x1b], overdue: [0xc4, 0x3b, 0x3b] } as const;

/** A ring when calm, a half-filled ring when something is due, a disc when something is overdue. */
export function trayBitmap(tone: keyof typeof trayColours): TrayBitmap {
  const [red, green, blue] = trayColours[tone];
  const pixels = new Uint8Array(traySize * traySize * 4);
  const middle = (traySize - 1) / 2;
  for (let y = 0; y < traySize; y++) {
    for (let x = 0; x < traySize; x++) {
      const distance = Math.hypot(x - middle, y - middle);
      const isRing = distance <= 14 && distance >= 10;
      const isFilled = distance <= 14 && (tone === 'overdue' || (tone === 'due' && y > middle));
      if (isRing || isFilled) pixels.set([blue, green, red, 0xff], (y * traySize + x) * 4);
    }
  }
  return { size: traySize, pixels };
}
