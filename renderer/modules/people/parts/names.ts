/** A sign-in name out of a printed one: the first name, small, without accents; what remains is the person's to change. */
export function signInNameOf(printedName: string): string {
  const [first = ''] = printedName.trim().split(/\s+/);
  return first
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
    .slice(0, 60);
}

/** Initials out of a printed name: the first letter of up to three parts. */
export function initialsOf(printedName: string): string {
  return printedName
    .trim()
    .split(/[\s-]+/)
    .filter(Boolean)
    .slice(0, 3)
    .map((part) => [...part][0]?.toUpperCase() ?? '')
    .join('');
}
