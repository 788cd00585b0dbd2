import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
beforeEach(async () => {
  page = await openPage('/service/self-audit');
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const press = (keys: string) => page.user.keyboard(keys);

describe('the self-audit', () => {
  it('says that it never ran, runs on Enter, and is calm when nothing is found', async () => {
    await screen.findByText('It has not run yet.');
    screen.getByRole('heading', { name: 'How long records are kept' });
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await screen.findByText('Nothing found.');
    // What had no record to look at is named, and is not the same as being in order.
    screen.getByRole('heading', { name: 'Not looked at' });
    expect(document.querySelectorAll('[data-tone="stop"], [data-tone="attention"]')).toHaveLength(0);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('shows a finding with its rule, citation, evidence and fix, and leads to it', async () => {
    const analyzer = await page.addByHand({ name: 'Coagulation' });
    const { workOrderId } = await page.client.maintenance.service.workOrders.open({
      instrumentId: analyzer,
      title: 'Yearly calibration check',
      description: '',
      kind: 'preventive',
      owner: 'vendor',
      vendor: 'Field service',
      assignee: '',
      dueOn: '2026-01-31',
      errorId: null,
    });
    await press('{Enter}');
    const title = await screen.findByRole('heading', { name: 'Coagulation: Yearly calibration check' });
    const finding = within(title.closest('section') as HTMLElement);
    finding.getByText('Would be written up');
    finding.getByText('Rule CC8b');
    await finding.findByText(/42 CFR 493/);
    finding.getByText(/was due on 31 Jan 2026/);
    finding.getByText('1 record');
    expect(await findSeriousFaults()).toEqual([]);
    finding.getByRole('link', { name: 'Open the work order' }).focus();
    await press('{Enter}');
    await screen.findByRole('heading', { level: 1, name: /Yearly calibration check/ });
    expect(page.router.state.location.pathname).toBe(`/work-orders/${workOrderId}`);
    await screen.findByText(/overdue since 31 Jan 2026/);
  });
});
