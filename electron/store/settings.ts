import type Database from 'better-sqlite3';
import type { SettingsStore } from './store.ts';
import type { Transactions } from './transactions.ts';

/** Preferences of this machine in the main database; a value that can not be read counts as not set. */
export function openSettings(db: Database.Database, transactions: Transactions): SettingsStore {
  const read = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const write = db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)');
  return {
    get(key) {
      const text = read.get(key) as string | undefined;
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      transactions.run(() => {
        write.run(key, JSON.stringify(value));
        transactions.touch('settings');
      });
    },
  };
}
