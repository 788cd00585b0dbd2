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
    shows: 'a site pulled from the hub in memory that does not grow with it (100,000 records of it)',
    run: soak('--pull-records', '100000'),
  },
  {
    shows: 'a program killed while it leaves a site: that site is whole or gone, the other stays whole (20 kills)',
    run: soak('--leave-kills', '20'),
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
