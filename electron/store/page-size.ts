/**
 * Page size of new files. A save touches some eight b-trees, one page each in the WAL: pages of half the usual size mean half
 * the bytes to sum, write and flush; smaller ones split, and reorder their neighbours, at nearly every save. An existing file
 * keeps its own.
 */
export const pageBytes = 2048;
