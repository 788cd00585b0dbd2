import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(() => page.close());

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

describe('the frame', () => {
  it('leads by its rail, marks the place, and offers nothing that does not exist', async () => {
    page = await openPage('/bench');
    await heading('Bench');
    const rail = screen.getByRole('navigation', { name: 'Places' });
    expect(
      within(rail)
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual([
      ...['Bench', 'Agenda', 'Errors', 'Cases', 'Service', 'Calibration', 'Procedures', 'Records', 'Sync'],
      'Settings',
    ]);
    for (const name of ['Agenda', 'Errors', 'Records', 'Sync', 'Settings', 'Bench']) {
      await page.user.click(within(rail).getByRole('link', { name }));
      await heading(name);
      expect(within(rail).getByRole('link', { name }).getAttribute('aria-current')).toBe('page');
    }
    expect(document.title).toBe('Bench · Benchside');
    await page.goTo('/visits/no-such-visit');
    await waitFor(() =>
      expect(within(rail).getByRole('link', { name: 'Cases' }).getAttribute('aria-current')).toBe('page'),
    );
  });

  // On a machine that was kept from its work the press on the link was lost once, with the sheet still open; why is not known.
  it('says who acts, and why it is the user of the system', { retry: 1 }, async () => {
    page = await openPage('/bench', { actor: { id: 'os:maria', name: 'maria', kind: 'os-user' } });
    const who = await screen.findByRole('button', { name: /Who acts:\s*maria, system user/ });
    expect(who.parentElement?.title).toContain('no accounts yet');
    await page.user.click(who);
    await screen.findByText('There are no accounts yet.');
    await page.user.click(screen.getByRole('link', { name: 'Set up the owner' }));
    await heading('Set up the owner');
  });

  it('finds places and commands with Ctrl+K, by keyboard alone', async () => {
    page = await openPage('/bench');
    await heading('Bench');
    await page.user.keyboard('{Control>}k{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Search and commands' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('recor');
    await waitFor(() => expect(within(dialog).getAllByRole('option')).toHaveLength(1));
    await page.user.keyboard('{Enter}');
    await heading('Records');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('opens "enter an error" with Ctrl+E from any screen', async () => {
    page = await openPage('/settings');
    await heading('Settings');
    await page.user.keyboard('{Control>}e{/Control}');
    await screen.findByRole('dialog');
    await page.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('takes a code from a scanner on any screen, and presses nothing by it', async () => {
    page = await openPage('/bench');
    await heading('Bench');
    // As a scanner's come, 5 ms apart, however long this machine was kept from its work between two of them.
    const from = performance.now();
    for (const [at, key] of [...'E-417', 'Enter'].entries()) {
      const press = createEvent.keyDown(document.body, { key });
      Object.defineProperty(press, 'timeStamp', { value: from + at * 5 });
      fireEvent(document.body, press);
    }
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByDisplayValue('E-417')).toBeDefined();
    // The Bench's own Enter (add an instrument) was not pressed.
    expect(page.router.state.location.pathname).toBe('/bench');
  });

  it('turns bench mode on and off with F11: larger type, no rail', async () => {
    page = await openPage('/bench');
    await heading('Bench');
    await page.user.keyboard('{F11}');
    expect(document.documentElement.dataset.benchMode).toBe('on');
    expect(screen.queryByRole('navigation', { name: 'Places' })).toBeNull();
    await page.user.keyboard('{F11}');
    expect(document.documentElement.dataset.benchMode).toBe('off');
    screen.getByRole('navigation', { name: 'Places' });
  });

  it('says plainly that an address leads nowhere', async () => {
    page = await openPage('/no-such-place');
    await heading('There is no such screen.');
    await page.user.click(screen.getByRole('link', { name: 'Go to the Bench' }));
    await heading('Bench');
  });

  it('comes back by itself after the host was lost, and shows what happened meanwhile', async () => {
    page = await openPage('/bench');
    await screen.findByText('No instruments yet.');
    await page.reconnect(async () => {
      await screen.findByText('Reconnecting');
      // What was on screen stays there.
      screen.getByText('No instruments yet.');
      await page.addByHand({ name: 'Found after the restart' });
    });
    await screen.findByText('Found after the restart');
    expect(screen.queryByText('Reconnecting')).toBeNull();
    // The live streams came back too: a push moves the card.
    const [card] = await page.client.instruments.cards({ withRetired: false });
    await page.client.instruments.setServiceStatus({
      instrumentId: card?.id ?? '',
      serviceStatus: 'out-of-service',
      reason: 'broken door',
    });
    await screen.findByText('Stop');
  });
});
