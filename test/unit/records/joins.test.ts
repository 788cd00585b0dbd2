import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instrumentSameAs, personSameAs, siteAdopted } from '../../../shared/records/core-records.ts';
import { Joins } from '../../../shared/records/joins.ts';
import { looseRecord } from '../../harness/loose-records.ts';

const same = (a: string, b: string, seq: number) => looseRecord(instrumentSameAs, { a, b, reason: '' }, { seq });

test('joined ids stand under the smallest, in whatever order the joins come', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 20 }),
      fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 20 }),
      (first, second) => {
        const pairs = [...first, ...second].map(([a, b], at) => same(`i${a + 10}`, `i${b + 10}`, at + 1));
        const forward = new Joins();
        const backward = new Joins();
        for (const pair of pairs) forward.add(pair);
        for (const pair of [...pairs].reverse()) backward.add(pair);
        for (let id = 10; id <= 22; id++) {
          expect(forward.idOf('instrument', `i${id}`)).toBe(backward.idOf('instrument', `i${id}`));
          expect(forward.membersOf(`instrument/i${id}/link`)).toEqual(backward.membersOf(`instrument/i${id}/link`));
          expect(forward.idOf('instrument', `i${id}`) <= `i${id}`).toBe(true);
        }
      },
    ),
  );
});

test('streams follow their subject, parts included; other subjects do not', () => {
  const joins = new Joins();
  expect(joins.streamOf('instrument/b/link')).toBe('instrument/b/link');
  expect(joins.add(same('b', 'a', 1))).toBe(true);
  expect(joins.add(same('a', 'b', 2))).toBe(false);
  expect(joins.streamOf('instrument/b/link')).toBe('instrument/a/link');
  expect(joins.streamOf('instrument/b')).toBe('instrument/a');
  expect(joins.streamOf('error/b')).toBe('error/b');
  expect(joins.membersOf('instrument/a/link')).toEqual(['instrument/a/link', 'instrument/b/link']);
  joins.add(looseRecord(personSameAs, { a: 'p2', b: 'p1', reason: '' }, { seq: 3 }));
  expect(joins.idOf('person', 'p2')).toBe('p1');
});

test('a site stands for the provisional scope it adopted', () => {
  const joins = new Joins();
  joins.add(looseRecord(siteAdopted, { provisional: 'provisional:a', site: 'site:z', name: 'Lab' }, { seq: 1 }));
  expect(joins.scopeOf('provisional:a')).toBe('site:z');
  expect(joins.scopeOf('site:z')).toBe('site:z');
});
