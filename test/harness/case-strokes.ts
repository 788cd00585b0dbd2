const start = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Bytes that pass for the picture of a customer's strokes, of a usual size, and of no other visit's. */
export function strokesOf(visitId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...start, ...new TextEncoder().encode(visitId.repeat(200))]);
}

/** Notices in one file of `case-work.ts`. */
export const noticesAFile = 12;

/** What was found on a visit, as its summary says it. */
export const foundOn = (visitId: string): string => `Found on ${visitId}`;

/** Lines one round of `case-work.ts` writes into its ledger. */
export const linesARound = 17;
