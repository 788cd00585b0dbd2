import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as peopleWords } from '../../shared/modules/people/words.ts';
import { temporaryFolder } from '../harness/bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

/** The lab's own book with one step of each kind; the shipped guides ask for no number, because nobody published a limit. */
const book = `note: Our own book
isMakerListMissing: true
generalGuide: blank
entries: []
guides:
  - key: blank
    title: The blank is high
    start: hold
    steps:
      - { id: hold, kind: confirm, ask: 'Patient samples are held back.', safety: 'Wear gloves.', next: [{ when: otherwise, goTo: reading }], sources: [LAB], confidence: inferred }
      - { id: reading, kind: number, ask: 'What does the blank read?', unit: '10*3/uL', high: '10', next: [{ when: otherwise, goTo: screen }], sources: [LAB], confidence: inferred }
      - { id: screen, kind: photo, ask: 'Take a picture of its screen.', next: [{ when: otherwise, goTo: found }], sources: [LAB], confidence: inferred }
      - { id: found, kind: choice, ask: 'What was found?', choices: [{ value: air, label: 'Air in the line' }, { value: none, label: 'Nothing' }], next: [{ when: equals, value: air, goTo: purged }, { when: otherwise, goTo: service }], sources: [LAB], confidence: inferred }
    outcomes:
      - { id: purged, kind: resolved, text: 'Purge the line.', advice: 'Then repeat the blank.', sources: [LAB], confidence: inferred }
      - { id: service, text: 'Call service.', advice: 'Give them the reading.', kind: stop-and-call, sources: [LAB], confidence: inferred }
`;

let folder: ReturnType<typeof temporaryFolder>;
let page: PageUnderTest;
let errorId: string;

const open = (address: string) => openPage(address, { dataFolder: folder.path });
const heading = (name: string | RegExp, level = 2) => screen.findByRole('heading', { level, name });

beforeEach(async () => {
  folder = temporaryFolder('guide');
  const lab = path.join(folder.path, 'instruments/generic-lis02');
  mkdirSync(lab, { recursive: true });
  writeFileSync(path.join(lab, 'errors.yaml'), book);
  page = await open('/bench');
  const instrumentId = await page.addByHand({ name: 'Bench counter' });
  ({ errorId } = await page.client.errors.enter({
    instrumentId,
    code: 'B-1',
    text: 'Blank high',
    origin: 'typed',
    severity: 'stop',
  }));
}, 30_000);
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
  folder.remove();
});

