import { type Line, tests } from './line.ts';

/** The six named instruments, their neighbours, and the knowledge around them. */
export const issue5: readonly Line[] = [
  {
    shows:
      'docs/instruments.md true for all; the catalog without per-instrument code; every way of every tree ends in resolved or in stop-and-call',
    run: () =>
      tests(
        'catalog',
        'test/catalog/instruments-doc.test.ts',
        'test/catalog/definitions.test.ts',
        'test/catalog/guides.test.ts',
      ),
  },
  {
    shows: 'every capture that a definition covers, whole and cut, to the results an independent reader found',
    run: () => tests('catalog', 'test/catalog'),
  },
  {
    shows: 'an unknown analyzer on a PTY, identified, a field named, the pack taken by a second bench',
    run: () => tests('e2e', 'test/e2e/field-names.test.ts'),
  },
  {
    shows:
      'a typed-in code and one from the wire lead to one guided case, finished, signed, printed to PDF; killed, it goes on',
    run: () =>
      tests(
        'integration',
        'test/integration/modules/guided-case.test.ts',
        'test/integration/modules/troubleshooting-kill.test.ts',
      ),
  },
  {
    shows: 'the same in the page: found by what is seen, safety first, limits of the lab, a call, a signature',
    run: () => tests('dom', 'test/dom/guided-steps.test.tsx', 'test/dom/errors.test.tsx'),
  },
];
