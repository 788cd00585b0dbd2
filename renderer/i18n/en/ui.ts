/** Words of the ui kit. */
export const uiWords = {
  clear: 'Clear',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  retry: 'Retry',
  noChoices: 'Nothing fits.',
  loading: 'Reading',
  never: 'never',
  unknown: 'unknown',
  errorCode: 'Code: {{code}}',
  record: {
    draft: 'draft',
    'saved-here': 'saved on this bench',
    signed: 'signed',
    'on-the-hub': 'on the hub',
  },
  signature: {
    by: 'signed by {{name}}, {{meaning}}, {{at}}',
    meaning: { performed: 'performed', reviewed: 'reviewed', approved: 'approved', verified: 'verified' },
    earlier: '(for the text before it was corrected; it does not count for this one)',
    none: 'not signed',
  },
  tone: {
    good: 'Good',
    attention: 'Attention',
    stop: 'Stop',
    unknown: 'Cannot tell',
    info: 'For information',
    'not-set-up': 'Not set up',
  },
} as const;
