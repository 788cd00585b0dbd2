import type { InstrumentDefinition, Lis02Mapping } from '../definition.ts';
import type { RaiseRule } from '../result-rules.ts';
import type { ErrorSignal } from '../signals.ts';
import type { BackgroundSummary } from './background.ts';
import type { OrderView } from './lis02-specimen.ts';
import { matchesPattern } from './pattern.ts';
import { describeError } from './signal-base.ts';

/** One result as far as errors are concerned. */
export interface SeenResult {
  readonly code: string;
  readonly flags: readonly string[];
  readonly measured: { readonly meaning: string };
  readonly order: OrderView;
}

/** A comment, as it may be seen, under the order it belongs to. */
export interface SeenComment {
  readonly text: string;
  readonly order: OrderView;
}

/** An error before it becomes a signal; `specimen` is raw and empty where it names none. */
export interface RaisedError extends Pick<ErrorSignal, 'code' | 'text' | 'severity' | 'affectsResults'> {
  readonly specimen: string;
}

/** At most so many test names in an error's text. */
const MOST_TESTS = 12;

/**
 * The errors a message raises, by the definition's rules: one for each code and order, naming the tests. A background
 * check that failed raises the definition's own code. The words and the severity are the book's.
 */
export function raiseErrors(
  definition: InstrumentDefinition,
  mapping: Pick<Lis02Mapping, 'raises' | 'background'>,
  orders: readonly OrderView[],
  results: readonly SeenResult[],
  background: BackgroundSummary | null,
  comments: readonly SeenComment[] = [],
): RaisedError[] {
  const raised: RaisedError[] = [];
  for (const order of new Set([...orders, ...results.map((one) => one.order), ...comments.map((one) => one.order)])) {
    const own = results.filter((result) => result.order === order);
    const said = comments.filter((comment) => comment.order === order).map(({ text }) => text);
    const done = new Set<string>();
    for (const rule of mapping.raises) {
      const tests = findCause(rule, order, own, said);
      if (tests === null || done.has(rule.code)) continue;
      if (rule.when === 'meaning' && rule.unless.some((code) => done.has(code))) continue;
      done.add(rule.code);
      const specimen = order.kind === 'patient' && rule.when !== 'specimen' ? order.id : '';
      raised.push({ ...describeError(definition, rule.code, tests.slice(0, MOST_TESTS).join(', ')), specimen });
    }
  }
  if (background?.verdict === 'fail' && mapping.background !== null) {
    raised.push({ ...describeError(definition, mapping.background.errorCode, background.worst), specimen: '' });
  }
  return raised;
}

/** Whether a rule of the definition says what a comment means. */
export function isRaisingComment(text: string, { raises }: Pick<Lis02Mapping, 'raises'>): boolean {
  return text !== '' && raises.some((rule) => rule.when === 'comment' && matchesPattern(rule.pattern, text));
}

/** Names of the tests, or the comments, that fulfil a rule; null where none does. */
function findCause(
  rule: RaiseRule,
  order: OrderView,
  results: readonly SeenResult[],
  comments: readonly string[],
): string[] | null {
  switch (rule.when) {
    case 'comment': {
      const said = comments.filter((text) => matchesPattern(rule.pattern, text));
      return said.length === 0 ? null : said.map((text) => text.replace(/\^+/g, ' ').trim());
    }
    case 'specimen':
      return matchesPattern(rule.pattern, order.id) ? [] : null;
    case 'test': {
      const isThere = results.some(
        (result) =>
          result.code === rule.test &&
          (rule.flags.length === 0 || result.flags.some((flag) => rule.flags.includes(flag.trim()))),
      );
      return isThere ? [] : null;
    }
    case 'meaning': {
      const tests = results
        .filter((result) => result.measured.meaning === rule.meaning && rule.tests.includes(result.code))
        .map((result) => result.code);
      return tests.length === 0 ? null : tests;
    }
  }
}
