/** What the lists of procedures say. */
export const libraryWords = {
  title: 'Procedures',
  places: {
    label: 'Lists of procedures',
    library: 'Library',
    runs: 'Runs',
    reading: 'To read',
    requests: 'Change requests',
    starters: 'Starters',
    import: 'Import',
  },
} as const;
