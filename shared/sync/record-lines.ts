import { fromBase64Url, toBase64Url } from '../kernel/base64url.ts';
import { firstLink, hashOf, linkOf, maxRecordBytes, type RecordCrypto } from '../records/envelope.ts';

/**
 * How records travel, over the network and in a bundle alike: one line each, `<mark><signature>\t<signed text>`. Mark `=` is
 * the whole text; with `~` the link to the record before was left out of it, because that record is the line before of the
 * same log: whoever reads works it out again, to the byte.
 */

/** A record as it travels: the exact signed text and its signature (64 bytes). */
export interface TravellingRecord {
  readonly raw: string;
  readonly sig: Uint8Array;
}

const linkField = /^(\{"v":1,"log":"([^"\\]*)","seq":(\d+),"prev":")([A-Za-z0-9_-]{43})"/;
const emptyLinkField = /^(\{"v":1,"log":"([^"\\]*)","seq":(\d+),"prev":")"/;
/** Mark, signature (86 letters), tab, the longest text in UTF-16 units. */
const longestLine = 1 + 86 + 1 + maxRecordBytes;

interface Before {
  readonly log: string;
  readonly seq: number;
  readonly link: string;
}

const linkAfter = (crypto: RecordCrypto, record: TravellingRecord): string =>
  linkOf(crypto, hashOf(crypto, record.raw), record.sig);

/** The lines of some records, in their order, each with its line end. */
export function writeRecordLines(records: readonly TravellingRecord[], crypto: RecordCrypto): string {
  let text = '';
  let before: Before | undefined;
  for (const record of records) {
    const { raw } = record;
    const match = linkField.exec(raw);
    const follows =
      match !== null &&
      (before === undefined
        ? Number(match[3]) === 1 && match[4] === firstLink
        : match[2] === before.log && Number(match[3]) === before.seq + 1 && match[4] === before.link);
    const body = follows ? `${match[1]}${raw.slice(match[1]!.length + 43)}` : raw;
    text += `${follows ? '~' : '='}${toBase64Url(record.sig)}\t${body}\n`;
    before = match ? { log: match[2]!, seq: Number(match[3]), link: linkAfter(crypto, record) } : undefined;
  }
  return text;
}

/**
 * The records of such lines, as far as they can be read. `bad` counts lines nobody can read (with the numbers of the first
 * few): they are left out, the others are good for themselves. Never throws.
 */
export function readRecordLines(
  text: string,
  crypto: RecordCrypto,
): { readonly records: TravellingRecord[]; readonly badLines: readonly number[] } {
  const records: TravellingRecord[] = [];
  const badLines: number[] = [];
  let before: Before | undefined;
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    if (line === '') continue;
    const record = line.length <= longestLine ? readLine(line, before) : undefined;
    if (!record) {
      badLines.push(number);
      before = undefined;
      continue;
    }
    records.push(record);
    const match = linkField.exec(record.raw);
    before = match ? { log: match[2]!, seq: Number(match[3]), link: linkAfter(crypto, record) } : undefined;
  }
  return { records, badLines };
}

function readLine(line: string, before: Before | undefined): TravellingRecord | undefined {
  const tab = line.indexOf('\t');
  if (tab !== 87) return undefined;
  const sig = fromBase64Url(line.slice(1, tab));
  const body = line.slice(tab + 1);
  if (sig?.length !== 64) return undefined;
  if (line[0] === '=') return { raw: body, sig };
  const match = line[0] === '~' ? emptyLinkField.exec(body) : null;
  if (!match) return undefined;
  const isNext = before !== undefined && match[2] === before.log && Number(match[3]) === before.seq + 1;
  const isFirst = before === undefined && Number(match[3]) === 1;
  if (!isNext && !isFirst) return undefined;
  const link = isNext ? before!.link : firstLink;
  return { raw: `${match[1]}${link}${body.slice(match[1]!.length)}`, sig };
}
