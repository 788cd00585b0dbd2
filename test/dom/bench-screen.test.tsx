import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { hostWords } from '../../renderer/i18n/words.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(() => page.close());

const cardOf = (name: string) => screen.getByRole('link', { name: new RegExp(`^${name}`) });

describe('the Bench', () => {
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

  it('shows each instrument as one button, with why and what to do, and what needs a person first', async () => {
    page = await openPage('/bench');
    await page.addByHand({ name: 'Alpha', serialNumber: '14718', place: 'core lab' });
    await page.addByHand({ name: 'Beta' });
    const betaId = await page.addByHand({ name: 'Gamma' });
    await page.client.errors.enter({
      instrumentId: betaId,
      code: 'E-100',
      text: 'Door open',
      origin: 'typed',
      severity: 'stop',
    });
    await waitFor(() => expect(within(cardOf('Gamma')).getByText('Stop')).toBeDefined());
    const cards = within(screen.getByRole('list', { name: 'Instruments' })).getAllByRole('listitem');
    expect(cards.map((card) => card.querySelector('a')?.dataset.tone)).toEqual(['stop', 'unknown', 'unknown']);
    within(cardOf('Alpha')).getByText(/#14718/);
    within(cardOf('Alpha')).getByText(hostWords['instruments.next.no-line'] ?? '');
    within(cardOf('Gamma')).getByText(/Door open \(E-100\)/);
    within(cardOf('Gamma')).getByText('1 stop');
    screen.getByText('1 of 3 needs a person.');
    expect(await findSeriousFaults()).toEqual([]);
    // The one primary button is the gravest card's next step, and it is on Enter.
    screen.getByRole('button', { name: /Gamma: What to do/ });
    (document.activeElement as HTMLElement | null)?.blur();
    await page.user.keyboard('{Enter}');
    await waitFor(() => expect(page.router.state.location.pathname).toMatch(/^\/errors\/.+/));
  });

  it('moves live without losing its nodes', async () => {
    page = await openPage('/bench');
    const id = await page.addByHand({ name: 'Alpha' });
    await page.addByHand({ name: 'Beta' });
    await screen.findByText('Beta');
    const [alpha, beta] = [cardOf('Alpha'), cardOf('Beta')];
    const seen: Node[] = [];
    const observer = new MutationObserver((changes) => {
      for (const change of changes) {
        seen.push(...change.removedNodes);
      }
    });
    observer.observe(screen.getByRole('list', { name: 'Instruments' }), { childList: true });
    alpha.focus();
    await page.client.instruments.setServiceStatus({ instrumentId: id, serviceStatus: 'restricted', reason: 'trial' });
    await within(alpha).findByText('Needs attention');
    await page.client.instruments.setServiceStatus({ instrumentId: id, serviceStatus: 'in-service', reason: 'over' });
    await within(alpha).findByText('Cannot tell');
    observer.disconnect();
    expect(cardOf('Alpha')).toBe(alpha);
    expect(cardOf('Beta')).toBe(beta);
    expect(document.activeElement).toBe(alpha);
    expect(seen.filter((node) => !node.isConnected)).toEqual([]);
  });

  it('takes a retired instrument away', async () => {
    page = await openPage('/bench');
    const id = await page.addByHand({ name: 'Alpha' });
    await screen.findByText('Alpha');
    await page.client.instruments.setServiceStatus({ instrumentId: id, serviceStatus: 'retired', reason: 'sold' });
    await screen.findByText('No instruments yet.');
  });
});
