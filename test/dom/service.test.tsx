import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { background } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest, passwordHasFocus } from '../harness/page.tsx';

const secret = 'three blue kettles';
let page: PageUnderTest;
let analyzer: string;

beforeEach(async () => {
  page = await openPage('/bench');
  await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await page.client.people.certify({ password: secret, statement: 'My signature binds me.' });
  analyzer = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '77' });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);
const sheet = (name: string | RegExp) => screen.findByRole('dialog', { name });
const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const service = () => page.client.maintenance.service;

describe('return to service', () => {
  it('goes by keyboard alone from a changed part over its proofs to the signed review, and back into service', {
    timeout: 60_000,
  }, async () => {
    await page.goTo(`/instruments/${analyzer}/service`);
    await heading('Night analyzer');
    await screen.findByText('No list is open.', { exact: false });
    expect(await findSeriousFaults()).toEqual([]);

    await press('{Enter}');
    await sheet('Something was changed or repaired');
    await press('{Tab}{Tab}{Tab}{Tab}{Tab}{Tab}{Tab}{Tab}{Tab} ');
    expect(screen.getByRole('checkbox', { name: 'Power failed' })).toHaveProperty('checked', true);
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Tab}{Tab}Mains out for an hour{Enter}');

    await heading('Return to service');
    await screen.findByText('Not in service.');
    screen.getByText('2 things are still to be proven before patients are tested on it.');
    expect(await findSeriousFaults()).toEqual([]);

    // A background that came afterwards proves the first point: it is found, and Enter takes it.
    await page.hear(analyzer, background('3', 'N'));
    await press('{Enter}');
    await sheet('Prove: Function checks and background');
    await screen.findByRole('radiogroup', { name: 'Which record?' });
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText(/Within limits\. Record:/);

    // Controls that were run elsewhere are written down, and their outcome is judged: nothing passes by itself.
    await press('{Enter}');
    await sheet('Prove: Controls, all levels');
    await screen.findByRole('radio', { name: /not on this bench/ });
    const save = screen.getByRole('button', { name: /Record the proof/ });
    await press('{Tab}Lot 4711, three levels, print-out in the binder');
    expect(save.hasAttribute('disabled')).toBe(true);
    await press('{Tab} ');
    await waitFor(() => expect(save.hasAttribute('disabled')).toBe(false));
    await press('{Enter}');
    await gone();
    await screen.findByText('Everything is proven. It is in service again when the list is reviewed and signed.');
    expect(await service().readiness.get({ instrumentId: analyzer })).toMatchObject({ state: 'red' });

    await press('{Enter}');
    const signing = within(await screen.findByRole('dialog'));
    signing.getByText('Back into service: Night analyzer');
    signing.getByText(/Lot 4711/);
    expect(await findSeriousFaults()).toEqual([]);
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await screen.findByText(/Back in service since/);
    screen.getByText('Reviewed and signed by Ana Petrova.');
    screen.getByText('The reviewer had also proven a point of this list.');
    expect(await page.client.instruments.get({ instrumentId: analyzer })).toMatchObject({
      serviceStatus: 'in-service',
    });
    expect(await service().downtime.list({ instrumentId: analyzer, show: 'open', limit: 5 })).toEqual([]);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('keeps a failed proof and the point open, and sets aside only what is conditional, with the reason', async () => {
    const { rtsId } = await service().rts.raise({
      instrumentId: analyzer,
      events: ['cleaning'],
      note: '',
      downtimeKind: null,
      workOrderId: null,
    });
    await page.goTo(`/return-to-service/${rtsId}`);
    await heading('Return to service');
    await page.user.click(await screen.findByRole('button', { name: 'Prove: Controls, all levels' }));
    await sheet(/Controls/);
    await screen.findByRole('radio', { name: /not on this bench/ });
    expect(screen.queryByRole('radio', { name: /does not apply/ })).toBeNull();
    await press('{Tab}Level 2 too high{Tab}{ArrowRight}{ArrowRight}');
    await page.user.click(screen.getByRole('radio', { name: 'Out of limits' }));
    await press('{Enter}');
    await gone();
    await screen.findByText('Failed');
    screen.getByText('3 things are still to be proven before patients are tested on it.');

    await page.user.click(screen.getByRole('button', { name: 'Prove: Carry-over' }));
    await sheet(/Carry-over/);
    await page.user.click(await screen.findByRole('radio', { name: /does not apply/ }));
    await page.user.type(
      screen.getByRole('textbox', { name: /Why it does not/ }),
      'Only the outside was wiped.{Enter}',
    );
    await gone();
    await screen.findByText(/Does not apply: Only the outside was wiped\./);
    expect(await service().rts.get({ rtsId })).toMatchObject({ openItemCount: 2, state: 'open' });
  });

  it('can be excepted for hours by a signed reason; the exception is shown and proves nothing', async () => {
    await service().rts.raise({
      instrumentId: analyzer,
      events: ['repair'],
      note: '',
      downtimeKind: null,
      workOrderId: null,
    });
    await page.goTo(`/instruments/${analyzer}/service`);
    await page.user.click(await screen.findByRole('button', { name: 'Use it all the same' }));
    await sheet('Exception with a signed reason');
    await press('Emergency department, backup is down{Enter}');
    await screen.findByText('Exception: Night analyzer runs although it is not ready');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await gone();
    await screen.findByText(/An exception holds until .* signed by Ana Petrova: Emergency department/);
    expect(await findSeriousFaults()).toEqual([]);
    expect(await service().readiness.get({ instrumentId: analyzer })).toMatchObject({
      state: 'amber',
      override: { reason: 'Emergency department, backup is down' },
    });
    await page.user.click(screen.getByRole('button', { name: 'End the exception' }));
    await sheet('End the exception');
    await press('Backup works again{Enter}');
    await gone();
    await screen.findByRole('heading', { name: 'Earlier exceptions' });
  });
});

describe('readiness on the Bench', () => {
  it('names why under the card and leads to the way to put it right', async () => {
    await page.goTo('/bench');
    const remarks = await screen.findByRole('link', { name: /Ready, with remarks/ });
    within(remarks).getByText('No background yet today.');
    within(remarks).getByText('No maintenance plan yet.');
    await service().rts.raise({
      instrumentId: analyzer,
      events: ['repair'],
      note: '',
      downtimeKind: null,
      workOrderId: null,
    });
    const line = await screen.findByRole('link', { name: /Not ready to run/ });
    within(line).getByText(/Return to service is open after: repair/);
    expect(await findSeriousFaults()).toEqual([]);
    line.focus();
    await press('{Enter}');
    await heading('Night analyzer');
    await screen.findByRole('link', { name: 'Prove and sign' });
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('a work order', () => {
  it('takes a critical part off the shelf and, when it is closed, makes the list that the part asks for', {
    timeout: 60_000,
  }, async () => {
    await page.goTo('/service/parts');
    await heading('Parts');
    await press('{Enter}');
    await sheet('List a part');
    await press('Sampling valve{Tab}SV-100{Tab}{Tab}{Control>}a{/Control}2{Tab}1{Tab} ');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText('2 on the shelf');

    await page.goTo('/service/work-orders');
    await heading('Work orders');
    await screen.findByText('No open work orders.');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await sheet('Open a work order');
    await press('{Enter}');
    await screen.findByRole('listbox');
    await press('{ArrowDown}{Enter}');
    await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
    await page.user.type(screen.getByRole('textbox', { name: /What is to be done/ }), 'Change the valve{Enter}');
    await heading(/Change the valve/);
    await screen.findByText('None so far.');
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: 'Use a part' }));
    await sheet('Use a part');
    await page.user.click(await screen.findByRole('button', { name: /Choose the part/ }));
    await page.user.click(await screen.findByRole('option', { name: /Sampling valve/ }));
    await page.user.type(screen.getByRole('textbox', { name: /Lot or serial/ }), 'S-77{Enter}');
    await gone();
    await screen.findByText('S-77');

    await page.user.click(screen.getByRole('button', { name: /Close: work is done/ }));
    await sheet('Close the work order');
    await press('Valve changed, rinsed twice');
    const critical = await screen.findByRole('checkbox', { name: /Critical part changed/ });
    expect(critical).toHaveProperty('checked', true);
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Control>}{Enter}{/Control}');
    await heading('Return to service');
    await screen.findByText('6 things are still to be proven before patients are tested on it.');
    expect(await page.client.instruments.get({ instrumentId: analyzer })).toMatchObject({
      serviceStatus: 'out-of-service',
    });
  });
});

describe('downtime, campaigns, availability', () => {
  it('records a span with what it did to results, corrects it and ends it', async () => {
    await page.goTo('/service/downtime');
    await screen.findByText('Nothing is out of service.');
    await service().downtime.start({
      instrumentId: analyzer,
      kind: 'unplanned',
      cause: 'Compressor',
      from: new Date(Date.now() - 7_200_000).toISOString(),
      resultsAffected: 'unknown',
      affectedNote: '',
      workOrderId: null,
    });
    await screen.findByText('Night analyzer: Compressor');
    screen.getByText('Whether results are affected is not known');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: 'Change' }));
    await sheet('Change the downtime');
    await page.user.click(screen.getByRole('radio', { name: 'No' }));
    await page.user.type(screen.getByRole('textbox', { name: /Why/ }), 'Checked the list{Enter}');
    await gone();
    await screen.findByText('Results not affected');
    await page.user.click(screen.getByRole('button', { name: 'End it' }));
    await sheet('End the downtime');
    await press('Runs again{Enter}');
    await gone();
    await screen.findByText('Nothing is out of service.');

    await page.goTo('/service/availability');
    await screen.findByRole('img', { name: /Night analyzer: up/ });
    screen.getByRole('heading', { name: 'How it is counted' });
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('opens one order for each unit of a model and says how far it is', async () => {
    await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Day analyzer', serialNumber: '78' });
    await page.goTo('/service/campaigns');
    await screen.findByText('No campaigns.');
    await press('{Enter}');
    await sheet('Start a campaign');
    await page.user.click(screen.getByRole('button', { name: /Choose the model/ }));
    await page.user.click(await screen.findByRole('option', { name: /XN-1000/ }));
    await screen.findByRole('checkbox', { name: /Day analyzer/ });
    await page.user.type(screen.getByRole('textbox', { name: /What is to be done/ }), 'Field note 12');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText('0 of 2 units done');
    expect(await findSeriousFaults()).toEqual([]);
    expect(await service().workOrders.list({ instrumentId: null, show: 'open', limit: 10 })).toHaveLength(2);
  });
});

