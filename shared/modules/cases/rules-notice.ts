import * as z from 'zod';
import { type CivilDate, isCivilDate } from '../../kernel/civil-date.ts';
import { AppError } from '../../kernel/errors.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import type { NoticeMatch } from './project-contract.ts';
import { noticeAnswered, noticeTaken } from './project-records.ts';
import type { Told } from './rules-case.ts';
import { type NumberRange, noticeSeverity } from './terms.ts';

/** Field notices: what a file says, whom it is about, and what was done. Pure. */

/** A notice as a file has it, before it becomes a record. */
export type NoticeContent = Omit<BodyOf<typeof noticeTaken>, 'noticeId' | 'fileName' | 'fileHash'>;

/** One instrument as a notice sees it. `lots`: every reagent, control or calibrator lot this bench has on record for it. */
export interface NoticeSubject {
  readonly instrumentId: string;
  readonly instrumentName: string;
  readonly maker: string;
  readonly model: string;
  readonly definitionKey: string;
  readonly serialNumber: string;
  readonly lots: readonly string[];
}

/** Letters and digits alone, in capitals: `XN-550`, `xn 550` and `XN550` are one name; nothing is matched by a part of it. */
export const plainName = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

interface Parts {
  readonly prefix: string;
  /** Digits at the end without leading zeros, so that length, then text, orders them. */
  readonly digits: string;
}

function partsOfNumber(text: string): Parts | null {
  const found = /^(.*?)(\d+)$/.exec(plainName(text));
  if (!found) return null;
  return { prefix: found[1] ?? '', digits: (found[2] ?? '').replace(/^0+(?=\d)/, '') };
}

const compareDigits = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whether a serial number or lot lies in a range. A range of one is equality; a wider one needs the same letters before the
 * digits at both ends. `null`: it can not be told (a number that ends in a letter against a wider range).
 */
export function isInRange(text: string, { from, to }: NumberRange): boolean | null {
  const name = plainName(text);
  if (plainName(from) === plainName(to)) return name === plainName(from);
  const [low, high, own] = [partsOfNumber(from), partsOfNumber(to), partsOfNumber(text)];
  if (!low || !high || low.prefix !== high.prefix) return null;
  if (!own) return name.startsWith(low.prefix) ? null : false;
  if (own.prefix !== low.prefix) return false;
  return compareDigits(own.digits, low.digits) >= 0 && compareDigits(own.digits, high.digits) <= 0;
}

const isRangeReadable = (range: NumberRange): boolean => {
  if (plainName(range.from) === '' || plainName(range.to) === '') return false;
  if (plainName(range.from) === plainName(range.to)) return true;
  const [low, high] = [partsOfNumber(range.from), partsOfNumber(range.to)];
  return low !== null && high !== null && low.prefix === high.prefix && compareDigits(low.digits, high.digits) <= 0;
};

type Verdict = Pick<NoticeMatch, 'verdict' | 'why' | 'data'>;

/**
 * Whether a notice is about an instrument: by maker and model, then by serial number, then by lot. What is not on record
 * gives `may-apply`, never `does-not-apply`: a serial nobody entered, lots nobody recorded.
 */
export function matchNotice(
  notice: Pick<NoticeContent, 'maker' | 'models' | 'serials' | 'lots'>,
  subject: NoticeSubject,
): Verdict {
  const { model, definitionKey, serialNumber, lots } = subject;
  const names = new Set([plainName(model), plainName(definitionKey), plainName(`${subject.maker} ${model}`)]);
  const isModel =
    notice.models.length > 0
      ? notice.models.some((one) => names.has(plainName(one)))
      : plainName(notice.maker) !== '' && plainName(notice.maker) === plainName(subject.maker);
  if (!isModel) return { verdict: 'does-not-apply', why: 'model-other', data: { model } };
  const bySerial = notice.serials.length === 0 ? null : matchSerial(notice.serials, serialNumber);
  if (bySerial && (bySerial.verdict === 'applies' || notice.lots.length === 0)) return bySerial;
  if (notice.lots.length === 0) return { verdict: 'applies', why: 'model', data: { model } };
  const hit = lots.find((lot) => notice.lots.some((range) => isInRange(lot, range) === true));
  if (hit !== undefined) return { verdict: 'applies', why: 'lot', data: { lot: hit } };
  // Both named, and the serial is known to be outside: the notice is about other units.
  if (bySerial?.verdict === 'does-not-apply') return bySerial;
  // What this bench has on record is not all that was ever used: it can not be said that no such lot was on board.
  const known = lots.slice(0, 10).join(', ');
  return { verdict: 'may-apply', why: lots.length === 0 ? 'lot-unknown' : 'lot-outside', data: { lots: known } };
}

function matchSerial(ranges: readonly NumberRange[], serialNumber: string): Verdict {
  const data = { serialNumber };
  if (plainName(serialNumber) === '') return { verdict: 'may-apply', why: 'serial-unknown', data };
  const found = ranges.map((range) => isInRange(serialNumber, range));
  if (found.includes(true)) return { verdict: 'applies', why: 'serial', data };
  if (found.includes(null)) return { verdict: 'may-apply', why: 'serial-unknown', data };
  return { verdict: 'does-not-apply', why: 'serial-outside', data };
}

