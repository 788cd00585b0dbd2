import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;

beforeEach(async () => {
  page = await openPage('/bench');
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

describe('the daily check of a cytometer', () => {
  it('is entered by keyboard, judged while it is typed, and its limits are there the next day', {
    timeout: 90_000,
  }, async () => {
    const instrumentId = await page.addByHand({ definitionKey: 'bd-facscalibur', name: 'Calibur 1' });
    await page.goTo(`/instruments/${instrumentId}/daily-check`);
    await heading('Calibur 1');
    await screen.findByText('No check yet.');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Enter}');
    const sheet = await screen.findByRole('dialog', { name: 'FACSComp check' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('1{Tab}40{Tab}28{Tab}');
    await page.user.keyboard('388{Tab}120{Tab}');
    await within(sheet).findByText(/A separation has no limit/);
    await page.user.keyboard('90{Tab}552,5');
    await within(sheet).findByText('So far: CANNOT EVALUATE.');
    await page.user.click(within(sheet).getByRole('radio', { name: 'passed' }));
    await within(sheet).findByText('So far: PASS.');
    await page.user.click(within(sheet).getByRole('button', { name: 'Save the check' }));
    await screen.findByText('PASS');
    await screen.findByText('Voltages: FSC 1, SSC 388, FL1 552.5');
    await screen.findByRole('slider', { name: /Voltage of SSC/ });
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.keyboard('{Enter}');
    const next = await screen.findByRole('dialog', { name: 'FACSComp check' });
    expect((within(next).getByLabelText('SSC least separation') as HTMLInputElement).value).toBe('90');
    expect((within(next).getByLabelText('SSC separation') as HTMLInputElement).value).toBe('');
    await page.user.keyboard('{Escape}');

    await page.user.click(screen.getByRole('button', { name: /Declare void: the check of/ }));
    await screen.findByRole('dialog', { name: /Declare void: the check of/ });
    await page.user.keyboard('wrong day{Enter}');
    await screen.findByText('No check yet.');
  });

  it('shows voltages of the files that were dropped into the folder', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchside-drop-'));
    mkdirSync(join(folder, 'today'));
    const file = resolve(import.meta.dirname, '../../resources/instruments/bd-facscalibur/captures/03-cellquest.fcs');
    copyFileSync(file, join(folder, 'today', 'SYN0000815.001'));
    const link = { kind: 'folder' as const, folder, includesOld: true };
    const instrumentId = await page.addByHand({ definitionKey: 'bd-facscalibur', name: 'Calibur 2', link });
    await page.goTo(`/instruments/${instrumentId}/daily-check`);
    const chart = await screen.findByRole('slider', { name: /Voltage of SSC/ });
    expect(chart.getAttribute('aria-valuetext')).toMatch(/388 V, from a data file/);
    await page.goTo(`/instruments/${instrumentId}/messages`);
    await page.user.click(await screen.findByText('Settings', { selector: '[role="option"] *, [role="row"] *, li *' }));
    await screen.findByRole('heading', { name: 'How it was set' });
    await screen.findByText('552 V');
  });
});

describe('adding a cytometer', () => {
  it('asks for its folder, and for nothing of a line', { timeout: 60_000 }, async () => {
    await page.goTo('/instruments/new');
    await screen.findByRole('option', { name: /LIS02/ });
    await page.user.keyboard('calibur{Enter}');
    await screen.findByLabelText('Folder');
    expect(screen.queryByText('Line settings')).toBeNull();
    expect(await findSeriousFaults()).toEqual([]);
  });
});
