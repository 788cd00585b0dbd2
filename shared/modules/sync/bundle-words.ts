/** Sentences about bundles, receipts, carried files, backups as files, and updates. */
export const bundleWords = {
  'bundle/nothing-to-send': 'There is nothing to send: they hold everything already. No file was written.',
  'bundle/stopped': 'Stopped. What is written stays: the same file can be gone on with.',
  'bundle/nothing-to-resume': 'Nothing is left here that could be gone on with. Write the bundle anew.',
  'bundle/not-ours': 'Another workstation began this file. Only that one can go on with it.',
  'bundle/not-as-written':
    '{{file}} does not read back as it was written: the stick is faulty or full. Use another one. Nothing was lost here.',
  'bundle/not-for-us':
    'This bundle is sealed for other workstations. It can not be read here; it can be carried on as it is.',
  'bundle/passphrase-needed': 'This bundle is sealed under a passphrase. Ask whoever made it.',
  'bundle/wrong-passphrase': 'The passphrase does not open this bundle. Nothing was changed.',
  'bundle/other-site': 'The file by {{from}} belongs to another site. Nothing was changed.',
  'bundle/mixed': '{{file}} is part of another bundle than the others. Choose the parts of one bundle.',
  'bundle/files-changed': 'The files are no longer those that were looked at. Nothing was taken. Look at them again.',
  'bundle/damaged': 'Part of the file is damaged. What is sound before and after it can be taken.',
  'bundle/unknown-part': 'Part of the file needs a newer Benchside. It is left out.',
  'bundle/not-whole': '{{file}} is damaged or not finished: it would be no use to whoever gets it. Ask for a new one.',
  'bundle/not-carried': 'This bundle is no longer here.',
  'bundle/bad-receipt': 'This receipt does not prove: it was changed, or is damaged. Nothing was changed.',
  'bundle/unknown-maker': '{{from}} is not known or not trusted here. Nothing was changed.',
  'bundle/backup-unsound': 'This backup does not hold what it says ({{why}}). Make a new one now.',
  'container/older': 'This is a Benchside file of another kind: open it on the page it belongs to.',
  'files/can-not-read': '{{file}} can not be read. Is the stick still there?',
  'update/not-signed': 'This update is not signed by the makers of Benchside, or was changed. Nothing was installed.',
  'update/not-newer': 'This is version {{offered}}; {{present}} is here already. An older one is not taken.',
  'update/other-platform': 'This update is for {{platform}} {{arch}}, not for this computer.',
  'update/no-release-key': 'This Benchside was built without a release key: it takes no updates from files.',
} as const;
