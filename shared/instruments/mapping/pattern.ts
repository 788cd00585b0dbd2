/** Compiled patterns of definitions, by their text: a definition has dozens, a busy line asks for them all day. */
const compiled = new Map<string, RegExp>();

/** A definition's pattern (checked by its schema), compiled once. */
function expressionOf(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, 'u');
    compiled.set(pattern, expression);
  }
  return expression;
}

/** Whether a definition's pattern is found in `text`. */
export function matchesPattern(pattern: string, text: string): boolean {
  return expressionOf(pattern).test(text);
}

/** What the pattern's first group holds where it is found in `text`; empty without a group, null where it is not found. */
export function findGroup(pattern: string, text: string): string | null {
  const match = expressionOf(pattern).exec(text);
  return match === null ? null : (match[1] ?? '');
}

/** Whether any of the patterns is found. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text));
}
