/** Words of the signing sheet. */
export const signingWords = {
  title: 'Sign',
  what: 'This is what is signed',
  meaning: 'What the signature says',
  meanings: {
    performed: 'performed: I did this, as it is written here.',
    reviewed: 'reviewed: I read this and looked at what it rests on.',
    approved: 'approved: I agree that it is done so.',
    verified: 'verified: I checked that this is true.',
  },
  password: 'Password of {{name}}',
  passwordHint: 'The full password, each time. It counts like a signature by hand.',
  sign: 'Sign',
  certify: 'Once, before the first signature',
  certifyAndSign: 'Certify this and sign',
  cancel: 'Not now',
  notSigned: 'not signed yet',
  someoneElse: 'Someone else signs',
  noAccount: 'Signatures need accounts.',
  noAccountMore:
    'This bench has none yet: its records name the user of the operating system, who has no password here. Set up the owner, then sign.',
  setUpOwner: 'Set up the owner',
} as const;
