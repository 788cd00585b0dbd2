import type { ErrorData } from '../../shared/kernel/errors.ts';

/** What stands on the screen of whoever runs the hub, by code of the error. */
const sentences: Readonly<Record<string, string>> = {
  'usage/not-understood': '{detail}',
  'usage/unknown-command': 'There is no command "{command}". `npm run hub -- --help` lists them.',
  'usage/number': '{name} must be a whole number from {low} to {high}.',
  'usage/missing': 'Something is missing: {usage}',
  'usage/tls-pair': 'TLS needs both files: --tls-cert and --tls-key.',
  'usage/file': 'The file of {name} can not be read: {detail}',
  'usage/which-site': 'There are {count} sites. Say which one with --site (its name or id); `site` lists them.',
  'usage/no-such-site': 'There is no site "{site}". `site` lists them, `site NAME` opens one.',
  'hub/address-in-use': 'Something else listens on port {port} of {host}. Choose another with --port.',
  'hub/address-refused': 'The hub may not listen on port {port} of {host}: {detail}',
  'hub/device-unknown': 'The hub knows no workstation {device}. `workstations` lists them.',
  'hub/key-missing':
    "The hub's key is not where it was: {where}. Put it back from the backup; without it nothing can be signed as this hub.",
  'hub/key-unreadable': "The hub's key can not be read, or is another hub's: {where}",
  'hub/not-ours': 'This database holds something else. A hub needs a folder or a database of its own.',
  'hub/from-the-future': 'A newer hub wrote this data (step {number}, {name}). Use that version.',
  'hub/migration-edited': 'The data was made by an altered hub (step {number}, {name}).',
  'hub/unsafe-settings': 'The database does not keep {setting} as it must be; it says {found}. Nothing was written.',
  'hub/sqlite-too-old': 'SQLite {version} can damage a file of this kind; 3.51.3 is the least.',
  'hub/postgresql-too-old': 'PostgreSQL {version} is too old for the hub.',
  'hub/not-utf8': 'The database keeps text as {encoding}; make one with UTF8.',
  'hub/not-empty': 'Another hub ({hub}) lives here already. Import into an empty folder or database.',
  'hub/move-damaged':
    'The file is damaged or cut off (line {line}). What it had until there was taken; nothing runs on it.',
  'hub/move-differs': 'What was taken does not have the heads of the hub it came from. Do not use this place.',
  'hub/does-not-hold': '{count} records do not hold, first {why} in {log}, {seq}. `verify` lists them.',
  'hub/cannot-connect': 'PostgreSQL does not answer at the address of DATABASE_URL.',
};

/** The sentence for a code; the code itself where there is none. */
export function sentenceOf(code: string, data: ErrorData): string {
  const sentence = sentences[code];
  if (sentence === undefined) return `${code} ${JSON.stringify(data)}`;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? ''));
}
