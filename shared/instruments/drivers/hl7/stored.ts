import { bytesToText } from '../../mapping/mask-bytes.ts';
import type { StoredBlock } from '../driver.ts';

const FS = 0x1c;
/** What a logger leaves around messages: marks, idle bytes, line ends, blanks. */
const EDGE: ReadonlySet<number> = new Set([0x00, 0x02, 0x0a, 0x0b, 0x0d, 0x20, 0x09, FS]);

/**
 * Messages of a stored file, in order: a capture of a line, a log whose marks were stripped, or plain text. A message goes
 * from its MSH to FS, to the next MSH, or to the file's end; segments before the first MSH are a message without a header.
 * MLLP has no checksum, so none is claimed.
 */
export function* readStoredHl7(file: Uint8Array): Generator<StoredBlock> {
  const text = bytesToText(file);
  const starts = [...text.matchAll(/(?:^|[^A-Za-z0-9])(MSH[^A-Za-z0-9\s])/g)].map(
    (match) => match.index + match[0].length - (match[1]?.length ?? 0),
  );
  const head = trimEdges(file.subarray(0, starts[0] ?? file.length));
  // Comments above a message are no message; results without a header are worth reading.
  if (/(?:^|[\r\n])OB[RX][^A-Za-z0-9\s]/.test(bytesToText(head))) yield whole(head, false);
  for (const [index, start] of starts.entries()) {
    const rest = file.subarray(start, starts[index + 1] ?? file.length);
    const end = rest.indexOf(FS);
    yield whole(trimEdges(end < 0 ? rest : rest.subarray(0, end)), end < 0 && !endsWithLine(rest));
  }
}

function whole(block: Uint8Array, isPartial: boolean): StoredBlock {
  return { block, checksum: 'absent', isPartial };
}

function endsWithLine(bytes: Uint8Array): boolean {
  const last = bytes.at(-1);
  return last !== undefined && EDGE.has(last);
}

function trimEdges(bytes: Uint8Array): Uint8Array {
  let from = 0;
  let to = bytes.length;
  while (from < to && EDGE.has(bytes[from]!)) from += 1;
  while (to > from && EDGE.has(bytes[to - 1]!)) to -= 1;
  return bytes.subarray(from, to);
}
