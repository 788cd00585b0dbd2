/** Days of the week as the calendar rules number them, Monday first, with the word that names each. */
export const weekdays = [
  { value: '1', word: 'mon' },
  { value: '2', word: 'tue' },
  { value: '3', word: 'wed' },
  { value: '4', word: 'thu' },
  { value: '5', word: 'fri' },
  { value: '6', word: 'sat' },
  { value: '7', word: 'sun' },
] as const;
