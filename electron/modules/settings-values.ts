import { type Settings, settings } from '../../shared/modules/system/contract.ts';
import type { SettingsStore } from '../store/store.ts';

/** Where the page's preferences lie among this machine's settings. */
export const settingsKey = 'system/settings';

/**
 * Values before anyone chose; house defaults without an outside source. Raw frames answer "what exactly came in?", which
 * is asked within weeks; messages are looked back at for a year.
 */
export const settingsDefault: Settings = {
  theme: 'system',
  units: 'as-sent',
  wireMaxAgeDays: 30,
  wireMaxMegabytes: 2048,
  messageMonths: 12,
};

/** The machine's settings; a value that no longer fits falls back to its default, the others stay. */
export function readSettings(store: SettingsStore): Settings {
  const kept = store.get(settingsKey);
  const values = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  const entries = Object.entries(settings.shape).map(([name, schema]) => {
    const read = schema.safeParse(values[name]);
    return [name, read.success ? read.data : settingsDefault[name as keyof Settings]];
  });
  return Object.fromEntries(entries) as Settings;
}
