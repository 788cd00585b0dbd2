import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
const secret = 'three blue kettles';
const temporary = 'four green ladders';
const own = 'five grey ladders';

beforeEach(async () => {
  page = await openPage('/bench');
  await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await actsNow('Ana Petrova');
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);
const actsNow = (name: string) => screen.findByRole('button', { name: new RegExp(`Who acts:\\s*${name}`) });

/** A colleague with a password of their own, a PIN and a badge; then Ana acts again. */
async function addBen(roles: ('tech' | 'auditor')[] = ['tech']): Promise<string> {
  const { people } = page.client;
  const { personId } = await people.add({
    signInName: 'ben',
    printedName: 'Ben Ode',
    initials: 'BO',
    roles,
    password: temporary,
    reason: 'new colleague',
  });
  await people.signIn({ signInName: 'ben', password: temporary });
  await people.changePassword({ oldPassword: temporary, newPassword: own });
  await people.setPin({ password: own, pin: '482917' });
  await people.setBadge({ password: own, badge: 'BADGE-0815-77' });
  await people.signIn({ signInName: 'ana', password: secret });
  await actsNow('Ana Petrova');
  return personId;
}

describe('a shared bench', () => {
  it('changes hands by PIN from any screen, by keyboard alone', async () => {
    await addBen();
    await page.goTo('/records');
    await heading('Records');
    await press('{Control>}u{/Control}');
    await screen.findByText('Ana Petrova acts now.', { selector: 'h3' });
    expect(await findSeriousFaults()).toEqual([]);
    // One other person only: nothing to choose.
    const pin = await screen.findByLabelText(/PIN of Ben Ode/);
    expect(document.activeElement).toBe(pin);
    await press('482918{Enter}');
    await screen.findByText('The PIN is not right.');
    await press('482917{Enter}');
    await actsNow('Ben Ode');
    expect(await page.client.people.state()).toMatchObject({ proof: 'pin', person: { printedName: 'Ben Ode' } });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    // What Ben may not do is said with who may.
    await page.goTo('/people');
    await heading('People');
    const refused = page.layer.client.people.changeRoles({ personId: 'x', roles: ['tech'], reason: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'people/not-permitted' });
  });

  it('changes hands by a scanned badge, and takes any other code as an error code', async () => {
    await addBen();
    for (const key of [...'BADGE-0815-77', 'Enter']) {
      fireEvent.keyDown(document.body, { key });
    }
    await actsNow('Ben Ode');
    expect((await page.client.people.state()).proof).toBe('badge');
    for (const key of [...'E-417', 'Enter']) {
      fireEvent.keyDown(document.body, { key });
    }
    expect(within(await screen.findByRole('dialog')).getByDisplayValue('E-417')).toBeDefined();
  });

  it('is locked with Ctrl+L and opened by a badge alone, also by somebody else', async () => {
    await addBen();
    await press('{Control>}l{/Control}');
    await screen.findByRole('heading', { name: 'Locked' });
    for (const key of [...'BADGE-0815-77', 'Enter']) {
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
    }
    await actsNow('Ben Ode');
  });
});

describe('people', () => {
  it('are added, given roles, switched off and helped in, each with its reason', async () => {
    await page.goTo('/people');
    await heading('People');
    await page.user.click(screen.getByRole('button', { name: /Add a person/ }));
    await screen.findByRole('dialog', { name: 'Add a person' });
    await press('Cleo Marsh');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByLabelText(/First password/), `${temporary}{Enter}`);
    await heading('Cleo Marsh');
    screen.getByText('must choose a password');
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: 'Change the roles' }));
    await screen.findByRole('dialog', { name: 'Roles of Cleo Marsh' });
    await page.user.click(screen.getByRole('checkbox', { name: /^auditor/ }));
    expect(screen.getAllByRole('checkbox', { checked: true })).toHaveLength(1);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByLabelText(/^Why/), 'comes from outside{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await screen.findByText('auditor');

    await page.user.click(screen.getByRole('button', { name: 'Switch the account off' }));
    await page.user.type(await screen.findByLabelText(/^Why/), 'left{Enter}');
    await screen.findByText('switched off');
    await page.goTo('/people');
    await screen.findByRole('link', { name: /Ana Petrova/ });
    expect(screen.queryByRole('link', { name: /Cleo Marsh/ })).toBeNull();
    await page.user.click(screen.getByRole('switch', { name: /switched off/ }));
    await screen.findByRole('link', { name: /Cleo Marsh/ });
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('get a new recovery key that is typed back, and the idle time that is asked for', async () => {
    await page.goTo('/people');
    await heading('People');
    const minutes = await screen.findByRole('textbox', { name: /Minutes/ });
    await page.user.clear(minutes);
    await page.user.type(minutes, '4');
    screen.getByText('A number from 5 to 60.');
    await page.user.type(minutes, '5');
    await page.user.type(await screen.findByLabelText(/^Why/), 'night shift{Enter}');
    await waitFor(async () => expect((await page.client.people.policy()).idleMinutes).toBe(45));

    await page.user.click(screen.getByRole('button', { name: 'Make a new recovery key' }));
    await page.user.type(await screen.findByLabelText(/^Why/), 'paper lost');
    await page.user.type(screen.getByLabelText(/Your password/), `${secret}{Enter}`);
    const back = await screen.findByRole('textbox', { name: /Type it back/ });
    expect(await findSeriousFaults()).toEqual([]);
    const paper = back.closest('form')?.querySelector('[data-key-on-paper]') as HTMLElement;
    const groups = [...paper.querySelectorAll('span')]
      .map(({ textContent }) => textContent)
      .filter((text) => /^\w{4}$/.test(text ?? ''));
    await page.user.type(back, `${groups.join('')}{Enter}`);
    await screen.findByText('The new recovery key is on paper.');
  });

  it('set their own PIN, badge and certification', async () => {
    await page.goTo('/account');
    await heading('My account');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: 'Set a PIN' }));
    await page.user.type(await screen.findByLabelText(/Your password/, { selector: '[role="dialog"] *' }), secret);
    await page.user.type(screen.getByLabelText(/New PIN/), '111111');
    await page.user.type(screen.getByLabelText(/The same once more/), '111111{Enter}');
    await screen.findByText(/Take 6 to 8 digits/);
    await page.user.clear(screen.getByLabelText(/New PIN/));
    await page.user.type(screen.getByLabelText(/New PIN/), '730265');
    await page.user.clear(screen.getByLabelText(/The same once more/));
    await page.user.type(screen.getByLabelText(/The same once more/), '730265{Enter}');
    await screen.findByText('A PIN is set.');
    await page.user.type(screen.getByLabelText(/Your password/), `${secret}{Enter}`);
    await screen.findByText('You certified that your signature here is binding.');
  });
});

