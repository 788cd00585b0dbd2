import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { background, failedSample, goodSample } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let analyzer: string;
beforeEach(async () => {
  page = await openPage('/bench');
  analyzer = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '11001' });
  await page.goTo(`/instruments/${analyzer}/messages`);
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const newestMessage = async () => {
  const filter = { instrumentId: analyzer, purpose: null, search: '', only: 'all' } as const;
  return (await page.client.messages.page({ ...filter, offset: 0, limit: 1 })).rows[0]!.id;
};

const rows = () => within(screen.getByRole('region', { name: 'Messages, newest first' })).getAllByRole('button');

describe('messages', () => {
  it('come by themselves, and are filtered and searched', async () => {
    await screen.findByText('No message has come yet.');
    await page.hear(analyzer, goodSample('S-1001'));
    await screen.findByText('1 message');
    await page.hear(analyzer, failedSample('S-1002'));
    await page.hear(analyzer, background('3'));
    await screen.findByText('3 messages');
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: /All Show|Show/ }));
    await page.user.click(await screen.findByRole('option', { name: 'Background' }));
    await screen.findByText('1 message');
    expect(rows()[0]?.textContent).toContain('Background check');

    await page.user.click(screen.getByRole('button', { name: /Background Show|Show/ }));
    await page.user.click(await screen.findByRole('option', { name: 'All' }));
    await screen.findByText('3 messages');
    await page.user.type(screen.getByRole('searchbox', { name: 'Search' }), 'Error_Func');
    await screen.findByText('1 message');
    await page.user.type(screen.getByRole('searchbox', { name: 'Search' }), 'zz');
    await screen.findByText('No message fits.');
  });

  it('are walked with the arrows and opened with Enter; flags are words, codes are readable, nobody is named', async () => {
    await page.hear(analyzer, goodSample('S-1001'));
    await page.hear(analyzer, failedSample('S-1002'));
    await screen.findByText('2 messages');
    await waitFor(() => expect(rows()).toHaveLength(2));
    rows()[0]?.focus();
    await page.user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(rows()[1]);
    await page.user.keyboard('{ArrowUp}{Enter}');
    const values = within(await screen.findByRole('table', { name: 'Decoded' }));
    values.getByText('WBC^1');
    values.getByText('no result (A)');
    expect(rows()[0]?.getAttribute('aria-pressed')).toBe('true');
    screen.getByRole('heading', { name: 'As sent, identity masked' });
    expect(document.body.textContent).not.toMatch(/Doe|Jane/);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('show values in the units the bench is set to, and say so', async () => {
    await page.hear(analyzer, background('3'));
    await screen.findByText('1 message');
    await waitFor(() => expect(rows()).toHaveLength(1));
    await page.user.click(rows()[0]!);
    const table = await screen.findByRole('table', { name: 'Decoded' });
    within(table).getAllByText('10*3/uL');
    await page.client.system.saveSettings({ ...(await page.client.system.settings()), units: 'si' });
    await within(table).findAllByText('10*9/L');
    screen.getByText(/Shown in SI units/);
  });

  it('that were cut off say so, and are dismissed only with a reason', async () => {
    await page.hear(analyzer, goodSample('S-1001').slice(0, 4), { isPartial: true });
    await screen.findByText('1 message');
    await waitFor(() => expect(rows()).toHaveLength(1));
    within(rows()[0]!).getByText('cut off');
    await page.user.click(rows()[0]!);
    await screen.findByRole('heading', { name: 'This message was cut off' });
    const dismiss = screen.getByRole('button', { name: 'Record and dismiss' });
    expect(dismiss.hasAttribute('disabled')).toBe(true);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByRole('textbox', { name: /Why it will not be sent again/ }), 'Sample was repeated');
    await page.user.keyboard('{Enter}');
    await waitFor(() => within(rows()[0]!).getByText('dismissed'));
    expect((await page.client.instruments.get({ instrumentId: analyzer })).partialMessageCount).toBe(0);
  });

  it('name what this model says nothing of', async () => {
    const strange = [...goodSample('S-1003').slice(0, 4), 'R|2|^^^^NO_SUCH_TEST^1|7|mg/L||N||F', 'L|1|N'];
    await page.hear(analyzer, strange);
    await screen.findByText('1 message');
    await waitFor(() => expect(rows()).toHaveLength(1));
    within(rows()[0]!).getByText('1 not understood');
    await page.user.click(rows()[0]!);
    await screen.findByRole('heading', { name: 'Not understood' });
    await screen.findByText(/Test NO_SUCH_TEST is not in this model/);
  });

  it('that were read again show how they were read before', async () => {
    const strange = [...goodSample('S-1004').slice(0, 4), 'R|2|^^^^NO_SUCH_TEST^1|7|10*3/uL||N||F', 'L|1|N'];
    await page.hear(analyzer, strange);
    await screen.findByText('1 message');
    await waitFor(() => expect(rows()).toHaveLength(1));
    await page.user.click(rows()[0]!);
    await screen.findByRole('heading', { name: 'Not understood' });
    expect(screen.queryByRole('heading', { name: 'Read before' })).toBeNull();

    const { id, definition } = await page.client.messages.get({ messageId: await newestMessage() });
    const messages = page.host.context.store.messages;
    const known = messages.get(id)!;
    const named = known.signals
      .filter(({ kind }) => kind !== 'unmapped')
      .map((signal) =>
        'rawValue' in signal && signal.test.includes('NO_SUCH') ? { ...signal, analyte: 'wbc' } : signal,
      );
    const next = { ...known.definition, version: '9.9.9', hash: 'later' };
    const summary = { resultCount: 2, flaggedCount: 0, unmappedCount: 0 };
    messages.readAgain(
      id,
      { definition: next, records: known.records, signals: named, summary },
      '2026-11-22T12:00:00.000Z',
    );
    page.host.context.topics.announce('messages');

    await screen.findByRole('heading', { name: 'Read before' });
    const table = within(screen.getByRole('table', { name: `Read with ${definition.key} ${definition.version}` }));
    table.getByText('NO_SUCH_TEST^1');
    table.getByText(/White blood cells/);
    table.getByText(/not understood/);
    table.getByText('not named');
    expect(await findSeriousFaults()).toEqual([]);
  });
});
