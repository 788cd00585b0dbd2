/** Procedures in one file of `sop-import-work.ts`. */
export const sopsAFile = 12;
