import type { InstrumentDefinition } from '../../definition.ts';
import { macRomanToText } from '../../files/mac-roman.ts';
import type { Interpretation, MappingContext } from '../../mapping/context.ts';
import { emptyState } from '../../mapping/context.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import { readMeasured } from '../../protocols/lis02-values.ts';
import type { MessageSignal, Signal } from '../../signals.ts';
import { hide, messageSignal } from './parts.ts';
import type { MeasuredColumn, MultisetMapping } from './schema.ts';

/** One row of an export with the names of its columns. */
export interface Row {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** The two lines of a block, or null where they are not of this program. */
export function readRow(mapping: MultisetMapping, block: Uint8Array): Row | null {
  const [names, values] = macRomanToText(block)
    .split('\r')
    .map((line) => line.split('\t'));
  if (names === undefined || values === undefined) return null;
  const known = names.map((name) => name.trim());
  return mapping.identifiedBy.every((name) => known.includes(name)) ? { names: known, values } : null;
}

/** Where a column belongs: to the case, or to one of its tubes. */
interface Column {
  readonly name: string;
  readonly value: string;
  readonly tube: MultisetMapping['tubes'][number] | null;
  /** Its name without the tube's. */
  readonly part: string;
}

/** Reads one case of a MultiSET export: results of its tubes, control tubes as controls, lots, and error numbers. */
export function interpretRow(
  definition: InstrumentDefinition,
  mapping: MultisetMapping,
  row: Row,
  context: MappingContext,
): Interpretation {
  const base = signalBase(definition, context);
  const columns = columnsOf(mapping, row);
  const said = columns.filter(({ value }) => isSaid(mapping, value));
  const textOf = (name: string): string => said.find((column) => column.name === name)?.value.trim() ?? '';
  const id = mapping.specimen.map(textOf).find((text) => text !== '') ?? '';
  const specimen = id === '' ? null : context.hashSpecimen(id);
  const completedAt = textOf(mapping.collectedAt);
  const reading = { base, specimen, completedAt, controlLot: textOf(mapping.controlLot) };

  const signals: Signal[] = said.flatMap((column) => readColumn(mapping, column, reading));
  for (const { column, nameColumn } of mapping.lots) {
    const number = textOf(column);
    if (number !== '') signals.push(lot(base, '', nameColumn === null ? column : textOf(nameColumn), number));
  }
  for (const name of mapping.settings) {
    const text = textOf(name);
    if (text !== '') signals.push({ kind: 'setting', ...base, setting: name, reading: text, unit: '', takenAt: '' });
  }
  signals.push(...errorsOf(definition, mapping, said, base, specimen));
  if (mapping.columnCount !== null && row.names.length !== mapping.columnCount) {
    signals.push(unmapped(base, 'column-count', `${row.names.length} columns, ${mapping.columnCount} known`));
  }
  if (row.values.length !== row.names.length) {
    signals.push(unmapped(base, 'row-cut', `${row.values.length} of ${row.names.length} columns`));
  }

  const hasControls = signals.some(({ kind }) => kind === 'qc-result');
  const hasResults = signals.some(({ kind }) => kind === 'result');
  const purpose = hasResults ? 'results' : hasControls ? 'qc' : 'other';
  const sender = {
    model: textOf(mapping.sender.model),
    software: textOf(mapping.sender.software),
    serialNumber: textOf(mapping.sender.serialNumber),
  };
  const message = messageSignal(base, context, { protocol: 'multiset', purpose, specimen, sender, signals });
  return {
    signals: [message, ...signals],
    maskedRecords: columns
      .filter(({ value }) => isSaid(mapping, value))
      .map((column) => `${column.name}\t${maskColumn(mapping, column)}`),
    key: specimen === null ? null : [specimen.hash, textOf(mapping.panel), completedAt].join('|'),
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

/** The row as it may be seen: names whole, values of people hidden, one character for each. */
export function maskRow(mapping: MultisetMapping, row: Row): string {
  return columnsOf(mapping, row)
    .map((column) => (isSaid(mapping, column.value) ? maskColumn(mapping, column) : column.value))
    .join('\t');
}

function columnsOf(mapping: MultisetMapping, { names, values }: Row): Column[] {
  // The longest beginning that fits: `CD3/CD4/CD45 TruC Ctrl L` before `CD3/CD4/CD45 TruC` before `CD3/CD4/CD45`.
  const tubes = [...mapping.tubes].sort((a, b) => b.prefix.length - a.prefix.length);
  return values.map((value, index) => {
    const name = names[index] ?? `(column ${index + 1})`;
    const tube = tubes.find(({ prefix }) => name.startsWith(`${prefix} `)) ?? null;
    return { name, value, tube, part: tube === null ? name : name.slice(tube.prefix.length + 1) };
  });
}

const isSaid = (mapping: MultisetMapping, value: string): boolean =>
  value.trim() !== '' && value.trim() !== mapping.noValue;

interface Reading {
  readonly base: SignalBase;
  readonly specimen: MessageSignal['specimen'];
  readonly completedAt: string;
  readonly controlLot: string;
}

function readColumn(mapping: MultisetMapping, column: Column, reading: Reading): Signal[] {
  const { base } = reading;
  const { tubeColumns } = mapping;
  const list = column.tube === null ? mapping.results : tubeColumns.measured;
  const found = list.find((one) => one.column === column.part);
  if (found !== undefined) return [measured(column, found, reading)];
  if (column.tube !== null && column.part === tubeColumns.lot) {
    return [lot(base, column.tube.prefix, '', column.value.trim())];
  }
  if (isKnown(mapping, column)) return [];
  return [unmapped(base, `column ${column.name}`.slice(0, 120), hide(column.value.slice(0, 120), false))];
}

function measured(column: Column, found: MeasuredColumn, reading: Reading): Signal {
  const { base, specimen, completedAt, controlLot } = reading;
  const rawValue = column.value;
  const number = readMeasured(rawValue);
  const isNone = number === null || (found.isZeroNone && Number(number.number) === 0);
  const isExact = !isNone && number.comparator === '';
  const fields = {
    ...base,
    test: column.name,
    rawValue,
    unit: found.unit,
    flags: [],
    status: '',
    analyte: found.analyte,
    value: isExact ? number.number : null,
    meaning: isNone ? 'no-result' : found.kind === 'service' ? 'service' : 'not-flagged',
    completedAt,
  };
  return column.tube?.control != null
    ? { kind: 'qc-result', ...fields, specimen: null, controlLot }
    : { kind: 'result', ...fields, specimen };
}

/** Each number once a case, however many tubes name it: `4;4;4;7` of one tube are 4 and 7. */
function errorsOf(
  definition: InstrumentDefinition,
  mapping: MultisetMapping,
  said: readonly Column[],
  base: SignalBase,
  specimen: MessageSignal['specimen'],
): Signal[] {
  const tubesByNumber = new Map<string, string[]>();
  const strays: Signal[] = [];
  for (const { tube, part, value, name } of said) {
    if (tube === null || part !== mapping.tubeColumns.errorCodes) continue;
    for (const number of new Set(value.split(';').map((text) => text.trim()))) {
      if (/^\d{1,5}$/.test(number)) {
        tubesByNumber.set(number, [...(tubesByNumber.get(number) ?? []), tube.prefix]);
      } else if (number !== '') strays.push(unmapped(base, `error-number ${name}`, hide(number.slice(0, 40), false)));
    }
  }
  const errors = [...tubesByNumber].map(([number, tubes]): Signal => {
    const code = `${mapping.errorPrefix}${number}`;
    return { kind: 'error', ...base, ...describeError(definition, code, tubes.join(', ')), specimen };
  });
  return [...errors, ...strays];
}

function isKnown(mapping: MultisetMapping, { name, tube, part }: Column): boolean {
  const { tubeColumns, sender, specimen, panel, collectedAt, lots, settings, shown, hidden, controlLot } = mapping;
  if (tube !== null)
    return part === tubeColumns.errorCodes || tubeColumns.shown.includes(part) || hidden.includes(part);
  const lotNames = lots.flatMap(({ column, nameColumn }) => [column, nameColumn]);
  return (
    [...Object.values(sender), ...specimen, panel, collectedAt, controlLot, ...settings, ...shown, ...hidden].includes(
      name,
    ) || lotNames.includes(name)
  );
}

/** What may be seen of a value: everything measured, the tail of a specimen's id, nothing of people. */
function maskColumn(mapping: MultisetMapping, column: Column): string {
  const { name, tube, part, value } = column;
  if (mapping.specimen.includes(name)) return hide(value, true);
  const { tubeColumns, hidden, sender, panel, collectedAt, lots, settings, shown, results, controlLot } = mapping;
  if (hidden.includes(part)) return hide(value, false);
  const isShown =
    tube === null
      ? [...Object.values(sender), panel, collectedAt, controlLot, ...settings, ...shown].includes(name) ||
        lots.some((one) => one.column === name || one.nameColumn === name) ||
        results.some((one) => one.column === name)
      : [tubeColumns.errorCodes, tubeColumns.lot, ...tubeColumns.shown].includes(part) ||
        tubeColumns.measured.some((one) => one.column === part);
  return isShown ? value : hide(value, false);
}

const lot = (base: SignalBase, forTest: string, name: string, number: string): Signal => ({
  kind: 'lot',
  ...base,
  what: 'reagent',
  forTest,
  name,
  number,
  openedAt: '',
  expiresAt: '',
});

const unmapped = (base: SignalBase, what: string, raw: string): Signal => ({ kind: 'unmapped', ...base, what, raw });
