/** Name of the file with the marks of the last start, in the window's own folder of the data folder. */
export const START_LOG = 'last-start.json';
