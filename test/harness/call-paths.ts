/** Paths of all procedures of a contract or a router (`errors.list`), nested ones too. */
export function callPaths(part: unknown, path: readonly string[] = []): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('~orpc' in part) return [path.join('.')];
  return Object.entries(part).flatMap(([name, inner]) => callPaths(inner, [...path, name]));
}
