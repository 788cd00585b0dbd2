import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Met, matchesOf, plain } from '../../../shared/modules/joining/rules.ts';

const met = (id: string, device: string, more: Partial<Met> = {}): Met => ({
  ...{ id, devices: [device], name: '', mark: '', model: '', assetNumber: '' },
  ...more,
});
const never = () => false;

test('a model and a serial number make two entries one device, however they were typed', () => {
  const a = met('a', 'one', { model: 'xn', mark: 'AP-795756', name: 'Core' });
  const b = met('b', 'two', { model: 'xn', mark: '00ap 795756', name: 'Left' });
  expect(matchesOf('instrument', [b, a], never)).toMatchObject([
    { a: { id: 'a' }, b: { id: 'b' }, reasons: ['same-model-and-serial'], strength: 'likely' },
  ]);
  expect(plain('AP-795756')).toBe('ap795756');
});

test('other serial numbers are other devices, and a bench that entered two meant two', () => {
  const one = met('a', 'one', { model: 'xn', mark: '1', name: 'XN 1' });
  expect(matchesOf('instrument', [one, met('b', 'two', { model: 'xn', mark: '2', name: 'XN 1' })], never)).toEqual([]);
  expect(matchesOf('instrument', [one, met('b', 'one', { model: 'xn', mark: '1' })], never)).toEqual([]);
  expect(matchesOf('instrument', [one, met('b', 'two', { model: 'xn', mark: '', name: 'xn-1' })], never)).toMatchObject(
    [{ reasons: ['same-model-and-name'], strength: 'possible' }],
  );
});

test('people are matched by what they sign in with, and weaker by their name; what was answered is not asked again', () => {
  const a = met('a', 'one', { mark: 'ruth', name: 'Ruth Keller' });
  const b = met('b', 'two', { mark: 'Ruth', name: 'R. Keller' });
  const c = met('c', 'three', { mark: 'rk', name: 'ruth keller' });
  expect(matchesOf('person', [a, b, c], never).map(({ a, b, strength }) => [a.id, b.id, strength])).toEqual([
    ['a', 'b', 'likely'],
    ['a', 'c', 'possible'],
  ]);
  expect(matchesOf('person', [a, b], (x, y) => x === 'a' && y === 'b')).toEqual([]);
});

test('the order in which entries are read does not matter', () => {
  const entry = fc.record({
    id: fc.uuid(),
    devices: fc.constantFrom(['one'], ['two'], ['three']),
    name: fc.constantFrom('', 'XN 1', 'xn1'),
    mark: fc.constantFrom('', '11', '011', '22'),
    model: fc.constantFrom('xn', 'cs'),
    assetNumber: fc.constantFrom('', 'A1'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 8 }), (all) => {
      const straight = matchesOf('instrument', all, never);
      expect(matchesOf('instrument', [...all].reverse(), never)).toEqual(straight);
      for (const { a, b } of straight) expect(a.id < b.id).toBe(true);
    }),
  );
});
