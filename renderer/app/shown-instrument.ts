/** The instrument whose screens are shown: what is entered is most likely about it. */
export function shownInstrument(pathname: string): string | null {
  const id = /^\/instruments\/([^/]+)\/./.exec(pathname)?.[1];
  return id === undefined || id === 'new' ? null : decodeURIComponent(id);
}
