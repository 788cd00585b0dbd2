import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodSample } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let id: string;
beforeEach(async () => {
  page = await openPage('/bench');
  id = await page.addByHand({
    definitionKey: 'sysmex-xn-1000',
    name: 'Night analyzer',
    serialNumber: '11001',
    place: 'Core lab',
    link: { kind: 'serial', path: '/dev/no-such-port', usb: null, serial: plain },
  });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const plain = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
const part = (name: string) => within(screen.getByRole('heading', { level: 2, name }).closest('section')!);
const get = () => page.client.instruments.get({ instrumentId: id });

describe('Now', () => {
  it('says in one sentence what is not right, and its one button leads there', async () => {
    await page.goTo(`/instruments/${id}/now`);
    await screen.findByText('/dev/no-such-port is not there. Plug the cable in; the line opens by itself.');
    screen.getByText('No open errors.');
    await screen.findByText('only listens');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Link doctor' });
  });

  it('is called to attention when it is silent though expected, at the flick of a switch', async () => {
    await page.goTo(`/instruments/${id}/now`);
    const expected = await screen.findByRole('switch', { name: 'Expected in use' });
    expected.focus();
    await page.user.keyboard(' ');
    await waitFor(async () => expect((await get()).isExpectedInUse).toBe(true));
    // A line that is down keeps an instrument in use from being seen at all.
    await screen.findByText('Stop');
  });

  it('never calls well what has said nothing', async () => {
    const handId = await page.addByHand({ name: 'By hand' });
    await page.goTo(`/instruments/${handId}/now`);
    await screen.findByText('There is no line to this instrument. Enter its codes by hand.');
    expect(document.querySelector('[data-tone="good"]')).toBeNull();
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('Set-up', () => {
  it('changes the register with Enter, and the timeline says what in plain words', async () => {
    await page.goTo(`/instruments/${id}/set-up`);
    const place = await screen.findByRole('textbox', { name: 'Place' });
    expect(await findSeriousFaults()).toEqual([]);
    expect(screen.getByRole('button', { name: /^Save/ }).hasAttribute('disabled')).toBe(true);
    await page.user.clear(place);
    await page.user.type(place, 'Room 7');
    await page.user.type(part('This instrument').getByRole('textbox', { name: /Why/ }), 'Moved{Enter}');
    await waitFor(async () => expect((await get()).place).toBe('Room 7'));
    await page.goTo(`/instruments/${id}/timeline`);
    await screen.findByText('Settings changed: place from "Core lab" to "Room 7". Why: Moved');
    screen.getByText('Registered as Night analyzer.');
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('states the price of answering before its button, and Enter belongs to the part it is pressed in', async () => {
    await page.goTo(`/instruments/${id}/set-up`);
    await screen.findByText('This bench only listens. Nothing is sent to the instrument.');
    screen.getByText('This bench takes the place of your LIS: results will not reach it.');
    await page.user.type(screen.getByRole('textbox', { name: 'Place' }), ' 2');
    await page.user.type(part('Listen or answer').getByRole('textbox', { name: /Why/ }), 'No LIS on this line{Enter}');
    await screen.findByText('This bench answers this instrument.');
    expect(await get()).toMatchObject({ isAnswering: true, place: 'Core lab' });
    await page.user.click(screen.getByRole('button', { name: 'Only listen from now on' }));
    await screen.findByText('This bench only listens. Nothing is sent to the instrument.');
    await waitFor(async () => expect((await get()).isAnswering).toBe(false));
  });

  it('takes out of service only with a reason, and the card says so', async () => {
    await page.goTo(`/instruments/${id}/set-up`);
    await page.user.click(await screen.findByRole('radio', { name: 'Out of service' }));
    const button = screen.getByRole('button', { name: 'Record the decision' });
    expect(button.hasAttribute('disabled')).toBe(true);
    await page.user.type(part('Service status').getByRole('textbox', { name: /Why/ }), 'Blank too high{Enter}');
    await screen.findByText('Stop');
    expect((await get()).serviceStatus).toBe('out-of-service');
    await page.goTo(`/instruments/${id}/now`);
    await screen.findByText('Out of service by decision of the lab. Do not use it for results.');
  });

  it('reads with another definition only with a reason', async () => {
    await page.goTo(`/instruments/${id}/set-up`);
    const definition = await screen.findByRole('button', { name: /XN-1000.*Definition/ });
    definition.focus();
    await page.user.keyboard('{Enter}');
    await page.user.click(await screen.findByRole('option', { name: /ASTM/ }));
    await page.user.type(part('Model definition').getByRole('textbox', { name: /Why/ }), 'It is another one{Enter}');
    await waitFor(async () => expect((await get()).definitionKey).toBe('generic-lis02'));
  });

  it('changes the line, says that it did, and refuses what can not be', async () => {
    await page.goTo(`/instruments/${id}/set-up`);
    const path = await screen.findByRole('textbox', { name: 'Path of the port' });
    await page.user.clear(path);
    await page.user.click(screen.getByRole('button', { name: 'Use these settings' }));
    await screen.findByText('Type the name of the port.');
    await page.user.type(path, '/dev/another-port{Enter}');
    await screen.findByText('The line is opened again.');
    expect((await get()).link.where).toBe('/dev/another-port');
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('the tabs', () => {
  it('lead through every part by keyboard and keep the state in view', async () => {
    await page.hear(id, goodSample('S-1'));
    await page.goTo(`/instruments/${id}/now`);
    const tabs = within(await screen.findByRole('navigation', { name: 'Parts of this instrument' }));
    for (const [name, proof] of [
      ['Errors', 'No open errors.'],
      ['Messages', '1 message'],
      ['Wire', 'Link doctor'],
      ['Timeline', /Registered as/],
      ['Set-up', 'Use these settings'],
      ['Now', 'How it is'],
    ] as const) {
      tabs.getByRole('link', { name }).focus();
      await page.user.keyboard('{Enter}');
      await screen.findByText(proof);
      expect(tabs.getByRole('link', { name }).getAttribute('aria-current')).toBe('page');
      expect(await findSeriousFaults()).toEqual([]);
    }
    await screen.findByText('Needs attention');
  }, 30_000);
});
