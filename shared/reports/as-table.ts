import type { BlockOf, VersionRow } from './document.ts';
import type { SayPaper } from './words.ts';

/** How much of a record's hash is printed in a row; all of it is in the export. */
const hashLettersShown = 16;

type Table = BlockOf<'table'>;
const column = (title: string, weight: number, kind: Table['columns'][number]['kind'] = 'text') => ({
  title,
  kind,
  weight,
});

/** The signature manifest as a table: who, role, meaning, time with zone, what, which record, and whether it counts. */
export function signaturesTable(block: BlockOf<'signatures'>, say: SayPaper): Table {
  return {
    kind: 'table',
    caption: say('paper.signatures'),
    columns: [
      column(say('paper.signature.who'), 4),
      column(say('paper.signature.meaning'), 2),
      column(say('paper.signature.at'), 3),
      column(say('paper.signature.what'), 5),
      column(say('paper.signature.hash'), 3, 'mono'),
      column(say('paper.signature.counts'), 3),
    ],
    rows: block.rows.map((row) => [
      row.role === '' ? row.printedName : `${row.printedName}, ${row.role}`,
      row.meaning,
      row.at,
      row.what,
      row.hash.slice(0, hashLettersShown),
      row.counts ? say('paper.signature.yes') : say('paper.signature.no', { why: row.why }),
    ]),
    none: block.none,
  };
}

/** The gaps as a table. */
export function gapsTable(block: BlockOf<'gaps'>, say: SayPaper): Table {
  return {
    kind: 'table',
    caption: say('paper.gaps'),
    columns: [column(say('paper.gap.what'), 5), column(say('paper.gap.when'), 3), column(say('paper.gap.why'), 6)],
    rows: block.rows.map((row) => [row.what, row.when, row.why]),
    none: block.none,
  };
}

/** Versions of procedures, algorithms, limits and programs the report rests on. */
export function versionsTable(versions: readonly VersionRow[], say: SayPaper): Table {
  return {
    kind: 'table',
    caption: say('paper.versions'),
    columns: [
      column(say('paper.version.kind'), 2),
      column(say('paper.version.name'), 4),
      column(say('paper.version.version'), 3, 'mono'),
      column(say('paper.version.source'), 5),
    ],
    rows: versions.map((row) => [say(`paper.version.${row.kind}`), row.name, row.version, row.source]),
    none: '',
  };
}
