import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayFromNow, everyDays, termsOf } from '../../scripts/demo/plan-terms.ts';
import { contentOf, everyKind, makeEffective, step } from '../../scripts/demo/sop-terms.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
beforeEach(async () => {
  page = await openPage('/procedures/library');
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const press = (keys: string) => page.user.keyboard(keys);
const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const secret = 'three blue kettles';

async function makeOwner(): Promise<void> {
  await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await screen.findByRole('button', { name: /Who acts:\s*Ana Petrova/ });
}

const rinse = () =>
  contentOf('Weekly rinse', [step('confirm', 'rinse', 'Rinse the needle'), step('text', 'seen', 'Anything unusual')]);

describe('writing a procedure', () => {
  it('starts with nothing, and says where to begin', async () => {
    await heading('Procedures');
    await screen.findByText('No procedures yet.');
    screen.getByRole('link', { name: 'See the starters' });
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('goes from an empty draft to a version in force, by keyboard alone', async () => {
    await screen.findByText('No procedures yet.');
    // Enter is the primary button.
    await press('{Enter}');
    await screen.findByRole('dialog', { name: 'New procedure' });
    await press('HEM-012{Tab}Background before patients{Enter}');
    await heading('Background before patients');
    expect(await findSeriousFaults()).toEqual([]);

    screen.getByRole('button', { name: 'Add a step' }).focus();
    await press('{Enter}');
    await screen.findByRole('region', { name: 'What is the step?' });
    await press('Start-up is finished{Enter}');
    // The step opens with its title in hand; Enter closes it again.
    await screen.findByRole('region', { name: 'As it will be asked' });
    expect(document.activeElement).toBe(screen.getByLabelText(/What to do, in a few words/));
    await press('{Enter}');
    const row = await screen.findByRole('button', { name: /1\s*Start-up is finished\s*Confirm/ });
    await waitFor(() => expect(document.activeElement).toBe(row));

    screen.getByRole('button', { name: 'Add a step' }).focus();
    await press('{Enter}');
    await screen.findByRole('region', { name: 'What is the step?' });
    // From the title to the kinds, and down to the number.
    await press('PLT background{Tab}{ArrowDown}{Enter}');
    await screen.findByLabelText('Upper limit (empty: none)');
    await page.user.type(screen.getByLabelText('Upper limit (empty: none)'), '10');
    const preview = screen.getByRole('region', { name: 'As it will be asked' });
    within(preview).getByText('at most 10');
    await page.user.type(screen.getByLabelText(/Where the limit or the demand is from/), 'Clearance K112605');
    within(preview).getByText(/Clearance K112605/);
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    // One place up with the keyboard; the focus goes with the step.
    const second = await screen.findByRole('button', { name: /2\s*PLT background\s*Number/ });
    await waitFor(() => expect(document.activeElement).toBe(second));
    await press('{Alt>}{ArrowUp}{/Alt}');
    const moved = await screen.findByRole('button', { name: /1\s*PLT background\s*Number/ });
    await waitFor(() => expect(document.activeElement).toBe(moved));
    await screen.findByText(/saved \d\d:\d\d:\d\d/);

    const send = await screen.findByRole('button', { name: /^Send for review/ });
    await waitFor(() => expect(send.hasAttribute('disabled')).toBe(false));
    send.focus();
    await press('{Enter}');
    await screen.findByRole('dialog', { name: 'Send for review' });
    await press('The first one{Enter}');
    await heading('Background before patients, version 1');
    await screen.findByText('In review');
    expect(await findSeriousFaults()).toEqual([]);

    // Nobody has an account yet: it is approved without a signature, as everything is until then.
    (await screen.findByRole('button', { name: /^Approve and sign/ })).focus();
    await press('{Enter}');
    await screen.findByRole('dialog', { name: 'Approve this version' });
    await press('{Enter}');
    await screen.findByText('It is in force now.');
    await screen.findByText('Effective');
    const [row1] = await page.client.sop.library.list({ withRetired: false });
    expect(row1).toMatchObject({ code: 'HEM-012', effective: { number: 1 }, working: null });
    await page.goTo(`/procedures/sops/${row1?.sopId}`);
    await heading('HEM-012 Background before patients');
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('keeps what was typed when the screen is left, and says what is not whole', async () => {
    const ids = await page.client.sop.library.add({ code: 'HEM-1', title: 'Shutdown' });
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}/edit`);
    const purpose = await screen.findByLabelText('Purpose');
    await page.user.type(purpose, 'The analyzer rests clean.');
    const title = screen.getByLabelText(/^Title/);
    await page.user.clear(title);
    await screen.findByText('Not saved: the procedure has no title');
    await page.user.type(title, 'Shutdown at night');
    await screen.findByText(/saved \d\d:\d\d:\d\d/);
    await page.goTo('/procedures/library');
    await heading('Procedures');
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}/edit`);
    await heading('Shutdown at night');
    expect((await screen.findByLabelText<HTMLTextAreaElement>('Purpose')).value).toBe('The analyzer rests clean.');
  });

  it('is kept as soon as the host is there again', async () => {
    const ids = await page.client.sop.library.add({ code: 'HEM-1', title: 'Shutdown' });
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}/edit`);
    const purpose = await screen.findByLabelText('Purpose');
    await page.reconnect(() => page.user.type(purpose, 'Typed while it was away'));
    await screen.findByText(/saved \d\d:\d\d:\d\d/);
    await waitFor(async () =>
      expect((await page.client.sop.versions.get(ids)).kept?.content.purpose).toBe('Typed while it was away'),
    );
  });

  it('is written by two at once: the other one is told of, and nothing is overwritten unseen', async () => {
    const ids = await page.client.sop.library.add({ code: 'HEM-1', title: 'Shutdown' });
    const { writtenHash } = await page.client.sop.versions.get(ids);
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}/edit`);
    await page.user.type(await screen.findByLabelText('Purpose'), 'Mine');
    await screen.findByText(/saved \d\d:\d\d:\d\d/);
    const steps = [step('confirm', 'off', 'Switch it off')];
    const theirs = contentOf('Shutdown', steps, { purpose: 'Theirs' });
    await page.client.sop.versions.write({ ...ids, content: theirs, reason: '', expectedHash: writtenHash });
    await screen.findByText('Somebody else wrote this draft meanwhile.');
    expect(screen.getByLabelText<HTMLTextAreaElement>('Purpose').value).toBe('Mine');
    expect(screen.getByRole('button', { name: /^Send for review/ }).hasAttribute('disabled')).toBe(true);
    await page.user.click(screen.getByRole('button', { name: 'Put mine away' }));
    await screen.findByRole('button', { name: /1\s*Switch it off/ });
    expect(screen.queryByText('Somebody else wrote this draft meanwhile.')).toBeNull();
  });

  it('has a form and a preview for every kind of step', async () => {
    const ids = await page.client.sop.library.add({ code: 'HEM-1', title: 'Background before patients' });
    const { writtenHash } = await page.client.sop.versions.get(ids);
    await page.client.sop.versions.write({ ...ids, content: everyKind(), reason: '', expectedHash: writtenHash });
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}/edit`);
    for (const { title, kind } of everyKind().steps) {
      const row = await screen.findByRole('button', { name: new RegExp(`\\d ?${title}`) });
      await page.user.click(row);
      within(await screen.findByRole('region', { name: 'As it will be asked' })).getByText(title);
      // Kinds whose form has more than the fields every step has.
      if (kind === 'branch' || kind === 'hazard' || kind === 'choice') {
        expect(await findSeriousFaults(), title).toEqual([]);
      }
      await page.user.click(row);
    }
    // One of a block goes out of it at its edge, and into it again.
    await page.user.click(
      await screen.findByRole('button', { name: 'Add a step to the block Tubes of the first rack' }),
    );
    await press('Label is right{Enter}');
    await screen.findByRole('button', { name: /11\.2\s*Label is right/ });
    await page.user.click(screen.getByRole('button', { name: 'Move step 11.2 down' }));
    await screen.findByRole('button', { name: /12\s*Label is right/ });
    await page.user.click(screen.getByRole('button', { name: 'Move step 12 into the block before it' }));
    await screen.findByRole('button', { name: /11\.2\s*Label is right/ });
    await screen.findByText(/saved \d\d:\d\d:\d\d/);
  });

  it('puts a removed step back, and leads from what is missing to its step', async () => {
    const ids = await page.client.sop.library.add({ code: 'HEM-1', title: 'Shutdown' });
    const { writtenHash } = await page.client.sop.versions.get(ids);
    const content = contentOf('Shutdown', [
      step('choice', 'waste', 'How does the waste look'),
      step('confirm', 'off', 'Switch it off'),
    ]);
    await page.client.sop.versions.write({ ...ids, content, reason: '', expectedHash: writtenHash });
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}/edit`);
    await page.user.click(await screen.findByRole('button', { name: 'Remove step 2' }));
    const back = await screen.findByRole('button', { name: 'Put it back' });
    expect(document.activeElement).toBe(back);
    await press('{Enter}');
    await screen.findByRole('button', { name: /2\s*Switch it off/ });

    await page.user.click(await screen.findByRole('button', { name: 'Go to step 1' }));
    expect(screen.getByRole('button', { name: /^Send for review/ }).hasAttribute('disabled')).toBe(true);
    await page.user.type(await screen.findByLabelText(/Choices, one a line/), 'Clear{Enter}Cloudy');
    await page.user.click(await screen.findByRole('checkbox', { name: 'Clear' }));
    within(screen.getByRole('region', { name: 'As it will be asked' })).getByText('Clear (PASS)');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Send for review/ }).hasAttribute('disabled')).toBe(false),
    );
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('a procedure in force', () => {
  it('is approved, read and understood by signature, with exactly what is signed in sight', async () => {
    await makeOwner();
    const { library, versions } = page.client.sop;
    const ids = await library.add({ code: 'HEM-2', title: 'Weekly rinse' });
    const { writtenHash } = await versions.get(ids);
    await versions.write({ ...ids, content: rinse(), reason: '', expectedHash: writtenHash });
    await versions.submit({ ...ids, note: 'as agreed', signing: null });
    await library.setReaders({
      sopId: ids.sopId,
      readers: { roles: ['administrator'], personIds: [], withinDays: 7 },
      reason: '',
    });
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}`);
    await screen.findByRole('button', { name: /^Approve and sign/ });
    await press('{Enter}');
    await screen.findByRole('dialog', { name: 'Approve this version' });
    await press('{Enter}');
    const sheet = within(await screen.findByRole('dialog', { name: 'Sign' }));
    const what = within(sheet.getByRole('region', { name: 'This is what is signed' }));
    what.getByText('HEM-2 Weekly rinse');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(sheet.getByLabelText(/Password of Ana Petrova/), `${secret}{Enter}`);
    await screen.findByText('It is in force now.');
    await screen.findByText(/signed by Ana Petrova, approved/);

    await page.goTo('/procedures/reading');
    await heading('To read');
    await screen.findByRole('link', { name: /HEM-2 Weekly rinse/ });
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await heading('Weekly rinse, version 1');
    await screen.findByText('You have not signed yet that you have read this version.');
    await press('{Enter}');
    const reading = within(await screen.findByRole('dialog', { name: 'Sign' }));
    reading.getByText('I have read and understood this version.');
    await page.user.type(reading.getByLabelText(/Password of Ana Petrova/), `${secret}{Enter}`);
    await screen.findByText('Signed: read and understood.');
    await screen.findByText('1 of 1 have read it');
    expect(await page.client.sop.readings.mine()).toEqual([]);
  });

  it('is done differently somewhere: it is asked for from a step, answered, and a draft is begun', async () => {
    const ids = await makeEffective(page.client, 'HEM-3', rinse());
    await page.goTo(`/procedures/sops/${ids.sopId}/versions/${ids.versionId}`);
    await page.user.click(await screen.findByRole('button', { name: 'Done differently here: step 1' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Done differently here' }));
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(sheet.getByLabelText(/How it is done here/), 'Twice a week{Control>}{Enter}{/Control}');
    await screen.findByText('The change is asked for.');

    await page.goTo('/procedures/requests');
    await screen.findByText('Twice a week');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: 'Answer: Twice a week' }));
    const answer = within(await screen.findByRole('dialog', { name: 'Answer the change request' }));
    await page.user.click(answer.getByLabelText(/Take it: the procedure is changed/));
    await page.user.type(answer.getByLabelText(/^Reason/), 'It is better{Enter}');
    await screen.findByText('No change is asked for.');
    const sop = await page.client.sop.library.get({ sopId: ids.sopId });
    expect(sop.working).toMatchObject({ number: 2, state: 'draft' });
    expect(sop.requests[0]?.answer).toMatchObject({ answer: 'taken', inVersionNumber: 2 });
  });

  it('CC4: shows where a plan does not do what the procedure says, and sets the plan to it', async () => {
    const instrumentId = await page.addByHand({ name: 'XN core lab' });
    const { planIds } = await page.client.maintenance.plans.create({
      instrumentId,
      reason: '',
      plans: [{ upkeepKey: null, terms: termsOf('Controls of a new lot', everyDays(3, dayFromNow(0))) }],
    });
    const days = step('number', 'days', 'Days between two runs', {
      unit: 'days',
      prescribed: '5',
      drives: { target: 'plan', planId: planIds[0] ?? null, upkeepKey: '', parameter: 'interval', field: '' },
    });
    const { sopId } = await makeEffective(page.client, 'HEM-6', contentOf('New control lot', [days]));
    await page.goTo('/procedures/library');
    await screen.findByText('1 number is not followed');
    await page.goTo(`/procedures/sops/${sopId}`);
    await screen.findByText('Differs');
    screen.getByText('Controls of a new lot, XN core lab');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: 'Set the plan to it: Controls of a new lot' }));
    await screen.findByText('Followed');
    const plan = await page.client.maintenance.plans.get({ planId: planIds[0] ?? '' });
    expect(plan.rule.calendar).toMatchObject({ kind: 'every', every: 5, unit: 'days' });
  });

  it('is handed out on paper with a copy number and a holder, and the copy comes back', async () => {
    const { sopId } = await makeEffective(page.client, 'HEM-7', rinse());
    await page.goTo(`/procedures/sops/${sopId}`);
    await page.user.click(await screen.findByRole('button', { name: 'Print a controlled copy' }));
    await screen.findByRole('dialog', { name: 'Print a controlled copy' });
    expect(await findSeriousFaults()).toEqual([]);
    await press('Wall beside the analyzer{Enter}');
    await waitFor(() => expect(page.router.state.location.pathname).toBe('/reports/sop-copy'));
    await screen.findByText(/Wall beside the analyzer/);
    await page.goTo(`/procedures/sops/${sopId}`);
    await page.user.click(await screen.findByRole('button', { name: 'It is back: copy 1' }));
    await screen.findByText('is back');
  });

  it('is retired with a reason, and stays readable', async () => {
    const { sopId } = await makeEffective(page.client, 'HEM-4', rinse());
    await page.goTo(`/procedures/sops/${sopId}`);
    await page.user.click(await screen.findByRole('button', { name: 'Retire' }));
    await screen.findByRole('dialog', { name: 'Retire this procedure' });
    await press('The analyzer is gone{Enter}');
    await screen.findByText('This procedure is retired.');
    screen.getByRole('link', { name: /Version 1/ });
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('procedures from elsewhere', () => {
  it('are starters that are read and taken as drafts', async () => {
    await page.goTo('/procedures/starters');
    const [take] = await screen.findAllByRole('button', { name: /^Take as a draft/ });
    expect(screen.getAllByRole('button', { name: /^Take as a draft/ })).toHaveLength(10);
    const [read] = screen.getAllByRole('button', { name: /^Read:/ });
    await page.user.click(read as HTMLElement);
    await screen.findByText('What it says');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Escape}');
    await page.user.click(take as HTMLElement);
    await screen.findByRole('dialog', { name: 'Take this starter as a draft' });
    await press('GEN-001{Enter}');
    await screen.findByText('Before it can be reviewed');
    const [row] = await page.client.sop.library.list({ withRetired: false });
    expect(row).toMatchObject({ code: 'GEN-001', origin: 'starter', effective: null, working: { state: 'draft' } });
  });

  it('are written into a file, looked at on another bench, and taken as drafts', async () => {
    const { sopId } = await makeEffective(page.client, 'HEM-5', rinse());
    const folder = mkdtempSync(path.join(tmpdir(), 'benchside-sops-'));
    const file = path.join(folder, 'rinse.benchside');
    page.host.context.files.add({ id: 'grant', path: file, purpose: 'sops' });
    await page.client.sop.files.export({ grant: 'grant', sopIds: [sopId] });
    const bytes = new Uint8Array(readFileSync(file));
    rmSync(folder, { recursive: true });
    const choose = () =>
      page.user.upload(
        document.querySelector<HTMLInputElement>('input[type="file"]') as HTMLInputElement,
        new File([bytes], 'rinse.benchside'),
      );
    await page.goTo('/procedures/import');
    await heading('Import procedures');
    await choose();
    // Where it came from there is nothing to take.
    await screen.findByText('the same words are here already');
    expect(screen.getByRole('button', { name: /^Take 0/ }).hasAttribute('disabled')).toBe(true);

    await page.close();
    page = await openPage('/procedures/import');
    await heading('Import procedures');
    await choose();
    await screen.findByRole('checkbox', { name: /HEM-5 Weekly rinse/ });
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await screen.findByText('1 procedure was taken as a draft.');
    const [row] = await page.client.sop.library.list({ withRetired: false });
    expect(row).toMatchObject({ code: 'HEM-5', origin: 'imported', effective: null, working: { state: 'draft' } });
  });
});
