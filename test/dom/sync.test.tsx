import { screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(async () => {
  await page.close();
});

describe('Sync', () => {
  it('of a bench alone says that its records are here alone, which they are, and how to join', async () => {
    page = await openPage('/sync');
    await page.addByHand({ name: 'Alpha' });
    await screen.findByText(/^Records are on this workstation alone/);
    await screen.findByRole('cell', { name: 'Instrument added' });
    await screen.findByText(/^No hub is named yet/);
    expect(screen.getByRole('button', { name: /^Sync now/ }).hasAttribute('disabled')).toBe(true);
    await screen.findByText('Everything that came was taken.');
    expect(await findSeriousFaults()).toEqual([]);
    expect(page.faults).toEqual([]);
  });
});
