import type { Catalog } from './catalog.ts';

/** A catalogue that can be replaced while others hold it: whoever asks it gets what is in use now. */
export interface LiveCatalog extends Catalog {
  use(catalog: Catalog): void;
}

export function liveCatalog(first: Catalog): LiveCatalog {
  let current = first;
  return {
    get problems() {
      return current.problems;
    },
    get: (key) => current.get(key),
    list: () => current.list(),
    generalGuide: (key) => current.generalGuide(key),
    get generalEntries() {
      return current.generalEntries;
    },
    get guideSources() {
      return current.guideSources;
    },
    use(catalog) {
      current = catalog;
    },
  };
}