const list = (max: number, item: number) => z.array(text(item).min(1)).max(max).default([]);
const range = z.union([
  text(80)
    .min(1)
    .transform((one) => ({ from: one, to: one })),
  z.object({ from: text(80).min(1), to: text(80).min(1) }),
]);

/** One notice of a file, as JSON says it; fields it does not have are empty. */
const rawNotice = z.object({
  number: text(80).min(1),
  maker: text(120).min(1),
  title: text(300).min(1),
  text: text(8000).default(''),
  severity: noticeSeverity.default('information'),
  issuedOn: text(10).nullable().default(null),
  models: list(100, 120),
  serials: z.array(range).max(500).default([]),
  lots: z.array(range).max(500).default([]),
  actions: list(40, 1000),
  dueOn: text(10).nullable().default(null),
});

/** Records hold 64 KiB; a notice keeps well below. */
const longestNotice = 48_000;

export type ReadNotice =
  | { readonly notice: NoticeContent }
  | { readonly code: string; readonly data: Record<string, string | number | boolean> };

/** One row of a file as a notice, or the plain code of why it is none. Never throws, whatever the file holds. */
export function readNotice(row: unknown): ReadNotice {
  const parsed = rawNotice.safeParse(row);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { code: 'cases/notice-field', data: { field: issue?.path.map(String).join('.') ?? '' } };
  }
  const notice = parsed.data;
  for (const field of ['issuedOn', 'dueOn'] as const) {
    const value = notice[field];
    if (value === '') notice[field] = null;
    else if (value !== null && !isCivilDate(value)) return { code: 'cases/notice-date', data: { field, value } };
  }
  const bad = [...notice.serials, ...notice.lots].find((one) => !isRangeReadable(one));
  if (bad) return { code: 'cases/notice-range', data: { from: bad.from, to: bad.to } };
  if (JSON.stringify(notice).length > longestNotice) return { code: 'cases/notice-too-long', data: {} };
  return { notice };
}

/** What makes two notices one: the same number of the same maker with the same content, from whatever file. */
export function noticeText(notice: NoticeContent): string {
  const { number, maker, title, text, severity, issuedOn, models, serials, lots, actions, dueOn } = notice;
  return JSON.stringify([number, maker, title, text, severity, issuedOn, models, serials, lots, actions, dueOn]);
}

export type NoticeAnswer = Told<BodyOf<typeof noticeAnswered>>;

export interface NoticeFold {
  readonly noticeId: string;
  readonly taken: Told<BodyOf<typeof noticeTaken>> | null;
  /** By instrument, `''` for the lab. */
  readonly answers: Readonly<Record<string, Slot<NoticeAnswer>>>;
}

/** Answered apart, what keeps it in sight holds. */
const answerRank = { planned: 2, done: 1, 'does-not-apply': 0 } as const;
const answerRule: SlotRule<NoticeAnswer> = {
  code: 'cases/notice-answered-apart',
  hold: (a, b) => (answerRank[a.answer] > answerRank[b.answer] ? a : b),
  isSame: (a, b) => a.answer === b.answer,
  show: ({ answer }) => answer,
};

/** `planned` keeps it open: only what was done or does not apply settles it. */
export const isSettled = (answer: NoticeAnswer | undefined): boolean =>
  answer !== undefined && answer.answer !== 'planned';

export const isOverdueNotice = (dueOn: CivilDate | null, openCount: number, today: CivilDate): boolean =>
  openCount > 0 && dueOn !== null && dueOn < today;

export type NoticeCommand =
  | { readonly do: 'take'; readonly body: BodyOf<typeof noticeTaken> }
  | { readonly do: 'answer'; readonly body: Omit<BodyOf<typeof noticeAnswered>, 'noticeId' | 'answers'> };

function decide(state: NoticeFold, command: NoticeCommand, stream: string): readonly RecordDraft[] {
  const { noticeId } = state;
  if (command.do === 'take') return state.taken ? [] : [draft(noticeTaken, stream, command.body)];
  if (!state.taken) throw new AppError('cases/notice-not-found', { noticeId });
  const slot = state.answers[command.body.instrumentId ?? ''];
  if (command.body.answer === 'does-not-apply' && command.body.note === '') throw new AppError('cases/note-needed', {});
  return [draft(noticeAnswered, stream, { noticeId, ...command.body, answers: answersOf(slot) })];
}

/** Refuses with `cases/notice-not-found`, `cases/note-needed`. */
export const noticeDecider: Decider<NoticeFold, NoticeCommand> = {
  initial: (stream) => ({ noticeId: stream.slice(stream.indexOf('/') + 1), taken: null, answers: {} }),
  evolve(state, record, context) {
    const { wall: at, actor: by, hash } = record;
    if (isRecordOf(record, noticeTaken)) {
      return state.taken ? state : { ...state, taken: { ...record.body, at, by, hash } };
    }
    if (isRecordOf(record, noticeAnswered)) {
      const key = record.body.instrumentId ?? '';
      const value = { ...record.body, at, by, hash };
      const slot = decideSlot(state.answers[key] ?? null, record, value, context, answerRule);
      return { ...state, answers: { ...state.answers, [key]: slot } };
    }
    return state;
  },
  decide,
};
