import { type Line, soak, tests } from './line.ts';

/** Sync: a hub on SQLite or PostgreSQL, a bundle on a stick, both sides always kept. */
export const issue6: readonly Line[] = [
  {
    shows:
      'two windows and a hub on PostgreSQL: offline work on both, sync, equal screens; the same with a bundle and no network',
    run: () => tests('e2e', 'test/e2e/sync.test.ts'),
  },
  {
    shows:
      'the simulation: real hub, real hosts, partitions, duplicates, kills, clocks years off, a stick between any two',
    run: () => tests('sync', 'test/sync'),
  },
  {
    shows: 'the soak: three workstations and a hub on PostgreSQL, killed again and again (two minutes of it)',
    run: soak('--sync', '--minutes', '2'),
  },
  {
    shows:
      'hub store and calls on SQLite and PostgreSQL alike; hostile input refused, logged, nothing changed; the cursor that loses rows',
    run: () => tests('hub', 'test/hub'),
  },
  {
    shows: 'a damaged or hostile bundle at every byte: refused or read as far as it proves itself, nothing changed',
    run: () => tests('unit', 'test/unit/sync'),
  },
];