describe('the audit trail', () => {
  it('shows who, old, new and why, filtered by person, kind and words', async () => {
    const ben = await addBen();
    await page.client.people.changeRoles({ personId: ben, roles: ['senior'], reason: 'passed the exam' });
    await page.goTo('/audit-trail');
    await heading('Audit trail');
    await screen.findByText('Why: passed the exam');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByRole('searchbox', { name: 'Words in it' }), 'exam');
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(1));
    const entry = within(screen.getByRole('article'));
    entry.getByText('Roles changed');
    entry.getByText('Ana Petrova, password');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.clear(screen.getByRole('searchbox', { name: 'Words in it' }));
    // From a person's page the trail begins with what that person did.
    await page.goTo(`/people/${ben}`);
    await page.user.click(await screen.findByRole('link', { name: 'What this person did' }));
    await heading('Audit trail');
    await waitFor(() => {
      const entries = screen.getAllByRole('article');
      expect(entries.every((each) => within(each).queryByText(/^Ben Ode,/) !== null)).toBe(true);
    });
  });

  it('is open to the auditor, who changes nothing', async () => {
    await page.addByHand({ name: 'Night analyzer' });
    await addBen(['auditor']);
    await page.client.people.switchByBadge({ badge: 'BADGE-0815-77' });
    await actsNow('Ben Ode');
    await page.goTo('/audit-trail');
    await heading('Audit trail');
    expect((await screen.findAllByRole('article')).length).toBeGreaterThan(3);
    await page.goTo('/settings');
    await heading('Settings');
    await page.goTo('/people');
    await heading('People');
    expect(screen.getByRole('button', { name: /Add a person/ }).hasAttribute('disabled')).toBe(true);
    // What the page still offers, the host refuses, and the sheet says who may.
    await press('{Control>}e{/Control}');
    await screen.findByRole('textbox', { name: /Code as shown/ });
    await press('E-1{Enter}');
    await screen.findByText(
      'For this, someone has to act who is technologist, senior technologist, supervisor or service specialist. Nothing was changed.',
    );
  });
});

describe('the data file', () => {
  it('is encrypted only after its escrow code was typed back, and says what is wrong with it', async () => {
    await page.goTo('/data-file');
    await heading('Data file');
    await page.user.click(await screen.findByRole('button', { name: 'Encrypt the data file' }));
    const back = await screen.findByRole('textbox', { name: /Type it back/ });
    expect(await findSeriousFaults()).toEqual([]);
    const paper = document.querySelector('[data-key-on-paper] p');
    const groups = [...(paper?.querySelectorAll('span') ?? [])].map((group) => group.textContent ?? '');
    expect(groups).toHaveLength(13);
    // The first two groups changed places: each is sound in itself, and both are in the wrong place.
    const [first = '', second = '', ...rest] = groups;
    await page.user.paste([second, first, ...rest].join(' '));
    await press('{Enter}');
    await screen.findByText('Groups 1, 2 are not right.');
    await page.user.clear(back);
    await page.user.paste(groups.join(' '));
    await press('{Enter}');
    await screen.findByText('Encrypting begins with the next start of the program.');
    await screen.findByText(/The code was typed back on/);
  });
});
