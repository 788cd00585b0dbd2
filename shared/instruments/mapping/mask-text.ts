import { DEFAULT_DELIMITERS, type Lis02Delimiters, readDelimiters, splitAt } from '../protocols/lis02-escape.ts';
import { isKnownRecord, type MaskPolicy, ruleOf } from './identity-policy.ts';
import { hideKnown, hideText, hideUnknown, maskLoneValue, maskResultValue, maskSpecimen } from './mask-value.ts';

/**
 * Where a piece of LIS02 text stopped, so that the next piece (the next frame of a record cut by ETB) is masked by the
 * same rules. Plain data; holds no content.
 */
export interface MaskCarry {
  readonly delimiters: Lis02Delimiters;
  /** Record type the text stopped in, empty between records, `?` where it is not known. */
  readonly recordType: string;
  /** Field it stopped in, from 1. */
  readonly field: number;
  /** The last record that was no comment and no manufacturer record: what a comment is about. */
  readonly parent: string;
  /** `C.3`, who wrote the comment; `M.3`, the kind of manufacturer record. */
  readonly third: string;
  /** Whether the field it stopped in held only characters of a number so far. */
  readonly isNumber: boolean;
}

export const startCarry: MaskCarry = {
  delimiters: DEFAULT_DELIMITERS,
  recordType: '',
  field: 0,
  parent: '',
  third: '',
  isNumber: false,
};

interface Masked {
  readonly text: string;
  readonly carry: MaskCarry;
}

/**
 * Masks a piece of LIS02 text: whole records, or part of one. Length and delimiters are kept. `isOpen` says that the
 * last record goes on in the next piece. Text that does not look like a record is hidden whole.
 */
export function maskText(text: string, policy: MaskPolicy, carry: MaskCarry = startCarry, isOpen = false): Masked {
  let masked = '';
  let state = carry;
  const parts = text.split(/([\r\n]+)/);
  for (let index = 0; index < parts.length; index += 2) {
    const record = parts[index] ?? '';
    const lineEnd = parts[index + 1];
    const isRecordOpen = lineEnd === undefined && isOpen;
    if (record !== '') {
      const result = maskRecord(record, policy, state, isRecordOpen);
      masked += result.text;
      state = result.carry;
    }
    if (!isRecordOpen) state = { ...state, recordType: '', field: 0, third: '', isNumber: false };
    masked += lineEnd ?? '';
  }
  return { text: masked, carry: state };
}

function maskRecord(record: string, policy: MaskPolicy, carry: MaskCarry, isOpen: boolean): Masked {
  if (carry.recordType !== '') return continueRecord(record, policy, carry, isOpen);
  const indent = /^[ \t]*/.exec(record)?.[0] ?? '';
  const body = record.slice(indent.length);
  const type = (body[0] ?? '').toUpperCase();
  const header = type === 'H' ? readHeader(body) : null;
  if (header !== null) {
    const next = { ...carry, delimiters: header.delimiters, recordType: 'H', field: 2, parent: 'H', third: '' };
    const rest = maskFields(body.slice(header.length), policy, next, isOpen);
    return { text: indent + body.slice(0, header.length) + rest.text, carry: rest.carry };
  }
  const { field } = carry.delimiters;
  const looksRight = isKnownRecord(type) && type !== 'H' && (body.length === 1 || body[1] === field);
  const sequence = body.slice(2).split(field, 1)[0] ?? '';
  if (!looksRight || !/^ *\d{0,5} *$/.test(sequence)) {
    return { text: hideUnknown(record), carry: { ...carry, recordType: '?', field: 0, third: '' } };
  }
  const parent = type === 'C' || type === 'M' ? carry.parent : type;
  const opened: MaskCarry = { ...carry, recordType: type, field: 1, parent, third: '', isNumber: false };
  const rest = maskFields(body.slice(1), policy, opened, isOpen);
  return { text: indent + body.slice(0, 1) + rest.text, carry: rest.carry };
}

/** The header's delimiters and how many characters they take with `H`; null where nothing sound is declared. */
function readHeader(body: string): { delimiters: Lis02Delimiters; length: number } | null {
  const delimiters = readDelimiters(body);
  if (delimiters === null) return null;
  const end = body.indexOf(delimiters.field, 2);
  const length = end < 0 ? body.length : end;
  return /^[^A-Za-z0-9\s]{1,5}$/.test(body.slice(1, length)) ? { delimiters, length } : null;
}

