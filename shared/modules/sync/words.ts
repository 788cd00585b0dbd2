/** Sentences of `sync` that the host sends as codes. */
export const words = {
  'sync/network-off': 'This workstation is set to use no network. Nothing was sent. A stick works without one.',
  'sync/no-hub': 'No hub is named yet. Nothing is sent. Join a hub, or carry a bundle on a stick.',
  'sync/bad-address': '{{address}} is no address of a hub. It looks like https://hub.example:8443.',
  'sync/hub-unreachable': 'The hub at {{address}} does not answer. Nothing was lost; it is tried again by itself.',
  'sync/not-a-hub':
    'Something else answers at {{address}}: a sign-in page of the network, or another program. Nothing was sent to it.',
  'sync/other-hub':
    'Another hub answers at {{address}} than the one this workstation joined. Nothing was sent to it. Ask whoever runs the hub.',
  'sync/code-refused':
    'The hub does not take this code: it is mistyped, used or too old. Nothing was changed. Ask for a new one.',
  'sync/revoked': 'The hub says that this workstation was revoked. Its records stay here; ask whoever runs the hub.',
  'sync/hub-refused': 'The hub refused what was sent ({{code}}). Nothing was lost; it is tried again by itself.',
  'sync/hub-busy': 'The hub asks to wait. Nothing was lost; it is tried again by itself.',
  'sync/bad-receipt': 'The receipt of the hub does not prove. The records count as not sent, and are sent again.',
  'sync/bad-site': 'This is no site a workstation can join. Nothing was changed.',
  'sync/own-key': 'This is the key of this workstation itself. Nothing was changed.',
  'sync/other-key':
    'Another key is known for this workstation already. Nothing was changed. Compare the six words with the person there.',
  'sync/bad-request-file':
    'This file asks for nothing that can be proved: it was changed, or is damaged. Nothing was changed.',
  'sync/request-of-this-workstation': 'This file was made by this workstation. Carry it to the one that invites.',
  'sync/not-looked-at': 'Nothing was changed: choose the file again and compare the six words first.',
  'sync/may-not-enrol': 'This workstation does not decide who joins the site. Nothing was changed.',
  'sync/site-name-missing': 'Name the site: it is what the other workstation will see. Nothing was changed.',
  'sync/bad-invitation': 'This invitation does not prove: it was changed, or is damaged. Nothing was changed.',
  'sync/invitation-for-another': 'This invitation is for another workstation. Nothing was changed.',
  'sync/already-in-a-site': 'This workstation belongs to the site {{site}} already. Nothing was changed.',
  'sync/unknown-workstation': 'No such workstation is known here. Nothing was changed.',

  'container/older': 'This is a small Benchside file, not a bundle. Choose it where such files are taken.',
  'files/can-not-read': '{{file}} cannot be read. Nothing was changed. Is the stick still there?',
  'bundle/damaged': 'This piece of the bundle cannot be read.',
  'bundle/unknown-part': 'This piece of the bundle needs a newer Benchside.',
  'bundle/busy': 'Another bundle is being written or taken. Wait for it, or stop it.',
  'bundle/nothing-to-send':
    'There is nothing to write: they have all of it already, or nothing was written in that time.',
  'bundle/stopped': 'It was stopped. What was written or taken stays, and it can be gone on with.',
  'bundle/not-as-written': 'What was written does not read back the same. Try another stick.',
  'bundle/nothing-to-resume': 'There is no bundle of this name that could be gone on with. Write it anew.',
  'bundle/not-ours':
    'This bundle was begun by another workstation, or with keys this one no longer has. Write it anew.',
  'bundle/mixed': '{{file}} belongs to another bundle. Choose the parts of one bundle.',
  'bundle/other-site': 'This bundle of {{from}} belongs to another site. Nothing was changed.',
  'bundle/not-for-us': 'This bundle is sealed for other workstations. It can be taken along unopened and handed on.',
  'bundle/passphrase-needed': 'This bundle needs its passphrase.',
  'bundle/wrong-passphrase': 'This passphrase does not open the bundle. Nothing was changed.',
  'bundle/files-changed': 'The files are not the ones that were looked at. Nothing was changed. Choose them again.',
  'bundle/not-whole': '{{file}} is not whole: it was cut off or changed. Nothing was kept.',
  'bundle/not-carried': 'This bundle is not carried here any more.',
  'bundle/bad-receipt': 'This receipt does not prove: it was changed, or is damaged. Nothing was changed.',
  'bundle/unknown-maker': 'This is of {{from}}, whom nobody named here, or who was revoked. Nothing was changed.',

  'sync.why.records/unknown-device':
    'Nobody who is trusted here has named the workstation that wrote it. It is taken as soon as somebody does.',
  'sync.why.records/wrong-scope': 'Its workstation may not write there.',
  'sync.why.records/other-site': 'It belongs to another site.',
  'sync.why.records/revoked-device': 'It was written after its workstation was revoked.',
  'sync.why.records/bad-signature':
    'Its signature does not prove: it was changed on the way, or somebody else wrote it.',
  'sync.why.records/broken-chain': 'It does not follow the record before it: one of the two was changed.',
  'sync.why.records/fork': 'Another record stands at its place already: its workstation went on from an old copy.',
  'sync.why.records/behind-a-loss': 'A record before it is lost for good.',
  'sync.why.records/too-many-pending': 'Too many records before it are missing.',
  'sync.why.records/not-json': 'It cannot be read.',
  'sync.why.records/bad-envelope': 'It cannot be read.',
  'sync.why.records/bad-text': 'It holds characters that no record may hold.',
  'sync.why.records/too-long': 'It is longer than a record may be.',
  'sync.why.records/newer-envelope': 'It needs a newer Benchside.',
} as const;
