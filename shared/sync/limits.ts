/** Limits both sides hold (`sync.md` 1.4): what is over them is refused before it is read. */
export const syncLimits = {
  /** Records of one push, one page of a pull, one segment of a bundle. */
  batchRecords: 500,
  /** Bytes of a batch's text before it is packed; a batch holds at least one record. */
  batchBytes: 1024 * 1024,
  /** Bytes of one piece of a file. */
  blobChunkBytes: 1024 * 1024,
  blobBytes: 50 * 1024 * 1024,
  /** A session of a workstation at the hub. */
  sessionMinutes: 15,
  /** An enrolment code that nobody used by then opens nothing. */
  codeHours: 24,
  /** Text of what a workstation says of a site that came to be without a hub. */
  heldSiteCharacters: 100_000,
} as const;
