import { screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(() => page.close());

it('starts calm: no instruments, nothing red, one thing to do', async () => {
  page = await openPage('/bench');
  await screen.findByText('No instruments yet.');
  expect(screen.queryByRole('alert')).toBeNull();
  expect(document.querySelector('[data-tone="stop"], [data-tone="attention"]')).toBeNull();
  expect(await findSeriousFaults()).toEqual([]);
  await page.user.keyboard('{Enter}');
  await screen.findByRole('heading', { level: 1, name: 'Add an instrument' });
  expect(page.faults).toEqual([]);
});
