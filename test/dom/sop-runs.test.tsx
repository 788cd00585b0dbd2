import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf, everyKind, makeEffective, step } from '../../scripts/demo/sop-terms.ts';
import { temporaryFolder } from '../harness/bench.ts';
import { control } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest, passwordHasFocus } from '../harness/page.tsx';

const secret = 'three blue kettles';
let folder: ReturnType<typeof temporaryFolder>;
let page: PageUnderTest;

beforeEach(async () => {
  folder = temporaryFolder('runs');
  page = await openPage('/bench', { dataFolder: folder.path });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
  folder.remove();
});

const screenOf = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const asked = (name: string | RegExp) => screen.findByRole('heading', { level: 2, name });
const press = (keys: string) => page.user.keyboard(keys);
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const sheet = (name: string | RegExp) => screen.findByRole('dialog', { name });
const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

const makeOwner = async () => {
  await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await page.client.people.certify({ password: secret, statement: 'My signature binds me.' });
};

const short = contentOf('Weekly rinse', [
  step('confirm', 'emptied', 'The waste is emptied'),
  step('number', 'volume', 'Rinse volume', { unit: 'mL', low: '20', high: '30', source: 'Manual of the lab' }),
  step('text', 'rest', 'What came out'),
]);

const start = async (content = short) => {
  const { sopId } = await makeEffective(page.client, 'HEM-07', content);
  return page.client.sop.runs.start({ sopId, versionId: null, instrumentId: null, isTrial: false });
};

