import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpretMessage } from '../../../../shared/instruments/mapping/interpret.ts';
import { parseLis02 } from '../../../../shared/instruments/protocols/lis02.ts';
import { type Signal, signal } from '../../../../shared/instruments/signals.ts';
import { shippedDefinition, testContext } from '../../../harness/definitions.ts';

const xn = await shippedDefinition('sysmex-xn-1000');
const cs = await shippedDefinition('sysmex-cs-2500');
const head = 'H|\\^&|||    XN-10^00-22^11001^^^^AP795756||||||||E1394-97';

function read(definition: typeof xn, ...records: string[]): Signal[] {
  const message = parseLis02(new Uint8Array(Buffer.from(`${[head, ...records, 'L|1|N'].join('\r')}\r`, 'latin1')));
  return interpretMessage(definition, { protocol: 'lis02', message }, testContext()).signals;
}
const ordersOf = (signals: readonly Signal[]) => signals.filter((one) => one.kind === 'order');

test('an inquiry tells its place, how the id came in, and its letter', () => {
  const [order] = ordersOf(read(xn, 'Q|1|000014^05^          TEST26110006^B||||20261102084001||||||N'));
  expect(order).toMatchObject({ purpose: 'inquiry', rack: '14', tube: '5', readBy: 'B', action: 'N', tests: [] });
});

test('profiles are told from single tests', () => {
  const [order] = ordersOf(read(xn, 'P|1', 'O|1||^^ X1^M|^^^^CBC+DIFF\\^^^^RET%|||||||N||||||||||||||F'));
  expect(order).toMatchObject({ tests: ['CBC+DIFF', 'RET%'], profiles: ['CBC+DIFF'], rack: '', tube: '', readBy: 'M' });
});

test('an id that slipped into the place of the rack does not show', () => {
  const told = JSON.stringify(read(xn, 'P|1', 'O|1||12345678^MEYER^99^SMITH|^^^^WBC|||||||N||||||||||||||F'));
  expect(told).not.toMatch(/12345678|MEYER|SMITH/);
});

test('a comment names a lot only where the definition says so, and only with a number', () => {
  const rows = (...comments: string[]) =>
    read(cs, 'P|1', 'O|1||^^ X1^M|^^^040|R||||||N', 'R|1|^^^041^PT|10.6|sec||N', ...comments);
  const lots = rows('C|1|I|LOT^040^PT Inn^561001|I', 'C|2|I|CAL^042^^7^|I').filter((one) => one.kind === 'lot');
  expect(lots).toMatchObject([
    { what: 'reagent', forTest: '040', name: 'PT Inn', number: '561001' },
    { what: 'calibration-curve', forTest: '042', number: '7' },
  ]);
  const others = rows('C|1|I|LOT^040^PT Inn^|I', 'C|2|I|NOTE^1^2^3|I').filter((one) => one.kind === 'unmapped');
  expect(others.map((one) => one.what)).toEqual(['comment', 'comment']);
});

test('a Q-value beyond the maker’s scale is kept and named', () => {
  const rows = (value: string) =>
    read(xn, 'P|1', 'O|1||^^ X1^M|^^^^WBC|||||||N', `R|1|^^^^PLT_Clumps?|${value}|||A||F`).flatMap((one) =>
      one.kind === 'unmapped' ? [one.what] : [],
    );
  expect(rows('300')).toEqual([]);
  expect(rows('310')).toEqual(['beyond-scale PLT_Clumps?']);
});

test('orders, inquiries and comments of any content give sound signals', () => {
  const field = fc.oneof(
    fc.constantFrom('^^^^WBC', '000001^02^ X^B', 'LOT^040^x^1', 'Q', ''),
    fc.string({ maxLength: 20 }),
  );
  const record = fc
    .tuple(fc.constantFrom('O', 'Q', 'C', 'P', 'R'), fc.array(field, { maxLength: 14 }))
    .map(([type, fields]) => [type, ...fields].join('|').replace(/[^ -~]/g, ' '));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), fc.constantFrom(xn, cs), (records, definition) => {
      for (const one of read(definition, ...records)) {
        expect(signal.parse(one)).toEqual(one);
        if (one.kind === 'order') expect(`${one.rack}${one.tube}`).toMatch(/^\d{0,8}$/);
      }
    }),
  );
});
