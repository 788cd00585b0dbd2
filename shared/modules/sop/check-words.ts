/** What the check of an SOP's words finds, and why a procedure of a file can not be taken. */
export const checkWords = {
  'sop.check.no-steps': 'It has no steps.',
  'sop.check.too-long': 'It is longer than one version can be. Split it in two.',
  'sop.check.too-many-places': 'With all its repeats it asks for more answers than one run can hold.',
  'sop.check.same-key': 'Two steps have the same key.',
  'sop.check.limits-crossed': 'The lower limit is above the upper one.',
  'sop.check.no-choices': 'It has no choices.',
  'sop.check.same-choice': 'The same choice stands there twice.',
  'sop.check.passing-choice-unknown': 'A choice that passes is not among the choices.',
  'sop.check.way-leads-back': 'A way leads back. Ways lead forward only.',
  'sop.check.condition-without-step': 'A way asks for an answer, and no step is named whose answer it is.',
  'sop.check.on-is-not-earlier': 'The step that decides does not come before it.',
  'sop.check.not-adapted': 'It waits for a number or words of your manual.',
  'sop.check.no-source': 'Nobody entered where the limit is from.',
  'sop.check.drives-no-number': 'It stands for a number elsewhere and asks for none itself.',
  'sop.check.not-reachable': 'No way leads to it.',

  'sop.file.same-code-twice': 'its number is there twice in the file',
  'sop.file.too-long': 'it is longer than one version can be',
  'sop.file.draft-open': 'a draft of it is being written here: finish that first, or put it away',
  'sop.file.not-an-sop': 'it is not a procedure this version can read',
} as const;
