import { concatBytes, latin1ToText } from '../../../kernel/bytes.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { readFcsBlock } from '../../files/fcs-block.ts';
import { HEADER_BYTES } from '../../files/fcs-reader.ts';
import { readFcsText } from '../../files/fcs-text.ts';
import type { Framer, FramingValue } from '../../framing/values.ts';
import type { Interpretation, MappingContext } from '../../mapping/context.ts';
import { emptyState } from '../../mapping/context.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { signalBase } from '../../mapping/signal-base.ts';
import type { BlockDriver } from '../driver.ts';
import { interpretDataSet, maskKeyword } from './fcs-mapping.ts';
import { interpretRow, maskRow, readRow } from './multiset-mapping.ts';
import { messageSignal } from './parts.ts';
import type { CytometryMapping } from './schema.ts';

/**
 * Files of a cytometer's programs as messages: a row of a MultiSET export, the head of an FCS data set. They come from a
 * folder, never over a line, so there is nothing to frame and nobody to answer.
 */
export const cytometryFiles: BlockDriver = {
  kind: 'cytometry-files',
  createFramer: () => createWholeFramer(),
  verify: () => 'absent',
  answer: () => null,
  interpret(definition, block, context) {
    const { multiset, fcs } = mappingOf(definition);
    const set = readFcsBlock(block);
    if (set !== null) return interpretDataSet(definition, fcs, set, context);
    const row = readRow(multiset, block);
    return row === null
      ? interpretForeign(definition, block, context)
      : interpretRow(definition, multiset, row, context);
  },
  mask(definition, raw) {
    const mapping = mappingOf(definition);
    return nameControls(maskBlock(mapping, raw));
  },
};

/** More than the longest block: two lines of an export, or a TEXT segment with its supplement. */
const maxBlockBytes = 8_388_608;

/** Bytes of one stored block are that block, however they come. */
function createWholeFramer(): Framer {
  let parts: Uint8Array[] = [];
  let length = 0;
  const end = (emit: (value: FramingValue) => void): void => {
    if (length === 0) return;
    const raw = concatBytes(parts);
    parts = [];
    length = 0;
    emit({ kind: 'line', raw, text: raw });
  };
  return {
    silenceMs: null,
    feed(bytes, emit) {
      if (length + bytes.length > maxBlockBytes) end(emit);
      parts.push(bytes.slice());
      length += bytes.length;
    },
    flush: end,
    expire: end,
  };
}

function mappingOf({ key, mapping }: InstrumentDefinition): CytometryMapping {
  if (mapping.kind !== 'cytometry-files') throw new AppError('instruments/definition-does-not-fit', { key });
  return mapping;
}

function interpretForeign(
  definition: InstrumentDefinition,
  block: Uint8Array,
  context: MappingContext,
): Interpretation {
  const base = signalBase(definition, context);
  const raw = `${block.length} bytes`;
  const signals = [{ kind: 'unmapped', ...base, what: 'file', raw } as const];
  const sender = { model: '', software: '', serialNumber: '' };
  const found = { protocol: 'file', purpose: 'other', specimen: null, sender, signals };
  return {
    signals: [messageSignal(base, context, found), ...signals],
    maskedRecords: [],
    key: null,
    isRepeat: false,
    state: context.state ?? emptyState,
  };
}

/** One character for each byte; what is no block we know is hidden whole. */
function maskBlock({ multiset, fcs }: CytometryMapping, raw: Uint8Array): string {
  const set = readFcsBlock(raw);
  if (set !== null) return maskFcs(fcs, raw);
  const row = readRow(multiset, raw);
  if (row === null) return latin1ToText(raw).replace(/[^\r\n\t]/g, '*');
  const text = `${latin1ToText(raw).split('\r')[0] ?? ''}\r${maskRow(multiset, row)}\r`;
  return text.length === raw.length ? text : latin1ToText(raw).replace(/[^\r\n\t]/g, '*');
}

/** Each value in its place. Where delimiters are not as the standard asks, places are not sure: all of TEXT is hidden. */
function maskFcs(mapping: CytometryMapping['fcs'], raw: Uint8Array): string {
  const text = latin1ToText(raw);
  const head = text.slice(0, HEADER_BYTES);
  const body = text.slice(HEADER_BYTES);
  const { delimiter, reading } = readFcsText(body);
  const parts = body.split(delimiter);
  if (reading !== 'standard' || body.slice(1).includes(delimiter + delimiter))
    return head + body.replace(/[^\r]/g, '*');
  return (
    head +
    parts
      .map((part, index) =>
        index === 0 || index % 2 === 1 ? part : maskKeyword(mapping, (parts[index - 1] ?? '').trim(), part),
      )
      .join(delimiter)
  );
}
