import type { Catalog } from '../../electron/instruments/catalog.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver, readStoredBlocks } from '../../shared/instruments/drivers/all.ts';
import type { MappingContext } from '../../shared/instruments/mapping/context.ts';
import { showTail } from '../../shared/instruments/mapping/identity-policy.ts';
import { interpretMessage } from '../../shared/instruments/mapping/interpret.ts';
import { readStoredLis02 } from '../../shared/instruments/protocols/lis02-stored.ts';
import type { Signal } from '../../shared/instruments/signals.ts';

/**
 * `docs/captures.md`: what is made of real captures, by the definitions of this catalogue. The captures themselves are no
 * part of the project; where they lie beside it, a test holds the page to them.
 */

/** What an independent reader found in a capture. */
export interface ExpectedCapture {
  readonly file: string;
  readonly instrument: string;
  readonly format: string;
  readonly kind: string;
  readonly results: readonly {
    readonly test?: string;
    readonly value?: string;
    readonly unit?: string;
    readonly flag?: string;
    readonly status?: string;
  }[];
}

/** Captures that a definition of their own reads; all others go to the generic one of their format. */
const READ_BY: readonly (readonly [start: string, key: string])[] = [
  ['sysmex-xn550/', 'sysmex-xn-1000'],
  ['sysmex-xp100/', 'sysmex-xp-100'],
  ['sysmex-cs2500/', 'sysmex-cs-2500'],
  ['sysmex-xn20-laboman/', 'sysmex-xn-1000-fixed'],
  ['horiba-yumizen-h500/', 'horiba-yumizen'],
  ['horiba-pentra60/', 'horiba-pentra'],
  ['horiba-micros60/', 'horiba-micros'],
  ['mindray-bc5', 'mindray-bc-hl7'],
];
const GENERIC: Readonly<Record<string, string>> = {
  astm: 'generic-lis02',
  'astm-in-trace': 'generic-lis02',
  hl7: 'generic-hl7',
  'hl7-segments-without-MSH': 'generic-hl7',
};

/** The definition that reads a capture, or null where the catalogue has none for its format. */
export function definitionFor(catalog: Catalog, capture: ExpectedCapture): InstrumentDefinition | null {
  const own = READ_BY.find(([start]) => capture.file.startsWith(start))?.[1] ?? '';
  return catalog.get(own) ?? catalog.get(GENERIC[capture.kind] ?? '') ?? null;
}

/** What a capture says by a definition. */
export function signalsOf(definition: InstrumentDefinition, bytes: Uint8Array): Signal[] {
  const driver = findDriver(definition);
  if (driver !== null) {
    return [...readStoredBlocks(driver, definition, bytes)].flatMap(
      ({ block, checksum, isPartial }) =>
        driver.interpret(definition, block, { ...context, checksum, isPartial }).signals,
    );
  }
  return [...readStoredLis02(bytes, { charset: definition.protocol.charset })].flatMap(
    ({ message, checksum, isPartial }) =>
      interpretMessage(definition, { protocol: 'lis02', message }, { ...context, checksum, isPartial }).signals,
  );
}

const context: MappingContext = {
  at: '2026-11-22T10:00:00.000Z',
  instrument: 'capture',
  messageId: null,
  frames: [],
  checksum: 'ok',
  hashSpecimen: (raw) => ({ hash: '', shows: showTail(raw) }),
};

/** Results as the independent reader writes them. */
export function rowsOf(signals: readonly Signal[], repeat: string): string[][] {
  return signals.flatMap((one) =>
    'rawValue' in one ? [[one.test, one.rawValue, one.unit, one.flags.join(repeat), one.status]] : [],
  );
}

/** What the independent reader found, in the same shape. */
export function expectedRows(capture: ExpectedCapture): string[][] {
  return capture.results.map((row) => [row.test, row.value, row.unit, row.flag, row.status].map((text) => text ?? ''));
}

interface Group {
  readonly instrument: string;
  readonly format: string;
  readonly definition: InstrumentDefinition | null;
  captures: number;
  messages: number;
  expected: number;
  read: number;
  equal: number;
  readonly unmapped: Map<string, number>;
}

/** The page. `read` gives the bytes of a capture by its file. */
export function describeCaptures(
  catalog: Catalog,
  captures: readonly ExpectedCapture[],
  read: (file: string) => Uint8Array,
): string {
  const groups = new Map<string, Group>();
  for (const capture of captures) {
    const definition = definitionFor(catalog, capture);
    const { instrument, format } = capture;
    const name = `${instrument}\n${format}\n${definition?.key ?? ''}`;
    const group = groups.get(name) ?? {
      ...{ instrument, format, definition, captures: 0, messages: 0, expected: 0, read: 0, equal: 0 },
      unmapped: new Map(),
    };
    groups.set(name, group);
    group.captures += 1;
    group.expected += capture.results.length;
    if (definition === null) continue;
    const signals = signalsOf(definition, read(capture.file));
    const rows = rowsOf(signals, definition.protocol.kind === 'hl7' ? '~' : '\\');
    group.messages += signals.filter((one) => one.kind === 'message').length;
    group.read += rows.length;
    if (JSON.stringify(rows) === JSON.stringify(expectedRows(capture))) group.equal += 1;
    for (const one of signals) {
      if (one.kind === 'unmapped') group.unmapped.set(one.what, (group.unmapped.get(one.what) ?? 0) + 1);
    }
  }
  return page([...groups.values()]);
}

function page(groups: readonly Group[]): string {
  const readable = groups.filter((group) => group.definition !== null);
  const others = groups.filter((group) => group.definition === null);
  const sum = (of: readonly Group[], value: (group: Group) => number): number =>
    of.reduce((total, group) => total + value(group), 0);
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('`', "'");
  return `# Captures

Written by \`node scripts/captures.ts --write\` from captures of real instruments (and a few of public simulators), which are no part of the project; where
they lie beside it, \`test/catalog/captures-doc.test.ts\` holds this page to them, and \`corpus.test.ts\`, \`hl7-corpus.test.ts\` and \`corpus-cut.test.ts\` hold
every result to what an independent reader found, whole and cut (decision 14).

Read here: ${sum(readable, (group) => group.captures)} captures in ${readable.length} formats of instruments, ${sum(readable, (group) => group.messages)} messages, ${sum(readable, (group) => group.read)} results; in ${sum(readable, (group) => group.equal)} captures every result is, in order, exactly what the independent
reader found. *Results* is what was read here, with the reader's number behind it where it is another one: of vendor formats it took the ids only, and a
definition that knows where their columns are rightly reads more. What a message holds that its definition does not know is named as unmapped and kept, never
dropped.

| instrument | format | captures | messages | results | read by | unmapped (times) |
|---|---|--:|--:|--:|---|---|
${readable
  .map((group) => {
    const results = group.read === group.expected ? `${group.read}` : `${group.read} (${group.expected})`;
    const unmapped = [...group.unmapped].map(([what, count]) => `${what} (${count})`).join(', ');
    return `| ${cell(group.instrument)} | ${cell(group.format)} | ${group.captures} | ${group.messages} | ${results} | ${group.definition?.key} | ${cell(unmapped)} |`;
  })
  .join('\n')}

## Not read here

The catalogue has no definition of these formats. Their bytes are kept as they come; nothing is guessed from them.

| instrument | format | captures |
|---|---|--:|
${others.map((group) => `| ${cell(group.instrument)} | ${cell(group.format)} | ${group.captures} |`).join('\n')}
`;
}
