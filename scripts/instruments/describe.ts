import type { Catalog } from '../../electron/instruments/catalog.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { fieldStatus, listFields } from '../../shared/instruments/field-map.ts';
import { words } from '../../shared/modules/instruments/words.ts';

/** The six instruments of the founding text, in its order. */
export const SIX = [
  'sysmex-xn-1000',
  'abbott-cell-dyn-3700',
  'sysmex-ca-7000',
  'nikon-eclipse-ci-u',
  'bd-facscalibur',
  'thermo-shandon-citadel-2000',
] as const;

export interface Counts {
  readonly confirmed: number;
  readonly single: number;
  readonly inferred: number;
  /** What nobody published: named blanks, tasks without an interval, positions to ask for, a missing list of errors. */
  readonly blanks: number;
}

/** How many facts a definition holds, by how sure they are, and how many blanks. */
export function countFacts(definition: InstrumentDefinition): Counts {
  const found = { confirmed: 0, single: 0, inferred: 0 };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('sources' in node && 'confidence' in node) {
      if (node.confidence === 'confirmed') found.confirmed += 1;
      else if (node.confidence === 'single-source') found.single += 1;
      else if (node.confidence === 'inferred') found.inferred += 1;
    }
    for (const child of Object.values(node)) visit(child);
  };
  const { errorBook, upkeep, knowledge, links, mapping, polling } = definition;
  visit([errorBook, upkeep, knowledge, links, mapping, polling]);
  const open = upkeep.tasks.filter(({ interval }) => interval === null).length;
  const records = 'fieldMap' in mapping ? Object.values(mapping.fieldMap.records) : [];
  const asked = records.flatMap((record) => listFields(record)).filter((field) => fieldStatus(field) === 'ask').length;
  const errors = errorBook.isMakerListMissing ? 1 : 0;
  return { ...found, blanks: knowledge.blanks.length + open + asked + errors };
}

/** What is read over a wire, from files, by hand, and what is not public: one row an instrument, from the catalogue alone. */
export function describeInstruments(catalog: Catalog): string {
  const all = [...catalog.list()];
  const six = SIX.flatMap((key) => all.filter((one) => one.key === key || one.dialectOf === key));
  const others = all.filter((one) => !six.includes(one));
  const head = `| instrument | over the wire | from files | by hand | not public | facts: confirmed / single source / inferred | blanks |
|---|---|---|---|---|--:|--:|`;
  const table = (definitions: readonly InstrumentDefinition[]) => [head, ...definitions.map(row)].join('\n');
  return `# Instruments

Written by \`node scripts/instruments.ts --write\` from the catalogue; \`test/catalog/instruments-doc.test.ts\` holds this page to it. A fact names its
source and how sure it is; what nobody published is a blank that says where to ask, never a likely number. A dialect (another wire format of the same
instrument) counts the error book and upkeep it shares with its main definition.

## The six

${table(six)}

## Their neighbours

${table(others)}
`;
}

const lines: Readonly<Record<string, string>> = {
  serial: 'serial',
  'tcp-server': 'TCP',
  'tcp-client': 'TCP',
  folder: 'folder',
  none: 'none',
};

/** What instruments of a class are worked with at the bench besides errors and upkeep. */
const handWork: Readonly<Record<string, string>> = {
  microscope: 'differential counts, two readers, lamp hours, scales of the objectives',
  'flow-cytometer': 'daily FACSComp check',
  'tissue-processor': 'baths, runs and programs, gradings with pictures',
  balance: 'pipette checks',
};

const told = (thing: string): string => {
  const text = words[`instruments.carries.${thing}` as keyof typeof words] ?? thing;
  return text.charAt(0).toLowerCase() + text.slice(1);
};

function row(definition: InstrumentDefinition): string {
  const { key, maker, model, conversation, carries, dialectOf, formatName, knowledge, errorBook, links } = definition;
  const carried = carries.filter((thing) => !thing.startsWith('no-')).map(told);
  const how = [...new Set(links.map(({ kind }) => lines[kind] ?? kind))].join(', ');
  const isWire = conversation === 'receiver' || conversation === 'polled';
  const wire = isWire
    ? `${carried.join(', ')} (${how}${conversation === 'polled' ? '; asked, read-only' : ''})`
    : 'nothing';
  const files = conversation === 'files' ? carried.join(', ') : 'nothing';
  const hand = [
    errorBook.entries.length > 0
      ? `errors (${errorBook.entries.length} in the book)`
      : 'errors (the book is the lab\u2019s)',
    handWork[definition.instrumentClass],
    'upkeep',
  ]
    .filter(Boolean)
    .join(', ');
  const missing = [
    ...(errorBook.isMakerListMissing ? ['the maker\u2019s list of errors'] : []),
    ...knowledge.blanks.map(({ about }) => about),
  ].join('; ');
  const { confirmed, single, inferred, blanks } = countFacts(definition);
  const name = `**${maker} ${model}**${dialectOf === null ? '' : ` (${formatName})`}<br>\`${key}\``;
  const cells = [name, wire, files, hand, missing, `${confirmed} / ${single} / ${inferred}`, String(blanks)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
