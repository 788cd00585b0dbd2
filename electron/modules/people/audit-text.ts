import type { AuditEntry } from '../../../shared/modules/people/contract.ts';

/** How the audit trail is written to a file, piece by piece. */
interface AuditText {
  readonly head: string;
  row(entry: AuditEntry, isFirst: boolean): string;
  readonly tail: string;
}

const columns = [
  'at',
  'offset',
  'who',
  'proved_by',
  'type',
  'kind',
  'instrument',
  'field',
  'old',
  'new',
  'why',
  'record',
];

/**
 * CSV as RFC 4180: one line for each changed field, so that old and new stand side by side; a record without one has one
 * line. JSON: one array of entries, each on a line of its own.
 */
export function auditText(format: 'csv' | 'json'): AuditText {
  if (format === 'json') {
    return {
      head: '[\n',
      row: (entry, isFirst) => `${isFirst ? '' : ',\n'}${JSON.stringify(entry)}`,
      tail: '\n]\n',
    };
  }
  return { head: `${columns.join(',')}\r\n`, row: csvLines, tail: '' };
}

function csvLines(entry: AuditEntry): string {
  const who = entry.actorName === '' ? entry.actor : entry.actorName;
  const about = [entry.at, entry.offset, who, entry.proof, entry.type, entry.kind, entry.instrumentName ?? ''];
  const changes = entry.changes.length > 0 ? entry.changes : [{ field: '', from: '', to: '' }];
  return changes
    .map(({ field, from, to }) => `${[...about, field, from, to, entry.reason, entry.hash].map(cell).join(',')}\r\n`)
    .join('');
}

/** Quoted where it must be; a text that a spreadsheet would run as a formula is told to be text by a leading quote. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
