/** A test code without the empty components before its name: `^^^^WBC^1` is shown as `WBC^1`. The whole code stays in the record. */
export function readableTest(code: string): string {
  return code.replace(/^\^+(?=.)/, '');
}
