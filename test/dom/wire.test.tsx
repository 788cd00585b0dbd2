import { createServer } from 'node:net';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../electron/simulators/simulator.ts';
import { openMessages } from '../../scripts/demo/messages.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let simulator: Simulator | null = null;
beforeEach(async () => {
  page = await openPage('/bench');
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
  await simulator?.close();
  simulator = null;
});

/** A port nobody listens on; the next to ask for one gets another. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A simulated analyzer on the network, as behind a device server; `opens` says whether it is there at the start. */
async function addAnalyzer(opens: boolean): Promise<{ id: string; plugIn(): Promise<void>; send(): Promise<void> }> {
  const port = await freePort();
  const definition = page.host.context.catalog.get('generic-lis02');
  if (definition === undefined) throw new Error('no definition');
  const messages = await openMessages(definition, '77');
  const plugIn = async () => {
    simulator = await startSimulator({ definition, port: `listen://127.0.0.1:${port}`, patience: 0.1 });
  };
  if (opens) await plugIn();
  const id = await page.addByHand({ name: 'Chemistry', link: { kind: 'tcp-client', host: '127.0.0.1', port } });
  await page.client.instruments.setAnswering({ instrumentId: id, isAnswering: true, reason: 'no LIS here' });
  return {
    id,
    plugIn,
    async send() {
      const { name, records } = messages.next('01-results');
      await waitFor(async () => expect((await simulator?.send(name, records))?.outcome).toBe('delivered'), {
        timeout: 8000,
      });
    },
  };
}

/** How many lines the view has; those in view are the ones that are drawn. */
function lineCount(): number {
  const [first] = within(screen.getByRole('region', { name: /What is on the line/ })).getAllByRole('listitem');
  return Number(first?.getAttribute('aria-setsize'));
}

describe('the wire view', () => {
  it('shows the line live, masked, and what it means; it can be held', async () => {
    const { id, send } = await addAnalyzer(true);
    await page.goTo(`/instruments/${id}/wire`);
    await screen.findByText('Nothing on the line yet.');
    await send();
    await screen.findByText('The line is healthy. What arrives can be read.');
    await waitFor(() => expect(lineCount()).toBeGreaterThan(5));
    const shown = screen.getByRole('region', { name: /What is on the line/ });
    expect(shown.textContent).not.toMatch(/Doe|Jane/);
    within(shown).getAllByRole('img', { name: 'from this bench' });
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: 'Hold the view' }));
    const held = lineCount();
    await send();
    expect(lineCount()).toBe(held);
    await page.user.click(screen.getByRole('button', { name: 'Follow again' }));
    // What came while it was held is there too.
    await waitFor(() => expect(lineCount()).toBeGreaterThan(held));

    await page.goTo(`/instruments/${id}/timeline`);
    await send();
    await page.goTo(`/instruments/${id}/wire`);
    await waitFor(async () => {
      const kept = await page.client.wire.tail({ instrumentId: id, before: null, limit: 200 });
      expect(lineCount()).toBe(kept.length);
    });
  }, 30_000);

  it('shows a frame unmasked only with a reason, and records it first', async () => {
    const { id, send } = await addAnalyzer(true);
    await page.goTo(`/instruments/${id}/wire`);
    await send();
    const reveal = await screen.findAllByRole('button', { name: 'Show unmasked' });
    await page.user.click(reveal[0]!);
    const why = await screen.findByRole('textbox', { name: /Why you need to see it/ });
    expect(document.activeElement).toBe(why);
    const show = screen.getByRole('button', { name: 'Record and show' });
    expect(show.hasAttribute('disabled')).toBe(true);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('Service asked for it{Enter}');
    await screen.findByRole('region', { name: 'Show this frame unmasked' });
    // Once is enough for one look.
    await waitFor(() => expect(show.hasAttribute('disabled')).toBe(true));
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Escape}');
    await page.goTo(`/instruments/${id}/timeline`);
    await screen.findByText(/shown unmasked: Service asked for it/);
  }, 30_000);

  it('says why a line does not open, and its one button tries again', async () => {
    const { id, plugIn, send } = await addAnalyzer(false);
    await page.goTo(`/instruments/${id}/wire`);
    await screen.findByText('Nothing is connected: nobody takes the call at this address and port number.');
    screen.getByText(/Check the address and the port number/);
    expect(await findSeriousFaults()).toEqual([]);
    await plugIn();
    await page.user.keyboard('{Enter}');
    await send();
    await screen.findByText('The line is healthy. What arrives can be read.');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull());
  }, 30_000);

  it('leads to Set-up where nobody answers the instrument', async () => {
    const { id } = await addAnalyzer(true);
    await page.client.instruments.setAnswering({ instrumentId: id, isAnswering: false, reason: 'the LIS is back' });
    await page.goTo(`/instruments/${id}/wire`);
    await waitFor(async () =>
      expect((await page.client.instruments.get({ instrumentId: id })).link.state).toBe('open'),
    );
    await simulator?.raw(Uint8Array.of(0x05));
    await screen.findByText(/asks to send and nobody answers/, undefined, { timeout: 10_000 });
    screen.getByText('asked to send once');
    await page.user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Listen or answer' });
  }, 30_000);

  it('has nothing to hear of an instrument without a line, and says so', async () => {
    const id = await page.addByHand({ name: 'By hand' });
    await page.goTo(`/instruments/${id}/wire`);
    await screen.findByText('There is no open line, so there is nothing to hear.');
    expect(await findSeriousFaults()).toEqual([]);
  });
});
