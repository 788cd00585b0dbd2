/**
 * What a value as sent says as a number. The text itself is always kept beside it; nothing is rounded and no digit is
 * added or taken away.
 */
export interface Reading {
  /** Decimal text with a point, without padding; null where the text is no number. */
  readonly number: string | null;
  /** `>` and the like before the number: it is a bound, not a value. Empty where none. */
  readonly comparator: '' | '<' | '>' | '<=' | '>=';
}

const NUMBER = /^(<=|>=|<|>)?\s*([-+]?)(\d{1,12}(?:[.,]\d{0,12})?|[.,]\d{1,12})$/;

/**
 * Reads `8.13`, ` 10.5`, `2598,88` (a comma is a decimal comma: analyzers send no thousands marks), `> 10`. A value with
 * components counts when only its first one is filled. Anything else (`----`, text, a path) is no number.
 */
export function parseReading(raw: string, component = '^'): Reading {
  const [first = '', ...rest] = raw.split(component);
  const none: Reading = { number: null, comparator: '' };
  if (rest.some((part) => part.trim() !== '')) return none;
  const match = NUMBER.exec(first.trim());
  if (match === null) return none;
  const [, comparator = '', sign = '', digits = ''] = match;
  const point = digits.replace(',', '.');
  const whole = point.startsWith('.') ? `0${point}` : point.replace(/\.$/, '');
  return { number: (sign === '-' ? '-' : '') + whole, comparator: comparator as Reading['comparator'] };
}
