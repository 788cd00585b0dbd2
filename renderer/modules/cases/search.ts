/** What a form begins with, from the address: `/open-case?origin=error&linkId=...`. Numbers come as the text they were. */
export type FormStart = Readonly<Record<string, string>>;

export const texts = (search: Record<string, unknown>): FormStart =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
    ),
  );