describe('a run of a procedure', () => {
  it('is gone through by keyboard alone over every kind of step, and read afterwards', {
    timeout: 180_000,
  }, async () => {
    const analyzer = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer' });
    const { sopId } = await makeEffective(page.client, 'HEM-01', {
      ...everyKind(),
      definitionKeys: ['sysmex-xn-1000'],
      needsReview: false,
    });
    await page.goTo('/procedures/runs');
    await screenOf('Runs');
    await screen.findByText('No run is open.');
    expect(await findSeriousFaults()).toEqual([]);
    await page.goTo(`/procedures/start/${sopId}`);
    await screenOf('Start a procedure');
    await screen.findByText('Control of three levels, gloves');
    await screen.findAllByText('Night analyzer');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    await asked('Blood and sharp edges');
    screen.getByText('Sharp');
    screen.getByText('No later step can be answered before this is acknowledged.');
    expect(await findSeriousFaults()).toEqual([]);
    // What comes after can be looked at, and is closed.
    await page.user.click(await button(/^3\. PLT background/));
    await screen.findByText('A hazard before this step is not acknowledged yet.');
    await press('{Escape}');
    (document.activeElement as HTMLElement).blur();
    await press('{Enter}');
    await asked('Blood and sharp edges');
    await press('{Enter}');

    await asked('The start-up is finished');
    screen.getByText('Keep hands away from the probe.');
    await press('{Enter}');

    await asked('PLT background');
    screen.getByText('At most 10 10*3/uL');
    screen.getByText('Source: Clearance K112605');
    await press('14');
    await screen.findByText(/^FAIL/);
    await press('{Backspace}{Backspace}3');
    await screen.findByText('PASS');
    await waitFor(() => expect(screen.getByText(/^saved \d\d:\d\d:\d\d/)).toBeTruthy());
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    // The branch decided by itself.
    await asked('Control lot');
    screen.getByText('Must read QC-6060');
    // The scanner is heard wherever the focus is; what it read is shown before it is saved.
    (document.activeElement as HTMLElement).blur();
    // Made at one moment: a busy machine may take its time to hand them out.
    const keys = [...'QC-6060', 'Enter'].map((key) => new KeyboardEvent('keydown', { key, bubbles: true }));
    for (const key of keys) fireEvent(document.body, key);
    await screen.findByText('PASS');
    expect(screen.getByRole('textbox', { name: 'Scan: Lot' })).toHaveProperty('value', 'QC-6060');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    await asked('Mix the control');
    await press('{Enter}');
    await screen.findByRole('timer');
    expect(await findSeriousFaults()).toEqual([]);
    await screen.findByText('Long enough');
    await press('{Enter}');
    await screen.findByText(/^Ran 0:0/);
    await press('{Enter}');

    await asked('WBC of the control');
    await screen.findByText(/Nothing that fits has come yet/);
    await page.hear(analyzer, control('QC-6060', '7.02'));
    await page.user.click(await button(/^Use 7\.02/));
    await screen.findByText(/^From the wire:/);
    expect(await findSeriousFaults()).toEqual([]);
    (document.activeElement as HTMLElement).blur();
    await press('{Enter}');

    await asked('How does the waste look');
    await press(' {Enter}');
    await asked('Anything unusual');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await button('Leave out'));

    await asked('The screen of the analyzer');
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4, 5, 6, 7, 8]);
    const file = new File([png], 'screen.png', { type: 'image/png' });
    fireEvent.paste(document.body, { clipboardData: { files: [file] } });
    await screen.findByText('screen.png, 16 bytes');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await button(/^Save and go on/));

    await asked('Tubes of the first rack');
    await press('2{Enter}');
    await screen.findByText('tube 1 of 2');
    await press(' {Enter}');
    await screen.findByText('tube 2 of 2');
    await press(' {Enter}');

    await asked('The analyzer is ready');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await asked('Nothing is open any more');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await button(/^Finish/));

    await asked('What was done');
    await screen.findByText('7.02 10*3/uL');
    await screen.findAllByText('QC-6060');
    expect(await findSeriousFaults()).toEqual([]);
    const [row] = await page.client.sop.runs.list({
      sopId,
      instrumentId: null,
      states: ['finished', 'signed'],
      limit: 5,
    });
    // Nobody has an account yet: what asks for a signature is confirmed, and that is no pass.
    expect(row).toMatchObject({ verdict: 'cannot-evaluate', instrumentName: 'Night analyzer' });
  });

  it('keeps what is typed in mid-step through a restart of the host, and never in another step', {
    timeout: 120_000,
  }, async () => {
    const run = await start();
    await page.goTo(`/procedures/runs/${run.runId}`);
    await asked('The waste is emptied');
    await press('{Enter}');
    await asked('Rinse volume');
    await press('25');
    // Left at once and come back to: it is there before it is durable, and after.
    await page.user.click(await button(/^3\. What came out/));
    await asked('What came out');
    await page.user.click(await button(/^2\. Rinse volume/));
    await asked('Rinse volume');
    expect(screen.getByRole('textbox', { name: 'Value' })).toHaveProperty('value', '25');
    await waitFor(() => expect(screen.getByText(/^saved \d\d:\d\d:\d\d/)).toBeTruthy());
    await page.close();

    page = await openPage(`/procedures/runs/${run.runId}`, { dataFolder: folder.path });
    await asked('Rinse volume');
    expect(screen.getByRole('textbox', { name: 'Value' })).toHaveProperty('value', '25');
    await press('{Enter}');
    await asked('What came out');
    expect(screen.getByRole('textbox', { name: 'What was seen or done' })).toHaveProperty('value', '');
  });

  it('takes a deviation with its reason in place of an answer, and is refused its end until nothing is open', {
    timeout: 120_000,
  }, async () => {
    const run = await start();
    await page.goTo(`/procedures/runs/${run.runId}`);
    await asked('The waste is emptied');
    await page.user.click(await button('To the end'));
    await asked('3 steps are still open');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await button(/^Answer: The waste is emptied/));
    await asked('The waste is emptied');
    await press('{Enter}');
    await asked('Rinse volume');
    await page.user.click((await screen.findAllByRole('button', { name: 'Done otherwise' }))[0]!);
    await sheet('Done otherwise');
    expect(await findSeriousFaults()).toEqual([]);
    await press('Rinsed by hand{Tab}The pump is away for repair{Enter}');
    await gone();
    await asked('What came out');
    await press('Clear{Enter}');
    await asked('Nothing is open any more');
    await screen.findByText(/CANNOT EVALUATE/);
    await page.user.click(await button(/^Finish/));
    await asked('What was done');
    await screen.findByText(/The pump is away for repair/);
  });

  it('asks for a change of the procedure from a step, is paused, handed over, taken over and abandoned with a reason', {
    timeout: 120_000,
  }, async () => {
    await makeOwner();
    await page.addByHand({ name: 'Night analyzer' });
    const { sopId } = await makeEffective(page.client, 'HEM-07', short, { password: secret, statement: '' });
    const run = await page.client.sop.runs.start({ sopId, versionId: null, instrumentId: null, isTrial: false });
    await page.goTo(`/procedures/runs/${run.runId}`);
    await asked('The waste is emptied');
    await page.user.click((await screen.findAllByRole('button', { name: 'It is done differently here' }))[0]!);
    await sheet('It is done differently here');
    expect(await findSeriousFaults()).toEqual([]);
    await press('It is emptied every second day{Enter}');
    await gone();
    const [request] = await page.client.sop.requests.list({ sopId, onlyOpen: true, limit: 5 });
    expect(request).toMatchObject({ practice: 'It is emptied every second day', stepTitle: 'The waste is emptied' });

    await page.user.click(await button('Pause'));
    await sheet('Pause this run');
    await press('{Enter}');
    await gone();
    await screen.findByText(/^Paused by Ana Petrova/);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await button(/^Go on/));
    await asked('The waste is emptied');

    await page.user.click(await button('Hand over'));
    await sheet('Hand over to the next shift');
    expect(await findSeriousFaults()).toEqual([]);
    await press('The rinse is still to be done{Enter}');
    await gone();
    await screen.findByText(/^Handed over by Ana Petrova/);
    screen.getByText('The rinse is still to be done');
    await page.goTo('/procedures/runs');
    await screen.findByText(/^handed over/);
    expect(await findSeriousFaults()).toEqual([]);
    await page.goTo('/bench');
    await screen.findByText(/Weekly rinse · handed over/);
    await page.user.click(await screen.findByRole('link', { name: 'Go on' }));
    await page.user.click(await button(/^Take it over/));
    await asked('The waste is emptied');

    await page.user.click(await button('Abandon'));
    await press('The analyzer goes to service{Enter}');
    await gone();
    await screen.findByText(/^Abandoned by Ana Petrova/);
    // In the banner, and in the history.
    expect(screen.getAllByText('The analyzer goes to service').length).toBeGreaterThan(0);
  });

  it('is signed, corrected by a new revision, and tells of a newer version without moving its answers', {
    timeout: 120_000,
  }, async () => {
    await makeOwner();
    const signing = { password: secret, statement: '' };
    const content = { ...short, needsSignature: true };
    const { sopId } = await makeEffective(page.client, 'HEM-07', content, signing);
    const run = await page.client.sop.runs.start({ sopId, versionId: null, instrumentId: null, isTrial: false });
    await page.goTo(`/procedures/runs/${run.runId}`);
    await asked('The waste is emptied');
    await makeEffective(page.client, 'HEM-07', { ...content, title: 'Rinse of the week' }, signing);
    await screen.findByText('Version 2 is effective meanwhile');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await asked('Rinse volume');
    await press('25{Enter}');
    await asked('What came out');
    await press('Clear{Enter}');
    await asked('Nothing is open any more');
    await page.user.click(await button(/^Finish and sign/));
    const signingSheet = within(await screen.findByRole('dialog'));
    signingSheet.getByText('25 mL, PASS');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await gone();
    await screen.findByText(/signed by Ana Petrova, performed/);
    await screen.findAllByText('Signed');

    await page.user.click(await button('Correct'));
    await sheet('Correct what was recorded');
    await press('The volume was misread{Enter}');
    await gone();
    await screen.findByText('The volume was misread');
    await page.user.click(await button(/2\. Rinse volume/));
    await asked('Rinse volume');
    const value = screen.getByRole('textbox', { name: 'Value' });
    await page.user.clear(value);
    await page.user.type(value, '31');
    await page.user.type(await screen.findByRole('textbox', { name: /Why it is changed/ }), 'Misread');
    await page.user.click(await button(/^Save the change/));
    await asked('Nothing is open any more');
    await screen.findByText('FAIL');
    await page.user.click(await button(/^Finish and sign/));
    await screen.findByRole('dialog');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await gone();
    await asked('Revision 2');
    await asked('Revision 1');
    await screen.findByText(/Before it said: 25 mL/);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('is read at arm’s length in bench mode, and gone through with the keys of a foot pedal', {
    timeout: 120_000,
  }, async () => {
    const run = await start();
    await page.goTo(`/procedures/runs/${run.runId}`);
    await asked('The waste is emptied');
    await press('{F11}');
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Steps' })).toBeNull());
    expect(await findSeriousFaults()).toEqual([]);
    await press('{PageDown}');
    await asked('Rinse volume');
    await press('{PageUp}');
    await asked('The waste is emptied');
    await press('{PageDown}');
    await asked('Rinse volume');
    await press('25{PageDown}');
    await asked('What came out');
    await press('{F11}');
    await screen.findByRole('heading', { name: 'Steps' });
  });
});
