import type { InstrumentDefinition } from '../../definition.ts';
import { emptyState, type Interpretation, type MappingContext } from '../../mapping/context.ts';
import { raiseErrors } from '../../mapping/lis02-errors.ts';
import type { OrderView } from '../../mapping/lis02-specimen.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { matchesAny } from '../../mapping/pattern.ts';
import { isKnownTest, isOffScale, understandResult, viewTest } from '../../mapping/result-meaning.ts';
import { type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { ResultSignal, Signal } from '../../signals.ts';
import { joinBlocks } from './blocks.ts';
import type { TagLine } from './lines.ts';
import { isPlainValue, maskCoulterText } from './mask-text.ts';
import { type CoulterRecord, readRecord } from './record.ts';
import type { CoulterTextMapping } from './schema.ts';

type Measured = Omit<
  ResultSignal,
  'kind' | 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum' | 'specimen'
>;

/** Raw parts of an unmapped signal are cut here. */
const LONGEST_RAW = 400;

/**
 * Reads one record: a result for every tag that is a test, as sent, with no unit, since none is sent. Where a tag comes twice
 * with different values two records ran into one, and nobody can say what is whose: no result is taken. Curves are named.
 */
export function interpretCoulterText(
  definition: InstrumentDefinition,
  mapping: CoulterTextMapping,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const record = readRecord(block, mapping);
  const masked = maskCoulterText(joinBlocks(block).text, mapping);
  const base = signalBase(definition, context);
  const lines = record.clashes.length === 0 ? record.lines : [];
  const textOf = (tag: string): string => lines.find((line) => line.tag === tag)?.value ?? '';
  const id = mapping.specimen.map(textOf).find((text) => text !== '') ?? '';
  const order: OrderView = { kind: matchesAny(mapping.qc.specimenPatterns, id) ? 'qc' : 'patient', id };
  const specimen = order.kind === 'patient' && id !== '' ? context.hashSpecimen(id) : null;
  const date = textOf(mapping.date);
  const completedAt = /^\d{2}\/\d{2}\/\d{2}(\d{2})?$/.test(date) ? date : '';
  const tests = lines.filter(({ tag }) => isTest(tag, mapping));
  const measured = tests.map((line) => readResult(line, completedAt, mapping));
  const results = measured.map(
    (result): Signal =>
      order.kind === 'qc'
        ? { kind: 'qc-result', ...base, ...result, specimen: null, controlLot: id }
        : { kind: 'result', ...base, ...result, specimen },
  );
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'coulter-text',
    purpose: results.length === 0 ? 'other' : order.kind === 'qc' ? 'qc' : 'results',
    recordCount: 1,
    resultCount: results.length,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender: null,
  };
  const seen = measured.map((result) => ({ code: result.test, flags: result.flags, measured: result, order }));
  const raised = raiseErrors(definition, { raises: mapping.raises, background: null }, [order], seen, null).map(
    ({ specimen: raw, ...error }): Signal => ({
      kind: 'error',
      ...base,
      ...error,
      specimen: raw === '' ? null : context.hashSpecimen(raw),
    }),
  );
  const notes = noteRecord(record, tests, measured, mapping, masked);
  const unmapped = notes.map(
    ({ what, raw }): Signal => ({ kind: 'unmapped', ...base, what, raw: nameControls(raw).slice(0, LONGEST_RAW) }),
  );
  return {
    signals: [message, ...readPlace(textOf(mapping.place), tests, base, specimen), ...results, ...raised, ...unmapped],
    maskedRecords: masked
      .split(/[\r\n]+/)
      .filter((line) => line.trim() !== '')
      .map(nameControls),
    // The day alone does not tell a second run of a specimen from the first one sent again.
    key: null,
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

const isTest = (tag: string, { specimen, date, place, histograms }: CoulterTextMapping): boolean =>
  tag !== date && tag !== place && !specimen.includes(tag) && !histograms.includes(tag);

function readResult({ tag, value: raw }: TagLine, completedAt: string, mapping: CoulterTextMapping): Measured {
  const view = viewTest(tag, mapping);
  const understood = understandResult(raw, [], view, mapping, '^');
  return {
    test: tag,
    rawValue: isPlainValue(raw) ? raw : hideUnknown(raw),
    unit: '',
    flags: [],
    status: '',
    analyte: view.analyte,
    value: understood.value,
    meaning: understood.meaning,
    completedAt,
  };
}

/** Cassette and position, where both are sent. */
function readPlace(
  text: string,
  tests: readonly TagLine[],
  base: SignalBase,
  specimen: Extract<Signal, { kind: 'message' }>['specimen'],
): Signal[] {
  const found = /^0*([A-Z0-9]{1,6})\/0*([A-Z0-9]{1,4})$/i.exec(text);
  if (found === null) return [];
  const [, rack = '', tube = ''] = found;
  const asked = { tests: tests.map(({ tag }) => tag), profiles: [], action: '', reportType: '' };
  return [{ kind: 'order', ...base, purpose: 'done', specimen, rack, tube, readBy: '', ...asked }];
}

interface Note {
  readonly what: string;
  readonly raw: string;
}

/** What nobody told us, each once: curves, tests, lines, a check that can not be made. */
function noteRecord(
  record: CoulterRecord,
  tests: readonly TagLine[],
  measured: readonly Measured[],
  mapping: CoulterTextMapping,
  masked: string,
): Note[] {
  const { clashes } = record;
  const notes: Note[] = clashes.length === 0 ? [] : [{ what: `tag-twice ${clashes.join(' ')}`, raw: masked }];
  for (const { tag, value } of record.lines) {
    if (mapping.histograms.includes(tag)) notes.push({ what: `histogram ${tag}`, raw: `${tag} (${value.length})` });
  }
  for (const [index, { tag }] of tests.entries()) {
    const view = viewTest(tag, mapping);
    const { rawValue = '', value = null } = measured[index] ?? {};
    if (!isKnownTest(view, mapping)) notes.push({ what: `test ${tag}`, raw: `${tag} ${rawValue}` });
    if (isOffScale(view, value)) notes.push({ what: `beyond-scale ${tag}`, raw: `${tag} ${rawValue}` });
  }
  if (record.strayCount > 0) notes.push({ what: 'line', raw: `(${record.strayCount})` });
  if (record.hasBlocks) notes.push({ what: 'checksum-not-verified', raw: '' });
  return notes;
}