describe('the table of demands', () => {
  it('shows what each event asks for, and is changed by a signed record with reason and source', {
    timeout: 60_000,
  }, async () => {
    await page.goTo('/service/lists');
    await screen.findByText('No list is open.');
    await screen.findByRole('heading', { name: 'What each event asks for' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await screen.findByRole('button', { name: 'Change: Power failed' }));
    await sheet('Change: Power failed');
    await page.user.click(screen.getByRole('checkbox', { name: /Interface check|Check of the interface/ }));
    const save = screen.getByRole('button', { name: /Sign the change/ });
    await page.user.type(screen.getByRole('textbox', { name: /Why it is changed/ }), 'Results were lost once');
    // Without a source the demand is hearsay.
    expect(save.hasAttribute('disabled')).toBe(true);
    await page.user.type(screen.getByRole('textbox', { name: /comes from/ }), 'SOP 12, page 3');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await screen.findByText('What is asked for after: Power failed');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await gone();
    await screen.findByText('Changed by this lab: Results were lost once');
    const { rtsId } = await service().rts.raise({
      instrumentId: analyzer,
      events: ['power-failure'],
      note: '',
      downtimeKind: null,
      workOrderId: null,
    });
    expect((await service().rts.get({ rtsId })).items.map(({ key }) => key)).toContain('interface-check');
  });
});
