/** Joins the class names that apply; CSS modules may yield `undefined` for a name that does not exist. */
export function joinClasses(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
