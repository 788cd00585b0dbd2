/** Words of the first account, of keys on paper, and of passwords. */
export const passwordWords = {
  new: 'Password',
  again: 'The same once more',
  rule: 'Twelve characters or more. A few words in a row are easy to keep in mind and hard to guess.',
  differ: 'The two are not the same.',
} as const;

export const keyWords = {
  title: 'Recovery key',
  keep: 'On paper, where the laboratory keeps its spare keys. It is shown now and never again.',
  print: 'Print it',
  typeBack: 'Type it back from the paper',
  typeBackMore: 'Small or capital letters, with or without the gaps.',
  wrong: 'This is not what is shown above. Compare it group by group.',
  prove: 'It is on paper',
} as const;

export const recoverWords = {
  way: 'How to get in again',
  byKey: 'With the recovery key',
  byKeyMore: 'The printed key sets a new password for one account, and is used up by it.',
  byTwo: 'By two administrators',
  byTwoMore: 'Two administrators together give a third person a password.',
  key: 'Recovery key',
  keyHint: 'Small or capital letters, with or without the gaps.',
  whose: 'Sign-in name of the account that gets in again',
  first: 'First administrator',
  second: 'Second administrator',
  administrator: 'Sign-in name',
  theirPassword: 'Password',
  reason: 'Why',
  save: 'Set the password',
  usedUp: 'The password is set, and the key is used up. This is the new one: put it on paper, throw the old one away.',
  doneByTwo: 'The password is set. It is for one sign-in: the person then chooses their own.',
} as const;

export const ownerWords = {
  title: 'Set up the owner',
  steps: {
    label: 'Steps of setting up',
    person: 'Who',
    key: 'Recovery key',
    signature: 'Signature',
    done: 'Ready',
    isDone: 'done',
  },
  person: {
    heading: 'Who looks after this bench?',
    more: 'The first account is administrator and supervisor. It adds the others. There is no password that comes with the program, and nothing leaves this computer.',
    after: 'From then on everyone signs in, and records name the person instead of the user of the computer.',
    printedName: 'Name as it is printed under signatures',
    printedNameExample: 'Ana Petrova',
    signInName: 'Sign-in name',
    signInNameHint: 'Short, to type at the bench.',
    initials: 'Initials',
    initialsHint: 'For the cells of the month grid.',
    make: 'Make the account',
    later: 'Not now',
  },
  key: {
    heading: 'One key for the worst day',
    intro: 'If the password is lost, this key lets you in again. There is no other way: nobody else holds a copy.',
  },
  signature: {
    heading: 'What your signature means',
    more: 'Regulations ask for this once, before the first electronic signature (21 CFR 11.100).',
    certify: 'I certify this',
    later: 'Later',
    password: 'Your password',
  },
  done: {
    heading: 'The bench has its owner.',
    more: 'Others are added in Settings, under People. Your name is at the top right: there you switch, lock and sign out.',
  },
  finish: 'Go to the Bench',
  exists: 'This bench has its owner already.',
  existsMore: 'Further accounts are made in Settings, under People, by an administrator.',
  toPeople: 'Open People',
} as const;
