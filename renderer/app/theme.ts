import type { Settings } from '../../shared/modules/system/contract.ts';
import { getBridge } from '../data/bridge.ts';

export type Theme = Settings['theme'];

/** Where the last theme is kept so that the first picture already has it; the setting itself is the host's. */
const HELD_KEY = 'benchside.theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

const prefersDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

/** Colours the page. `system` follows the desktop until another theme is applied. */
export function applyTheme(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark().matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  document.documentElement.dataset.themeChoice = theme;
}

/** Colours the page as it was last time, before the host has answered, and follows the desktop where that was chosen. */
export function applyHeldTheme(): void {
  applyTheme(readHeldTheme());
  prefersDark().addEventListener('change', () => {
    if (document.documentElement.dataset.themeChoice === 'system') {
      applyTheme('system');
    }
  });
}

/** Applies a theme from the settings and holds it for the next start. */
export function takeTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    window.localStorage.setItem(HELD_KEY, theme);
  } catch {
    // Storage may be off; then the next start begins with the system's colours.
  }
  void getBridge()?.setTheme(theme);
}

function readHeldTheme(): Theme {
  try {
    const held = window.localStorage.getItem(HELD_KEY);
    return themes.find((theme) => theme === held) ?? 'system';
  } catch {
    return 'system';
  }
}
