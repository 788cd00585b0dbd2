/** Sentences of `sync` that the host sends as codes. */
export const words = {
  'sync/network-off': 'This workstation is set to use no network. Nothing was sent. A stick works without one.',
  'sync/no-hub': 'No hub is named yet. Nothing is sent. Join a hub, or carry a bundle on a stick.',
  'sync/bad-address': 'This is no address of a hub. One looks like this: https://hub.example:8443',
  'sync/hub-unreachable': 'The hub does not answer. Nothing was lost. Check the address and the network.',
  'sync/not-a-hub':
    'Something else than a hub answers: a sign-in page of the network, or another program. Nothing was sent to it.',
  'sync/other-hub':
    'Another hub answers than the one this workstation knows. Nothing was sent to it. Ask whoever runs the hub.',
  'sync/code-refused':
    'The hub does not take this code: it is mistyped, used or too old. Nothing was changed. Ask for a new one.',
  'hub/device-revoked':
    'The hub says that this workstation was revoked. Its records stay here. Ask whoever runs the hub.',
  'hub/device-unknown':
    'The hub does not know this workstation any more. Nothing was lost. Join it again with a new code.',
  'hub/device-known': 'The hub knows this workstation with another key. Ask whoever runs the hub.',
  'hub/other-site': 'The hub does not let this workstation write for that site. Ask whoever runs the hub.',
  'hub/scope-taken': 'The hub has what this workstation wrote under another site. Ask whoever runs the hub.',
  'hub/too-many-requests': 'The hub asks to wait. Nothing was lost; it is tried again by itself.',
  'hub/not-ready': 'The hub is starting. It is tried again by itself.',
  'hub/too-slow': 'The line to the hub is too slow for it. Nothing was lost; it is tried again by itself.',
  'hub/internal': 'Something went wrong at the hub. Nothing was lost; it is tried again by itself.',
  'hub/code-unknown': 'The hub does not take this code: it is mistyped, used or too old. Nothing was changed.',
  'sync/bad-receipt': 'The receipt of the hub does not prove. The records count as not sent, and are sent again.',
  'sync/hub-busy': 'The hub has much to do and asks to wait. Nothing was lost; it is tried again by itself.',
  'sync/hub-refused': 'The hub refused ({{code}}). Nothing was lost. Ask whoever runs the hub.',
  'sync/revoked':
    'The hub takes nothing from this workstation any more: it was revoked. What is here stays here; ask whoever runs the hub.',
  'sync/refused-by-hub':
    'The hub set a record aside ({{why}}): {{log}}, record {{seq}}. It stays here; the others went on.',
  'sync/log-went-two-ways':
    'This workstation was put back to an earlier state and went on from there. Both histories are kept here and on the hub; see what was set aside.',
  'sync/bad-lines': 'The hub sent {{count}} records that cannot be read. They are asked for again by themselves.',
  'sync/hub-contradicts':
    'The hub holds something else than this workstation in {{log}}, record {{seq}}. What is here stays. Tell whoever runs the hub.',
  'sync/witness-contradicts':
    'Workstation {{witness}} has seen something else in {{log}}, record {{seq}}, than lies here. Have it looked into.',
  'sync/other-site':
    'This code is for another site than the one this workstation belongs to. Nothing was sent, and the code stays good. If your site was founded without a hub, ask whoever runs the hub for a code for a site that exists already.',
  'sync/code-for-existing-site':
    'This code brings a site that exists already to the hub, and this workstation belongs to none. Nothing was changed. Ask for a code of the site you want to join.',
  'sync/site-is-at-hub':
    'The hub has this site already. Nothing was changed. Ask whoever runs the hub for a code of this site.',
  'sync/fault': 'Something went wrong in the program. Nothing was lost; it is tried again by itself.',
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

  'bundle/busy': 'Another bundle is being written or taken. Wait for it, or stop it.',

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