describe('guided steps', () => {
  it('are taken by keyboard, with limits beside the field, a photo, a way back and the last word to a person', async () => {
    await page.goTo(`/errors/${errorId}`);
    await heading('B-1', 1);
    await page.user.keyboard('{Enter}');
    await heading('Patient samples are held back.');
    screen.getByText('Step 1 of at most 4');
    screen.getByText('Wear gloves.');
    expect(await findSeriousFaults()).toEqual([]);
    // Nothing can be answered before the safety line is acknowledged; then there is a field, and it has the focus.
    expect(screen.queryByRole('radio')).toBeNull();
    await page.user.keyboard('{Enter}');
    await screen.findByRole('radio', { name: 'Yes' });
    await page.user.keyboard('{Enter}');

    await heading('What does the blank read?');
    const field = screen.getByRole('textbox', { name: 'Reading' });
    expect(document.activeElement).toBe(field);
    screen.getByText('At most 10 10*3/uL');
    expect(screen.getByRole('button', { name: /Save and go on/ }).hasAttribute('disabled')).toBe(true);
    expect(await findSeriousFaults()).toEqual([]);
    // A comma is what many keyboards give.
    await page.user.keyboard('14,5{Enter}');

    await heading('Take a picture of its screen.');
    await screen.findByText('outside its limits');
    expect(await findSeriousFaults()).toEqual([]);
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4, 5, 6, 7, 8]);
    const input = document.querySelector<HTMLInputElement>('input[type="file"]');
    await page.user.upload(input!, new File([png], 'screen.png', { type: 'image/png' }));
    await screen.findByText('screen.png, 16 bytes');
    await page.user.keyboard('{Enter}');

    await heading('What was found?');
    await page.user.click(screen.getByRole('button', { name: 'Back one step' }));
    await heading('Take a picture of its screen.');
    await page.user.upload(document.querySelector<HTMLInputElement>('input[type="file"]')!, [
      new File([png], 'again.png', { type: 'image/png' }),
    ]);
    await screen.findByText(/again\.png/);
    await page.user.click(screen.getByRole('button', { name: /Save and go on/ }));
    await heading('What was found?');
    // The choices have the focus: space takes the first, Enter goes on.
    await page.user.keyboard(' {Enter}');

    await heading('Where this leads');
    screen.getByText('Purge the line.');
    const answers = within(screen.getByRole('heading', { name: 'Answers so far' }).closest('section')!);
    answers.getByText('14.5 10*3/uL');
    answers.getByText('Air in the line');
    answers.getByRole('button', { name: 'Show again.png' });
    expect(await findSeriousFaults()).toEqual([]);
    const done = screen.getByRole('textbox', { name: /What was done/ });
    expect(document.activeElement).toBe(done);
    screen.getByRole('button', { name: /Record and finish/ });
    await page.user.keyboard('Purged, blank 3');
    await page.user.click(screen.getByRole('switch', { name: 'This solves the error' }));
    await page.user.click(screen.getByRole('button', { name: /Record and finish/ }));
    await screen.findByText('Finished. The error is closed.');
    screen.getByText('Purged, blank 3');
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: /Back to the error/ }));
    await heading('B-1', 1);
    screen.getByText('Stop, resolved');
    // What was answered is part of the error's story, in words.
    await screen.findByText(/What was found\? Air in the line/);
    screen.getByRole('link', { name: /finished/ });
    expect(await findSeriousFaults()).toEqual([]);
  }, 60_000);

  it('are given up only with a reason, and leave the error open', async () => {
    await page.goTo(`/errors/${errorId}`);
    await heading('B-1', 1);
    await page.user.click(screen.getByRole('button', { name: /Start the guided steps/ }));
    await heading('Patient samples are held back.');
    await page.user.click(screen.getByRole('button', { name: 'Give up' }));
    await page.user.type(await screen.findByRole('textbox', { name: 'Why' }), 'Service was called');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Give up' }));
    await screen.findByText('Given up.');
    expect((await page.client.errors.get({ errorId })).state).toBe('active');
  });

  it('are paused, survive a restart, and are found again on the Bench', async () => {
    await page.goTo(`/errors/${errorId}`);
    await heading('B-1', 1);
    await page.user.keyboard('{Enter}');
    await heading('Patient samples are held back.');
    await page.user.keyboard('{Enter}');
    await screen.findByRole('radio', { name: 'Yes' });
    await page.user.keyboard('{Enter}');
    await heading('What does the blank read?');
    await page.user.click(screen.getByRole('button', { name: 'Pause' }));
    await screen.findByText(/Paused\. Everything answered so far is saved\./);
    // The button that was pressed is gone: the screen has the focus, so that Enter goes on.
    await waitFor(() => expect(document.activeElement?.id).toBe('screen'));
    await page.close();

    page = await open('/bench');
    await screen.findByText(/Bench counter: The blank is high/);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('link', { name: 'Go on' }));
    await screen.findByText(/Paused\./);
    await page.user.keyboard('{Enter}');
    await heading('What does the blank read?');
    screen.getByText('Step 2 of at most 4');
  }, 30_000);

  it('judge a reading nobody published a limit for by the limits of the lab, and end in a call where there are none', async () => {
    const [row] = await page.client.errors.list({ instrumentId: null, show: 'open', limit: 5 });
    const entered = await page.client.errors.enter({
      ...{ instrumentId: row!.instrumentId, code: 'plt blank', text: '', origin: 'typed', severity: null },
    });
    await page.goTo(`/errors/${entered.errorId}`);
    await heading('PLT-BLANK-HIGH', 1);
    screen.getByRole('heading', { name: 'Seen before' });
    screen.getByText('Not on this unit, nor on another of its model here.');
    await page.user.keyboard('{Enter}');
    await heading(/^No patient sample is run/);
    await page.user.keyboard('{Enter}');
    await heading(/What does it read for platelets/);
    screen.getByRole('group', { name: 'Limits of your lab' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByRole('textbox', { name: 'Reading' }), '14');
    const save = screen.getByRole('button', { name: /Save and go on/ });
    await page.user.type(screen.getByRole('textbox', { name: /At most/ }), '10');
    // A limit without where it is from judges nothing.
    expect(save.hasAttribute('disabled')).toBe(true);
    await page.user.type(screen.getByRole('textbox', { name: /Where these limits are from/ }), 'SOP 12, page 3');
    expect(save.hasAttribute('disabled')).toBe(false);
    await page.user.click(save);
    await screen.findByText('outside its limits');
    screen.getByText(/from: SOP 12, page 3/);
    await page.user.click(screen.getByRole('button', { name: 'Back one step' }));
    await heading(/What does it read for platelets/);
    // What the lab gave before stands there; taken away, there is nothing to judge by.
    const most = screen.getByRole<HTMLInputElement>('textbox', { name: /At most/ });
    expect(most.value).toBe('10');
    await page.user.clear(most);
    await page.user.type(screen.getByRole('textbox', { name: 'Reading' }), '4');
    await page.user.click(screen.getByRole('button', { name: /Save and go on/ }));
    await heading('Where this leads');
    screen.getByText('Stop, and call');
    screen.getByText('could not be judged');
    expect(screen.queryByRole('switch', { name: 'This solves the error' })).toBeNull();
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByRole('textbox', { name: /who was called/ }), 'Called at 10:40');
    await page.user.click(screen.getByRole('button', { name: /Record and finish/ }));
    await screen.findByText('Finished. The error stays open: nobody said yet that it is solved.');
    expect((await page.client.errors.get({ errorId: entered.errorId })).state).toBe('active');
  }, 40_000);

  it('are signed at their end where people have accounts: what was answered and what was done, seen before the password', async () => {
    const password = 'violet harbour 19';
    const { people, troubleshooting } = page.client;
    await people.makeOwner({ signInName: 'ruth', printedName: 'Ruth Keller', initials: 'RK', password });
    await people.certify({ password, statement: peopleWords['people.certification'] });
    let run = await troubleshooting.start({ errorId });
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const value of ['yes', '3', '', 'air']) {
      const photo = value === '' ? { name: 'screen.png', bytes: png } : null;
      const { runId } = run;
      run = await troubleshooting.answer({
        ...{ runId, stepId: run.step!.id, value, note: '', photo, isSafetyAcknowledged: true },
      });
    }
    await page.goTo(`/runs/${run.runId}`);
    await heading('Where this leads');
    await page.user.type(screen.getByRole('textbox', { name: /What was done/ }), 'Purged, blank 3');
    await page.user.click(screen.getByRole('switch', { name: 'This solves the error' }));
    await page.user.click(screen.getByRole('button', { name: /Record and finish/ }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Sign' }));
    const what = within(sheet.getByRole('region', { name: 'This is what is signed' }));
    for (const said of ['Air in the line', 'Purged, blank 3', 'Purge the line.']) what.getByText(said);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(sheet.getByLabelText(/Password of Ruth Keller/), `${password}{Enter}`);
    await screen.findByText('Finished. The error is closed.', undefined, { timeout: 8000 });
    await screen.findByText(/Ruth Keller.*performed|performed.*Ruth Keller/i);
    expect(await findSeriousFaults()).toEqual([]);
  }, 40_000);
});
