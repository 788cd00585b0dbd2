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
  tone: {
    good: 'Good',
    attention: 'Attention',
    stop: 'Stop',
    unknown: 'Cannot tell',
    info: 'For information',
    'not-set-up': 'Not set up',
  },
} as const;
