import { createHash, hash } from 'node:crypto';

const CR = 0x0d;
const LF = 0x0a;
const recordEnd = Uint8Array.of(CR);
const H = 0x48;
/** H.14, date and time of the message: the only thing that differs when a sender repeats itself. */
const timeField = 14;
/** MSH-7, the same in an HL7 message. Its control id stays: a sender that repeats itself repeats it too. */
const hl7TimeField = 7;
const M = 0x4d;
const S = 0x53;

/**
 * Hash of the records of a message, whatever frames they came in: what tells a re-send from another message (decision 4). The
 * time of H (in HL7 of MSH) is left out. Line ends count as one CR each, so that a message counts as the same whether its
 * sender ended records with CR or CR LF.
 *
 * @param bytes records with their line ends; a last one without (a partial message cut inside a record) is left out,
 * unless it is the only one
 * @param secret known to this site only: what is kept must not let anyone try out specimen ids against it
 */
export function hashContent(bytes: Uint8Array, secret: string): string {
  const parts = [...wholeRecords(bytes)].flatMap((record) => [withoutTime(record), recordEnd]);
  return keyed(secret, parts.length === 0 ? '' : hash('sha256', Buffer.concat(parts), 'base64url'));
}

/** The same after each whole record: a partial message that ended there is the beginning of this one. */
export function hashPrefixes(bytes: Uint8Array, secret: string): string[] {
  const running = createHash('sha256');
  return [...wholeRecords(bytes)].map((record) => {
    running.update(withoutTime(record)).update(recordEnd);
    return keyed(secret, running.copy().digest('base64url'));
  });
}

/** A secret before an input of fixed length: nothing can be appended to it, and one hash a record is enough. */
const keyed = (secret: string, digest: string): string => hash('sha256', `${secret} ${digest}`, 'base64url');

function* wholeRecords(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  let count = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] !== CR && bytes[index] !== LF) continue;
    if (index > start) {
      count += 1;
      yield bytes.subarray(start, index);
    }
    start = index + 1;
  }
  if (count === 0 && start < bytes.length) yield bytes.subarray(start);
}

/** A header without the content of its time field; any other record as it is. */
function withoutTime(record: Uint8Array): Uint8Array {
  const isHl7 = record[0] === M && record[1] === S && record[2] === H && record.length > 3;
  if (isHl7) return withoutField(record, 3, hl7TimeField);
  return (record[0] ?? 0) === H && record.length > 1 ? withoutField(record, 1, timeField) : record;
}

/**
 * The content of one field taken out. The name is `nameLength` long and the delimiter stands behind it; the first field after
 * the name is the declaration of the delimiters, which LIS02 and HL7 both count as the second.
 */
function withoutField(record: Uint8Array, nameLength: number, wanted: number): Uint8Array {
  const delimiter = record[nameLength];
  let field = 1;
  let from = -1;
  for (let index = nameLength; index < record.length; index += 1) {
    if (record[index] !== delimiter) continue;
    field += 1;
    if (field === wanted) from = index + 1;
    else if (field === wanted + 1) return Buffer.concat([record.subarray(0, from), record.subarray(index)]);
  }
  return from < 0 ? record : record.subarray(0, from);
}
