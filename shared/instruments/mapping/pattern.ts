/** Compiled patterns of definitions, by their text: a definition has dozens, a busy line asks for them all day. */
const compiled = new Map<string, RegExp>();

/** Whether a definition's pattern (checked by its schema) is found in `text`. */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, 'u');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Whether any of the patterns is found. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text));
}
