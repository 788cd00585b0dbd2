/** Files a definition's folder may hold: what is read, and all that a pack of definitions may ever write. */
export const FOLDER_FILES = ['instrument.yaml', 'errors.yaml', 'upkeep.yaml', 'knowledge.yaml', 'SOURCES.md'] as const;
export type FolderFileName = (typeof FOLDER_FILES)[number];
