import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calibratorRun, procedureOfWhiteCells } from '../../scripts/demo/calibration-terms.ts';
import type { StandardTerms } from '../../shared/modules/calibration/standards-terms.ts';
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
  analyzer = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Core analyzer', serialNumber: '77' });
  await page.client.calibration.procedures.set({
    definitionKey: 'sysmex-xn-1000',
    terms: procedureOfWhiteCells,
    reason: 'As the manual of the lab says.',
    hash: null,
    signing: { password: secret, statement: '' },
  });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);
const sheet = (name: string | RegExp) => screen.findByRole('dialog', { name });
const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const step = (name: string) => screen.findByText(new RegExp(`^Step \\d+ of \\d+: ${name}`));
const primary = (name: string | RegExp) => screen.findByRole('button', { name });

/** The analyzer sends a run, it appears, and Enter takes it. */
async function take(white: string): Promise<void> {
  await page.hear(analyzer, calibratorRun(white));
  await screen.findAllByRole('button', { name: /^Take the run of \d/ });
  await press('{Enter}');
  await waitFor(() => expect(screen.queryByRole('list', { name: 'From the line' })).toBeNull());
}

describe('a calibration', () => {
  it('goes by keyboard alone from the question whether to calibrate over replicates of the line to the signature', {
    timeout: 120_000,
  }, async () => {
    await page.goTo(`/instruments/${analyzer}/calibration/new/calibration`);
    await heading('Calibrate');
    await screen.findByText('Should it be calibrated at all?');
    expect(await findSeriousFaults()).toEqual([]);
    const begin = await primary(/Begin the calibration/);
    expect(begin.hasAttribute('disabled')).toBe(true);
    await page.user.click(screen.getByRole('radio', { name: 'Service was here' }));
    await press('{Enter}');

    // The procedure is confirmed and needs no second look: it goes on with what must be so first.
    await step('Before anything is run');
    for (const name of await screen.findAllByRole('radio', { name: 'Yes' })) await page.user.click(name);
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    await step('Precision');
    for (const value of ['7.01', '7.00', '7.02']) await take(value);
    await screen.findByText('Runs: 3 of 3');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    await step('Material');
    await press('{Enter}');
    await sheet('Calibrator');
    await press('SCS-1000');
    await page.user.type(screen.getByRole('textbox', { name: 'Lot' }), '4711');
    await page.user.type(screen.getByRole('textbox', { name: 'Expires on' }), '2099-12-31');
    await page.user.type(screen.getByRole('textbox', { name: /WBC, assigned/ }), '7.20');
    await page.user.type(screen.getByRole('textbox', { name: /Where the values come from/ }), 'Insert 4711');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText(/WBC 7.20/);
    await press('{Enter}');

    await step('As found');
    for (const value of ['7.00', '7.02', '6.98']) await take(value);
    await screen.findByText('Runs: 3 of 3');
    await press('{Enter}');

    await step('Factors');
    await screen.findAllByRole('button', { name: 'Enter the factor of WBC' });
    await press('{Enter}');
    await sheet('Enter the factor of WBC');
    await press('98.50{Enter}');
    await gone();
    await screen.findByText(/101\.31 % \(change 2\.81\)/);
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await sheet('Decide on WBC');
    await page.user.click(screen.getByRole('radio', { name: 'Factor changed at the analyzer' }));
    await page.user.type(screen.getByRole('textbox', { name: /Factor now/ }), '101.31');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await press('{Enter}');

    await step('As left');
    for (const value of ['7.19', '7.20', '7.21']) await take(value);
    await screen.findByText('Runs: 3 of 3');
    await press('{Enter}');

    await step('Controls');
    await screen.findByText('No control yet.');
    await press('{Enter}');
    await sheet('Control');
    await press('Control level 1');
    await page.user.type(screen.getByRole('textbox', { name: 'Expires on' }), '2099-12-31');
    await page.user.type(screen.getByRole('textbox', { name: /WBC, low limit/ }), '6.8');
    await page.user.type(screen.getByRole('textbox', { name: /WBC, high limit/ }), '7.4');
    await press('{Enter}');
    await gone();
    await take('7.12');
    await screen.findByText('Runs: 1 of 1');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    await step('Sign');
    await screen.findByText('How it ends');
    expect(screen.queryByText('CANNOT EVALUATE')).toBeNull();
    screen.getByText('As it was found. What counts is how it was left.');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    const signing = within(await screen.findByRole('dialog'));
    signing.getByText(/98\.50 %, computed 101\.31 %, now 101\.31 %/);
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await screen.findByText('PASS. Calibrated');
    await screen.findByText(/by Ana Petrova, performed/);
    expect(await findSeriousFaults()).toEqual([]);

    await page.goTo(`/instruments/${analyzer}/calibration/factors`);
    await screen.findByRole('slider', { name: /Factor of WBC/ });
    // Set and computed here: the same, side by side.
    expect(await screen.findAllByText('101.31 %', { selector: 'td' })).toHaveLength(2);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('keeps a run that is set aside in view, with its reason, and asks for one', { timeout: 60_000 }, async () => {
    const sessionId = crypto.randomUUID();
    await page.client.calibration.sessions.open({
      requestId: sessionId,
      kind: 'calibration',
      instrumentId: analyzer,
      reason: 'service-visit',
      reasonText: '',
      triggerIds: [],
    });
    await page.client.calibration.sessions.typeRun({
      sessionId,
      runId: crypto.randomUUID(),
      set: 'precision',
      materialKey: null,
      values: [{ parameter: 'wbc', value: '9.9', unit: '10*3/uL' }],
      note: '',
    });
    await page.goTo(`/calibrations/${sessionId}`);
    await heading('Calibration');
    await page.user.click(await screen.findByRole('button', { name: /\d+\. Precision/ }));
    await page.user.click(await screen.findByRole('button', { name: 'Set aside run 1' }));
    const dialog = within(await sheet('Run 1'));
    const save = dialog.getByRole('button', { name: /Set aside/ });
    expect(save.hasAttribute('disabled')).toBe(true);
    await page.user.type(dialog.getByRole('textbox', { name: /Why/ }), 'Clot seen in the tube{Enter}');
    await gone();
    await screen.findByText(/Whole run set aside by Ana Petrova: Clot seen in the tube/);
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('a standard', () => {
  it('is added, checked by points, and opens an impact review when it is out of tolerance', {
    timeout: 60_000,
  }, async () => {
    await page.goTo('/calibration/standards');
    await heading('Standards');
    await screen.findByText('No standard yet.');
    expect(await findSeriousFaults()).toEqual([]);
    const { standardId } = await page.client.calibration.standards.equipment.register({ terms: thermometer });
    await page.goTo(`/standards/${standardId}/check`);
    await heading('Check');
    await page.user.type(await screen.findByRole('textbox', { name: /Water bath: reference shows/ }), '37.0');
    await page.user.type(screen.getByRole('textbox', { name: /Water bath: this one shows/ }), '38.2');
    await page.user.click(screen.getByRole('radio', { name: /What needs no certificate/ }));
    await page.user.type(screen.getByRole('textbox', { name: /What it is/ }), 'Melting point of gallium');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await screen.findByRole('dialog');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await screen.findByText('This check opened an impact review.');
    screen.getByText('FAIL', { exact: true, selector: 'p' });
    expect(await findSeriousFaults()).toEqual([]);
  });
});

const thermometer: StandardTerms = {
  kind: 'thermometer',
  name: 'Thermometer of the water bath',
  maker: '',
  model: '',
  serialNumber: 'T-12',
  assetNumber: '',
  place: '',
  unit: '°C',
  checkMonths: 12,
  needsCertificate: false,
  certificateMonths: null,
  warnDays: 30,
  source: 'Procedure GEN-4',
  points: [{ label: 'Water bath', nominal: '37', limit: '0.5', limitKind: 'unit' }],
  pipette: null,
  instrumentIds: [],
  note: '',
};
