/** Words of the encrypted data file. */
export const encryptionWords = {
  screen: 'Data file',
  title: 'Encryption of the data file',
  why: 'A lost or stolen computer then shows nothing. Recommended on laptops. Names and raw bytes are encrypted in any case.',
  mode: { plain: 'not encrypted', encrypted: 'encrypted' },
  pending: {
    'turn-on': 'Encrypting begins with the next start of the program.',
    'turn-off': 'Decrypting begins with the next start of the program.',
  },
  key: {
    'os-store': 'The key lies in the key store of this computer.',
    passphrase: 'The key opens with a passphrase at each start.',
    file: 'The key lies beside the data.',
  },
  besideData:
    'The key lies in the data folder itself: whoever has the folder has the key. It protects against a copied data file only.',
  keys: {
    title: 'Keys of this machine',
    more: 'Two ways are there: the key store of the computer opens them by itself; a passphrase is asked for at each start, and without it nothing starts.',
    set: 'Use a passphrase',
    change: 'Take another passphrase',
    toStore: 'Use the key store of this computer',
    warning:
      'Whoever forgets it cannot start this bench. Only the escrow code of an encrypted data file gets round it.',
    passphrase: 'Passphrase',
  },
  turnOn: 'Encrypt the data file',
  turnOff: 'Decrypt the data file',
  escrowTitle: 'Escrow code of the data file',
  escrowIntro:
    'If the key store of this computer is lost, this code opens the data. Without code and key store nobody can read it again, ever.',
  keep: 'On paper, apart from this computer, where the laboratory keeps its spare keys.',
  typeBack: 'Type it back from the paper',
  typeBackMore: 'Thirteen groups. Small or capital letters, with or without the gaps.',
  wrongGroups_one: 'Group {{groups}} is not right.',
  wrongGroups_other: 'Groups {{groups}} are not right.',
  wrong: 'This is not the code.',
  prove: 'It is on paper: encrypt',
  proved: 'The code was typed back on {{day}}.',
  showAgain: 'Show the escrow code',
  plainCopies:
    'Older copies that are not encrypted are removed: {{backups}} backups and {{setAside}} files, {{size}}. Copies in other places stay.',
  offMore: 'The data file can then be read by whoever gets hold of it.',
  restarting: 'The program that keeps the data starts again for it. The window stays.',
  close: 'Done',
} as const;
