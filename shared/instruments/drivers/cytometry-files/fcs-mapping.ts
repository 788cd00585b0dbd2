import type { InstrumentDefinition } from '../../definition.ts';
import { checkEventCount, type FcsDataSet } from '../../files/fcs-block.ts';
import { readLocalTime } from '../../files/local-time.ts';
import type { Interpretation, MappingContext } from '../../mapping/context.ts';
import { emptyState } from '../../mapping/context.ts';
import { type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import { readMeasured } from '../../protocols/lis02-values.ts';
import type { Signal } from '../../signals.ts';
import { hide, messageSignal } from './parts.ts';
import type { FcsMapping } from './schema.ts';

/**
 * Keywords of the format itself that say nothing of a person. Source: FCS 2.0 to 3.1, required and numbered keywords.
 */
const FORMAT_KEYWORDS = new Set([
  '$BEGINANALYSIS',
  '$BEGINDATA',
  '$BEGINSTEXT',
  '$BYTEORD',
  '$DATATYPE',
  '$ENDANALYSIS',
  '$ENDDATA',
  '$ENDSTEXT',
  '$MODE',
  '$NEXTDATA',
  '$PAR',
  '$TOT',
  '$CYT',
  '$CYTSN',
  '$DATE',
  '$BTIM',
  '$ETIM',
  '$TIMESTEP',
  '$ABRT',
  '$LOST',
]);
/** `$PnN`, `$PnV` and their like; names of channels and stains. */
const PARAMETER_KEYWORD = /^\$P\d{1,4}[BEFGLNORTV]$/;
const STAIN_KEYWORD = /^\$P\d{1,4}S$/;

/** Reads the head of a data set: what measured it, when, how its detectors were set, and how many events it holds. */
export function interpretDataSet(
  definition: InstrumentDefinition,
  mapping: FcsMapping,
  set: FcsDataSet,
  context: MappingContext,
): Interpretation {
  const base = signalBase(definition, context);
  const textOf = (name: string): string => set.keywords.get(name.toUpperCase())?.trim() ?? '';
  const firstOf = (names: readonly string[]): string => names.map(textOf).find((text) => text !== '') ?? '';
  const id = firstOf(mapping.specimen);
  const specimen = id === '' ? null : context.hashSpecimen(id);
  const takenAt = readLocalTime(`${textOf(mapping.date)} ${textOf(mapping.time)}`) ?? '';

  const signals: Signal[] = detectorsOf(mapping, set).map(({ name, reading, unit }) => ({
    kind: 'setting',
    ...base,
    setting: `${VOLTAGE_SETTING}${name}`,
    reading,
    unit,
    takenAt,
  }));
  if (set.eventCount !== null) {
    const reading = String(set.eventCount);
    signals.push({ kind: 'setting', ...base, setting: 'events', reading, unit: '', takenAt });
  }
  signals.push(...doubtsOf(set, base));
  const sender = {
    model: textOf(mapping.sender.model),
    software: textOf(mapping.sender.software),
    serialNumber: firstOf(mapping.sender.serialNumber),
  };
  const message = messageSignal(base, context, { protocol: 'fcs', purpose: 'settings', specimen, sender, signals });
  return {
    signals: [message, ...signals],
    maskedRecords: [...set.keywords].map(([name, value]) => `${name}\t${maskKeyword(mapping, name, value)}`),
    key: null,
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

/** What the names of detector settings begin with; the detector follows. */
export const VOLTAGE_SETTING = 'detector ';

/** The value as it may be seen: settings of the instrument whole, a specimen's tail, nothing of people or free text. */
export function maskKeyword(mapping: FcsMapping, keyword: string, value: string): string {
  const name = keyword.toUpperCase();
  const isNamed = (names: readonly string[]): boolean => names.some((one) => one.toUpperCase() === name);
  if (isNamed(mapping.specimen)) return hide(value, true);
  const isShown =
    FORMAT_KEYWORDS.has(name) ||
    PARAMETER_KEYWORD.test(name) ||
    // A stain is a text people write; only what is a channel or an antibody shows.
    (STAIN_KEYWORD.test(name) && /^[A-Za-z0-9/+\-. ()]{0,40}$/.test(value)) ||
    isNamed([
      mapping.sender.model,
      mapping.sender.software,
      ...mapping.sender.serialNumber,
      mapping.date,
      mapping.time,
    ]) ||
    isNamed(mapping.shown) ||
    mapping.shownNumbered.some((beginning) => {
      const start = beginning.toUpperCase();
      return name.startsWith(start) && /^\d{1,4}$/.test(name.slice(start.length));
    });
  return isShown ? value : hide(value, false);
}

function detectorsOf(mapping: FcsMapping, set: FcsDataSet): { name: string; reading: string; unit: string }[] {
  return mapping.detectors.flatMap(({ name, parameters, unit }) => {
    const channel = set.parameters.find((one) => parameters.includes(one.name));
    if (channel === undefined) return [];
    const { prefix, base } = mapping.voltageWord;
    const own = set.keywords.get(`$P${channel.index}V`)?.trim() ?? '';
    const word = set.keywords.get(`${prefix}${base + channel.index}`.toUpperCase())?.trim() ?? '';
    const reading = own === '' ? word : own;
    return readMeasured(reading) === null ? [] : [{ name, reading, unit }];
  });
}

/** What does not fit together in the file: said, and nothing made of it. */
function doubtsOf(set: FcsDataSet, base: SignalBase): Signal[] {
  const doubts: Signal[] = [];
  const doubt = (what: string, raw: string) => doubts.push({ kind: 'unmapped', ...base, what, raw });
  if (checkEventCount(set) === 'differs' && set.data !== null) {
    const { begin, end } = set.data;
    doubt('event-count', `${set.eventCount} events of ${set.eventBytes} bytes in ${end - begin + 1} bytes of data`);
  }
  if (set.eventCount === null) doubt('event-count', 'the file does not say how many events it holds');
  if (set.byteOrder === 'unknown') doubt('byte-order', set.keywords.get('$BYTEORD')?.slice(0, 20) ?? '');
  if (set.reading !== 'standard') doubt('text-delimiters', set.reading);
  return doubts;
}
