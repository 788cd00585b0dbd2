/** What stands on every printed report, whatever it is about. */
export const paperWords = {
  'paper.page': 'Page {{page}} of {{count}}',
  'paper.hash': 'SHA-256 of the content',
  'paper.prepared': 'Prepared {{at}} by {{by}}',
  'paper.note': 'Note',
  'paper.signatures': 'Signatures',
  'paper.signature.who': 'Printed name, role',
  'paper.signature.meaning': 'Meaning',
  'paper.signature.at': 'Time',
  'paper.signature.what': 'What was signed',
  'paper.signature.hash': 'Record',
  'paper.signature.counts': 'Counts',
  'paper.signature.yes': 'yes',
  'paper.signature.no': 'no: {{why}}',
  'paper.gaps': 'Gaps',
  'paper.gap.what': 'What is missing',
  'paper.gap.when': 'When',
  'paper.gap.why': 'Why it matters',
  'paper.versions': 'Versions and sources',
  'paper.version.kind': 'Of what',
  'paper.version.name': 'Name',
  'paper.version.version': 'Version',
  'paper.version.source': 'Source',
  'paper.version.sop': 'Procedure (SOP)',
  'paper.version.algorithm': 'Algorithm',
  'paper.version.limits': 'Limits',
  'paper.version.definition': 'Definition',
  'paper.version.program': 'Program',
  'paper.version.report': 'Report',
  'paper.legend': 'Marks',
  'paper.blank.date': 'Date',
} as const;

export type PaperWord = keyof typeof paperWords;
/** Says one of the words of the paper, with what belongs into it. */
export type SayPaper = (key: PaperWord, data?: Readonly<Record<string, string | number>>) => string;

/** Puts data into a sentence: `{{name}}` becomes `data.name`, or nothing where there is none. */
export function fillIn(sentence: string, data: Readonly<Record<string, string | number>> = {}): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(data[name] ?? ''));
}

/** The words as shipped. */
export const sayPaper: SayPaper = (key, data) => fillIn(paperWords[key], data);
