import { expect, it } from 'vitest';
import { startChunks } from '../../../scripts/start-chunks.ts';

type Imports = Readonly<Record<string, { at?: readonly string[]; later?: readonly string[] }>>;

/** Which file each module of a program goes to. */
function placed(imports: Imports, apart: readonly string[] = []): Record<string, string | null> {
  const place = startChunks({ host: ['host'], main: ['main'] }, apart);
  const graph = {
    getModuleInfo: (id: string) => ({
      importedIds: imports[id]?.at ?? [],
      dynamicallyImportedIds: imports[id]?.later ?? [],
    }),
  };
  return Object.fromEntries(Object.keys(imports).map((id) => [id, place(id, graph)]));
}

it('what a part loads at once goes into its file, and what both load at once into one of both', () => {
  expect(placed({ host: { at: ['a', 'both'] }, main: { at: ['both'] }, a: {}, both: {} })).toEqual({
    host: 'start-host',
    main: 'start-main',
    a: 'start-host',
    both: 'start-base',
  });
});

it('what is loaded later, by a thread, or at once by one part and later by another, is left where it is', () => {
  const imports: Imports = {
    host: { at: ['threads'], later: ['calls'] },
    main: { at: ['words', 'own'] },
    calls: { at: ['words'] },
    thread: { at: ['threads'] },
    words: {},
    own: { later: ['host-less'] },
    'host-less': {},
    threads: {},
  };
  expect(placed(imports, ['thread'])).toEqual({
    host: 'start-host',
    main: 'start-main',
    own: 'start-main',
    ...{ calls: null, words: null, thread: null, threads: null, 'host-less': null },
  });
});