function continueRecord(record: string, policy: MaskPolicy, carry: MaskCarry, isOpen: boolean): Masked {
  // A sender that forgets the record's end and a record cut in two look alike here: show only what is safe both ways.
  const mayBeNew = new RegExp(`^[HPOQRCMSL]\\${carry.delimiters.field}`, 'i').test(record);
  if (mayBeNew || carry.recordType === '?') {
    return { text: hideUnknown(record), carry: { ...carry, recordType: '?', field: 0, third: '' } };
  }
  return maskFields(record, policy, carry, isOpen);
}

/** Masks from the middle of field `carry.field` on; the first piece belongs to that field. */
function maskFields(text: string, policy: MaskPolicy, carry: MaskCarry, isOpen: boolean): Masked {
  const pieces = splitAt(text, carry.delimiters.field, carry.delimiters.escapeSign, policy.dialect);
  let state = carry;
  const masked: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    const isContinued = index === 0 && carry.field > 2;
    const hasThird = carry.recordType === 'C' || carry.recordType === 'M';
    const field = carry.field + index;
    state = {
      ...state,
      field,
      third: hasThird && field === 3 ? (isContinued ? state.third : '') + piece : state.third,
      isNumber: (isContinued ? state.isNumber : true) && /^[\d .,+-]*$/.test(piece),
    };
    masked.push(maskField(piece, policy, state, { isContinued, isCut: isOpen && index === pieces.length - 1 }));
  }
  return { text: masked.join(carry.delimiters.field), carry: state };
}

interface PieceEnds {
  /** The piece goes on a field that began in an earlier frame. */
  readonly isContinued: boolean;
  /** The field goes on in the next frame. */
  readonly isCut: boolean;
}

function maskField(piece: string, policy: MaskPolicy, at: MaskCarry, { isContinued, isCut }: PieceEnds): string {
  const { delimiters, recordType, field } = at;
  if (field <= 2 || piece === '') return piece;
  switch (ruleOf(policy, recordType, field)) {
    case 'hide':
      return hideText(piece, delimiters);
    case 'show':
      return isWord(recordType, field) ? piece : hideKnown(piece, policy.known);
    case 'time':
      return /^[\d .:TZ+-]*$/.test(piece) ? piece : hideText(piece, delimiters);
    case 'code':
      return isShortCode(piece, delimiters) && !isContinued ? piece : hideText(piece, delimiters);
    case 'specimen':
      return isContinued ? hideText(piece, delimiters) : maskSpecimen(piece, delimiters, isCut);
    case 'value':
      if (at.isNumber) return piece;
      if (isContinued || isCut) return hideText(piece, delimiters);
      return policy.isWholeMessage ? maskResultValue(piece, policy.known) : maskLoneValue(piece, delimiters);
    case 'comment': {
      const isOpen = isOpenComment(at.parent, at.third) || (field === 5 && /^[A-Z]?$/.test(piece));
      return isOpen ? hideKnown(piece, policy.known) : hideText(piece, delimiters);
    }
    case 'maker':
      return policy.openMakerRecords.has(at.third) ? hideKnown(piece, policy.known) : hideText(piece, delimiters);
    default:
      return hideText(piece, delimiters);
  }
}

/** Test codes and units are the maker's words: they hold no identity and must stay whole to be matched. */
function isWord(recordType: string, field: number): boolean {
  return (recordType === 'R' && (field === 3 || field === 5)) || (recordType === 'O' && field === 5);
}

/** Codes of the standard are one or two letters; a name is not. Numbers show, a misplaced reading among them. */
function isShortCode(piece: string, { component, repeat }: Lis02Delimiters): boolean {
  const parts = piece.split(component).flatMap((part) => part.split(repeat));
  return parts.every((part) => /^ *(?:[A-Za-z]{0,2}|[\d.,]{0,6}) *$/.test(part));
}

/**
 * A comment may show when the instrument itself wrote it (C.3 is `I`), or when it stands below a result and is not
 * marked as coming from the practice. A comment about a patient never shows.
 */
export function isOpenComment(parent: string, source: string): boolean {
  const writer = source.trim().toUpperCase();
  if (parent === 'R') return writer !== 'P';
  return parent === 'O' && writer === 'I';
}
