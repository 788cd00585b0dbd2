import { screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let id: string;
beforeEach(async () => {
  page = await openPage('/bench');
  id = await page.addByHand({ definitionKey: 'abbott-cell-dyn-3700', name: 'Old analyzer' });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

/** A count with the values of the red cells as given; the trailing comma stands where a checksum would follow. */
const count = (number: number, mcv: string) =>
  `"   ",000${number},0,0,"TEST2611000${number}","","","11/22/26","08:1${number}:00",05.20,03.12,01.56,0.312,0.156,0.052,04.50,013.5,040.5,${mcv},030.0,033.3,013.0,00250,08.00,0.200,016.0,060.0,030.0,06.00,03.00,01.00,`;

describe('Does the field map fit?', () => {
  it('can not be told before a sample, and says how much of the map is documented and whom to ask', async () => {
    await page.goTo(`/instruments/${id}/now`);
    // Without a message nothing is read by the map yet.
    await page.hear(id, ['"RTC",0001,0,0,"TEST26110001","","","11/22/26","08:10:00",0,0,01.42,057.4,']);
    await screen.findByText('Cannot evaluate: no sample with enough values yet');
    screen.getByText(/Abbott 02H33-01/);
    screen.getByText(/^\d+ documented, \d+ inferred, 0 named here, \d+ unknown$/);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('is answered by the first sample whose numbers agree, and taken back by one whose numbers do not', async () => {
    await page.hear(id, [count(1, '090.0')]);
    await page.goTo(`/instruments/${id}/now`);
    await screen.findByText('The map fits this analyzer');
    await page.hear(id, [count(2, '045.0')]);
    await screen.findByText('The map does not fit this analyzer');
    screen.getByText('HCT = RBC x MCV / 10: sent 40.5, the others give 20.25');
    screen.getByText('1 of 2');
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('is not asked of an analyzer that names its tests', async () => {
    const named = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Names its tests' });
    await page.goTo(`/instruments/${named}/now`);
    await screen.findByText('There is no line to this instrument. Enter its codes by hand.');
    expect(screen.queryByText('Does the field map fit?')).toBeNull();
  });
});
