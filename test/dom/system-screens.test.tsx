import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(() => page.close());

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

describe('Records', () => {
  it('proves the records on Enter and says how many are sound', async () => {
    page = await openPage('/records');
    await page.addByHand({ name: 'Alpha' });
    await screen.findByText('Records are being kept.');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Enter}');
    await screen.findByText(/^All \d+ records are sound\.$/, undefined, { timeout: 8000 });
    expect(page.faults).toEqual([]);
  });

  it('backs up and lists the backup as checked', async () => {
    page = await openPage('/records');
    await page.addByHand({ name: 'Alpha' });
    await page.user.click(await screen.findByRole('button', { name: 'Back up now' }));
    await screen.findByText(/was written: \d+ records/, undefined, { timeout: 8000 });
    const table = await screen.findByRole('table', { name: 'Backups made here' });
    await within(table).findByText('checked');
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('Settings', () => {
  it('colours the page at once and keeps the choice', async () => {
    page = await openPage('/settings');
    await page.user.click(await screen.findByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'));
    await waitFor(async () => expect((await page.client.system.settings()).theme).toBe('dark'));
    await page.user.click(screen.getByRole('radio', { name: 'Light' }));
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe('light'));
  });

  it('saves how long things are kept, and refuses what can not be', async () => {
    page = await openPage('/settings');
    const age = await screen.findByRole('textbox', { name: 'Raw bytes, at most (days)' });
    expect(await findSeriousFaults()).toEqual([]);
    expect(screen.getByRole('button', { name: /Save/ }).hasAttribute('disabled')).toBe(true);
    await page.user.clear(age);
    await page.user.type(age, '0');
    screen.getByText('A whole number from 1 to 3650.');
    expect(screen.getByRole('button', { name: /Save/ }).hasAttribute('disabled')).toBe(true);
    await page.user.clear(age);
    await page.user.type(age, '45');
    screen.getByText('not saved yet');
    await page.user.keyboard('{Enter}');
    await waitFor(async () => expect((await page.client.system.settings()).wireMaxAgeDays).toBe(45));
    await screen.findByText('nothing changed');
  });
});

describe('About', () => {
  it('says what it runs on, where data is, who keeps the keys, and which Electron this is', async () => {
    page = await openPage('/about');
    await heading('About');
    await screen.findByText(/none, plain Node/);
    screen.getByText(page.host.context.dataFolder);
    screen.getByText('a file that only this account can read');
    await screen.findByText('in order');
    expect(await findSeriousFaults()).toEqual([]);
  });
});
