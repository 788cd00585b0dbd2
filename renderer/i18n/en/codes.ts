/**
 * Sentences for codes of the page itself and of the parts below the modules (links, store, keys, definitions). Those of a
 * module are beside it, in `shared/modules/<module>/words.ts`, and win over these. What happened, what was kept, what to
 * do; `test/unit/renderer/words.test.ts` holds the tables against the codes in the source.
 */
export const codeWords = {
  'page/connection-lost':
    'The connection was lost while this was under way. It may or may not have been saved: look before doing it again.',
  'page/who-may': 'For this, someone has to act who is {{roles}}. Nothing was changed.',
  'page/unknown-code':
    'Something failed. What was saved before is kept. Try again; the code tells support what it was.',
  'kernel/unexpected': 'Something failed that was not foreseen. What was saved before is kept. Try again.',
  'kernel/bad-date': '"{{date}}" is no day of the calendar. Nothing was changed.',
  'kernel/unexpected-value': 'Something failed that was not foreseen ({{what}}). What was saved before is kept.',

  'host/cannot-start': 'The part that talks to the instruments could not start: {{reason}}',
  'host/exited': 'The part that talks to the instruments has ended. It is started again.',

  'sites/pointer-broken':
    'Which site was open last cannot be read any more. Nothing was lost: the first one was opened, and the others are listed.',
  'sites/folder-missing':
    'The folder of the site that was to open is not there any more, or something else is in its place. Another site was opened.',
  'sites/not-left':
    'The site could not be taken off this laptop: another program holds its files. It is carried on, whole. Close that program and leave it again.',
  'sites/linked-folder': 'The place for further sites, {{path}}, is a link to another folder. Nothing was changed.',
  'sites/unknown': 'This laptop does not carry that site any more. Nothing was changed.',

  'link/port-missing': '{{path}} is not there. Nothing was lost. Plug the cable in; the line opens by itself.',
  'link/port-ambiguous': 'Several adapters look like the one remembered for {{path}}. Choose the port again in Set-up.',
  'link/port-busy': '{{path}} is used by another program. Nothing was lost. Close it, then press Retry.',
  'link/closed': 'The link was closed while something was read. It is read again when it opens.',
  'link/folder-missing': 'The folder {{folder}} is not there. It is looked for again by itself.',
  'link/folder-not-readable': 'This account may not read {{folder}}. Nothing was lost.',
  'link/port-used-here': '{{path}} is used by another instrument of this bench. Choose another port.',
  'link/port-used-by-scanner': '{{path}} is used by the bar-code scanner of this workstation. Choose another port.',
  'link/port-of-instrument': '{{path}} is used by an instrument of this bench. Choose another port for the scanner.',
  'link/no-permission':
    'This account may not open {{path}}. Nothing was lost. On Linux, add it to the group dialout and sign in again.',
  'link/not-a-serial-port': '{{path}} is not a serial port. Choose another one.',
  'link/setting-not-supported': '{{path}} cannot do this setting ({{detail}}). Choose another one.',
  'link/unplugged': '{{path}} was unplugged. Nothing was lost. Plug it in; the line opens by itself.',
  'link/refused': '{{where}} refuses the connection. Check that the device is on and the port number is right.',
  'link/host-unreachable': '{{where}} cannot be reached from here. Check the network cable and the address.',
  'link/host-not-found': 'There is no {{where}} on this network. Check the address.',
  'link/timed-out': '{{where}} does not answer. Check that it is on and the address is right.',
  'link/peer-closed': '{{where}} closed the connection. It is tried again by itself.',
  'link/address-in-use': 'Another program listens on {{where}}. Choose another port number.',
  'link/address-not-here': '{{where}} is not an address of this computer.',
  'link/peers-required': 'To listen on {{address}}, list the addresses that may call.',
  'link/failed': 'The line failed: {{detail}}. What was received is kept. It is tried again by itself.',
  'link/write-failed': 'Nothing can be sent on the line. What was received is kept. It is opened again by itself.',
  'link/nothing-to-open': 'This instrument has no line.',
  'link/file-missing': '{{file}} cannot be read. Check that it is still there.',
  'link/capture-not-understood': 'Line {{line}} of the capture cannot be read. Nothing was replayed.',
  'link/capture-too-large': '{{file}} is too large to be replayed.',
  'link/replay-finished': 'The capture was replayed to its end.',
  'link/port-not-understood': '{{port}} is no port.',
  'link/asleep': 'The computer slept; the line was closed. It opens by itself.',
  'link/silent': 'The line is open and silent.',
  'link/device-silent':
    'The instrument does not answer questions. Check that it is on and the line settings are right.',
  'link/frame-rejected-repeatedly':
    'The instrument sent the same frame three times and it was refused each time. See Wire for the rule it breaks.',
  'link/frame-not-stored': 'A frame could not be stored and was refused. The instrument sends it again.',
  'link/cannot-list-ports':
    'The list of ports cannot be read on this computer. Choose Another path and type the name of the port.',
  'link/udevadm-missing':
    'The list of ports needs the program udevadm, which is not installed. Choose Another path and type the name of the port.',

  'store/cannot-open': 'The data file {{path}} cannot be opened: {{why}}. Nothing was changed.',
  'store/from-the-future':
    'The data folder was written by a newer Benchside ({{name}}). Nothing was changed. Start the newer version.',
  'store/not-ours': 'The data folder holds a database that is not of Benchside. Nothing was changed.',
  'store/migration-edited':
    'A step of the database ({{name}}) differs from the one that was applied. Nothing was changed.',
  'store/migration-missing': 'A step of the database is missing in this version. Nothing was changed.',
  'store/needs-migration':
    'The data file is of an older Benchside, and the folder can only be read. Nothing was changed. Open it from a folder that can be written to.',
  'store/bad-migrations': 'The steps of the database are not in order. Nothing was changed.',
  'store/bad-projection': 'A table of this version is not in order ({{projection}}). Records are kept.',
  'store/sqlite-too-old': 'The SQLite here is {{version}}; at least {{least}} is needed. Nothing was changed.',
  'store/unsafe-settings':
    'The database does not keep its safe settings ({{setting}}). Nothing is saved in this state.',
  'store/network-drive': '{{path}} is on a network drive, where records can be lost. Choose a folder on this computer.',
  'store/out-of-step': 'Something was saved meanwhile. Nothing was changed. Look at the new state and try again.',
  'store/closed': 'The store is closed. Nothing was saved. Start again.',
  'store/backup-unsound': 'The backup is not sound ({{why}}). It must not be relied on. Make another one.',

  'store/busy': 'The data file is busy. Nothing was saved. Try again.',
  'store/commit-failed': 'Saving failed. Nothing was changed, and the instrument was not told that its data arrived.',
  'store/disk-error': 'The disk reports an error. What was saved before is kept. Back up, and have the disk looked at.',
  'store/entry-damaged': 'Some stored bytes are damaged and are not shown. The rest is kept.',
  'store/segment-unfinished':
    'A file of raw bytes was not finished when the bench stopped. It held nothing; nothing was lost.',
  'store/failed': 'The store failed. What was saved before is kept. Start again.',

  'keys/locked': 'The key store is locked. Sign in to it, then start again. Nothing was lost.',
  'keys/unreadable': 'The keys of this data folder cannot be read. Records stay readable; raw bytes and names do not.',
  'keys/cannot-open': 'The keys do not open this data. Nothing was changed. Use the keys it was written with.',

  'reports/two-of-one-name': 'Two reports of this version have one name. Nothing was changed.',
  'catalog/no-definitions': 'No instrument definitions are installed. Install Benchside again.',
  'catalog/not-sound': 'A definition is not sound and is not used: {{detail}}',
  'catalog/not-yaml': '{{file}} cannot be read as YAML and is not used.',
  'catalog/file-too-large': '{{file}} is too large for a definition and is not used.',
  'instruments/definition-unknown': 'There is no definition "{{key}}" here. Bytes are kept, but not read.',
  'instruments/definition-unsound': 'The definition "{{key}}" is not sound. Bytes are kept, but not read.',
  'instruments/definition-does-not-fit':
    'The definition "{{key}}" does not fit this protocol. Bytes are kept, but not read.',
  'charset/unknown': 'The definition names a code page that is not known. Bytes are kept.',
  'charset/invalid-bytes': 'Some bytes are not of the code page the definition names. They are kept as they came.',
  'charset/not-encodable': 'A character cannot be sent in the code page of this instrument.',

  'records/bad-envelope': 'A record in the log {{log}} cannot be read. The others are kept. Check all records.',
  'records/amended-apart': 'A record was corrected on two benches apart. Both corrections are kept.',
  'records/bad-amendment': 'A correction points at a record that it cannot correct. Both are kept.',
  'records/target-missing': 'A record points at another that is not here yet. It is kept until it comes.',
  'records/bad-definition': 'A kind of record of this version is not in order. Nothing was changed.',
  'records/duplicate-type': 'Two kinds of record of this version have one name. Nothing was changed.',
  'records/unknown-type': 'This kind of record is not known to this version. It is kept.',

  'system/disk-low': 'Only {{freeMegabytes}} MB are free on the disk. Free some space before it is full.',
  'system/clock-stepped': 'The clock of this computer was set while running. Times near that moment are marked.',
  'system/recovered': 'The data file was damaged and has been recovered. What was found is in {{file}}.',
  'system/unknown-records': '{{count}} records are of a newer version. They are kept and passed on, not shown.',
  'system/conflicts': '{{count}} matters were decided differently on two benches. Each shows it where it is.',
  'system/quarantine': '{{count}} records could not be placed and are kept apart. Check all records.',
} as const;
