import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../../shared/modules/people/records.ts';
import { words } from '../../../shared/modules/people/words.ts';
import { openPeopleBench, owner, ownerPassword, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const minuteMs = 60_000;
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;

beforeEach(async () => {
  dataFolder = testFolder('people');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
});
afterEach(() => bench.close());

const page = () => bench.page.people;
const refused = (code: string) => expect.objectContaining({ code });
const recordsOf = (type: string) =>
  bench.host.context.store.records.page({ types: [type], limit: 100 }).records.map((record) => record);

const addPerson = (signInName: string, roles: Role[]) => bench.addPerson(signInName, roles);

describe('before there are accounts', () => {
  test('the computer account acts and nothing is blocked', async () => {
    expect((await page().state()).state).toBe('no-owner');
    await bench.register('generic-lis02');
    expect(recordsOf('instruments.instrument-registered')[0]?.auth.proof).toBe('os-user');
  });

  test('nobody can sign in, sign or add anyone', async () => {
    await expect(page().signIn({ signInName: 'ruth', password: 'x' })).rejects.toEqual(refused('people/no-owner'));
    await expect(page().sign({ targets: ['a'.repeat(43)], meaning: 'performed', password: 'x' })).rejects.toThrow();
  });
});

describe('the owner', () => {
  test('is made once, without a default password, and is signed in as administrator and supervisor', async () => {
    await expect(page().makeOwner({ ...owner, password: 'short' })).rejects.toEqual(
      refused('people/weak-password-short'),
    );
    await expect(page().makeOwner({ ...owner, password: 'Password1234' })).rejects.toEqual(
      refused('people/weak-password-common'),
    );
    const { recoveryKey, personId } = await page().makeOwner(owner);
    expect(recoveryKey).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    const state = await page().state();
    expect(state).toMatchObject({
      state: 'active',
      proof: 'password',
      person: { personId, roles: ['supervisor', 'administrator'] },
    });
    await expect(page().makeOwner(owner)).rejects.toEqual(refused('people/owner-exists'));
  });

  test('acts in records by id, session and proof', async () => {
    const { personId } = await page().makeOwner(owner);
    const { session } = await page().state();
    await bench.register('generic-lis02');
    const [record] = recordsOf('instruments.instrument-registered');
    expect(record).toMatchObject({ actor: `user:${personId}`, auth: { session, proof: 'password' } });
  });

  test('after a restart the bench asks to sign in; cards stay in sight, the rest does not', async () => {
    await page().makeOwner(owner);
    await bench.close();
    bench = await openPeopleBench(dataFolder, { clock });
    expect((await page().state()).state).toBe('signed-out');
    expect(await bench.page.instruments.cards({ withRetired: false })).toEqual([]);
    await expect(bench.page.errors.books()).rejects.toEqual(refused('people/not-signed-in'));
    await expect(bench.register('generic-lis02')).rejects.toEqual(refused('people/not-signed-in'));
    await page().signIn({ signInName: ' RUTH ', password: ownerPassword });
    expect((await page().state()).state).toBe('active');
  });
});

describe('secrets', () => {
  test('no record, no table and no settings hold a password, a PIN, a badge or an argon2 text', async () => {
    const { recoveryKey } = await page().makeOwner(owner);
    await page().setPin({ password: ownerPassword, pin: '719304' });
    await page().setBadge({ password: ownerPassword, badge: 'BADGE-00417-XK' });
    await expect(page().signIn({ signInName: 'ruth', password: 'a wrong password 1' })).rejects.toThrow();
    await expect(page().signIn({ signInName: 'pasted-secret-name', password: 'x' })).rejects.toThrow();
    bench.host.context.store.db.pragma('wal_checkpoint(TRUNCATE)');
    for (const name of readdirSync(dataFolder).filter((file) => file.startsWith('benchside.sqlite'))) {
      const bytes = readFileSync(join(dataFolder, name)).toString('latin1');
      const secrets = [
        ownerPassword,
        '719304',
        'BADGE-00417',
        'a wrong password 1',
        'pasted-secret',
        '$argon2',
        recoveryKey,
      ];
      for (const secret of secrets) expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false);
    }
  });

  test("a verifier put in another person's place opens nothing", async () => {
    await page().makeOwner(owner);
    await addPerson('omar', ['tech']);
    const { settings, db } = bench.host.context.store;
    const keys = db
      .prepare("SELECT key FROM settings WHERE key LIKE 'people/verifier/%' AND value != 'null'")
      .pluck()
      .all() as string[];
    expect(keys).toHaveLength(2);
    const [first, second] = keys as [string, string];
    const [one, other] = [settings.get(first), settings.get(second)];
    settings.set(first, other);
    settings.set(second, one);
    await expect(page().signIn({ signInName: 'ruth', password: ownPassword })).rejects.toEqual(
      refused('people/no-password-here'),
    );
  });
});

describe('switching', () => {
  test('a PIN or a badge switches who acts; managing people asks for the password', async () => {
    await page().makeOwner(owner);
    await expect(page().setPin({ password: ownerPassword, pin: '123456' })).rejects.toEqual(refused('people/weak-pin'));
    await page().setPin({ password: ownerPassword, pin: '719304' });
    await page().setBadge({ password: ownerPassword, badge: 'BADGE-00417-XK' });
    const { personId } = (await page().state()).person!;
    const omar = await addPerson('omar', ['tech']);
    await page().signIn({ signInName: 'omar', password: ownPassword });
    await expect(page().setBadge({ password: ownPassword, badge: 'BADGE-00417-XK' })).rejects.toEqual(
      refused('people/badge-taken'),
    );
    expect(await page().switchByBadge({ badge: 'BADGE-00417-XK' })).toMatchObject({
      proof: 'badge',
      person: { personId },
    });
    await expect(page().setActive({ personId: omar, isActive: false, reason: 'left' })).rejects.toEqual(
      refused('people/password-session'),
    );
    expect(await page().switchByPin({ personId, pin: '719304' })).toMatchObject({ proof: 'pin' });
    await bench.register('generic-lis02');
    expect(recordsOf('instruments.instrument-registered')[0]?.auth.proof).toBe('pin');
    await expect(page().switchByBadge({ badge: 'BADGE-99999-XX' })).rejects.toEqual(refused('people/unknown-badge'));
  });

  test('five wrong PINs close the PIN until the password is given', async () => {
    const { personId } = await page().makeOwner(owner);
    await page().setPin({ password: ownerPassword, pin: '719304' });
    for (let n = 0; n < 5; n++)
      await expect(page().switchByPin({ personId, pin: '000111' })).rejects.toEqual(refused('people/wrong-pin'));
    await expect(page().switchByPin({ personId, pin: '719304' })).rejects.toEqual(refused('people/pin-locked'));
    await page().signIn({ signInName: 'ruth', password: ownerPassword });
    expect(await page().switchByPin({ personId, pin: '719304' })).toMatchObject({ proof: 'pin' });
  });
});

describe('lock-out', () => {
  const wrong = () => page().signIn({ signInName: 'ruth', password: 'not the right one' });

  test('five wrong passwords close the door for half an hour, whatever the wall clock says, after a restart too', async () => {
    await page().makeOwner(owner);
    for (let n = 0; n < 5; n++) await expect(wrong()).rejects.toEqual(refused('people/wrong-password'));
    const right = () => page().signIn({ signInName: 'ruth', password: ownerPassword });
    await expect(right()).rejects.toMatchObject({ code: 'people/locked-out', data: { minutes: 30 } });
    expect(await page().state()).toMatchObject({ state: 'locked', lockedBecause: 'tries' });
    clock.now += 365 * 24 * 60 * minuteMs;
    await expect(right()).rejects.toMatchObject({ code: 'people/locked-out', data: { minutes: 30 } });
    clock.pass(20 * minuteMs);
    await expect(right()).rejects.toMatchObject({ data: { minutes: 10 } });
    await bench.close();
    clock.mono = 0;
    bench = await openPeopleBench(dataFolder, { clock });
    await expect(right()).rejects.toMatchObject({ data: { minutes: 30 } });
    clock.now -= 365 * 24 * 60 * minuteMs;
    clock.pass(30 * minuteMs);
    await right();
    expect(recordsOf('people.sign-in-failed')).toHaveLength(5);
    expect(recordsOf('people.locked-out')).toHaveLength(1);
  });

  test('many tries at once are counted one by one', async () => {
    await page().makeOwner(owner);
    const tries = await Promise.allSettled(Array.from({ length: 9 }, wrong));
    const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'in'));
    expect(codes.filter((code) => code === 'people/wrong-password')).toHaveLength(5);
    expect(codes.filter((code) => code === 'people/locked-out')).toHaveLength(4);
  });

  test('an administrator opens the door again; names nobody has are counted, not kept', async () => {
    await page().makeOwner(owner);
    const omar = await addPerson('omar', ['tech']);
    for (let n = 0; n < 5; n++) {
      await expect(page().signIn({ signInName: 'omar', password: 'wrong wrong 1234' })).rejects.toThrow();
    }
    expect((await page().get({ personId: omar })).lockedOutMinutes).toBe(30);
    await page().clearLockOut({ personId: omar, reason: 'forgot it, showed the badge' });
    await page().signIn({ signInName: 'omar', password: ownPassword });
    for (let n = 0; n < 12; n++)
      await expect(page().signIn({ signInName: `nobody${n}`, password: 'x' })).rejects.toThrow();
    const unknown = recordsOf('people.sign-in-failed').filter(
      (one) => (one.body as { personId: unknown }).personId === null,
    );
    expect(unknown).toHaveLength(5);
    clock.pass(31 * minuteMs);
    await expect(page().signIn({ signInName: 'nobody', password: 'x' })).rejects.toEqual(
      refused('people/wrong-password'),
    );
    expect(recordsOf('people.sign-in-failed')[0]?.body).toMatchObject({ personId: null, count: 8 });
  });
});

describe('idle', () => {
  test('half an hour without a hand locks, the wall clock does not; the same person comes back', async () => {
    await page().makeOwner(owner);
    clock.now += 5 * 60 * minuteMs;
    expect((await page().state()).state).toBe('active');
    clock.pass(29 * minuteMs);
    await page().touch();
    clock.pass(29 * minuteMs);
    expect((await page().state()).state).toBe('active');
    clock.now -= 10 * 60 * minuteMs;
    clock.pass(1 * minuteMs);
    expect(await page().state()).toMatchObject({
      state: 'locked',
      lockedBecause: 'idle',
      person: { signInName: 'ruth' },
    });
    await page().touch();
    await expect(bench.page.errors.books()).rejects.toEqual(refused('people/not-signed-in'));
    expect(await page().signIn({ signInName: 'ruth', password: ownerPassword })).toMatchObject({ state: 'active' });
  });

  test('the time is a recorded setting from 5 to 60 minutes; looking does not count as activity, changing does', async () => {
    await page().makeOwner(owner);
    await page().savePolicy({ idleMinutes: 5, reason: 'busy corridor' });
    const id = await bench.register('generic-lis02');
    clock.pass(4 * minuteMs);
    await bench.page.errors.books();
    await bench.page.instruments.retryLink({ instrumentId: id });
    clock.pass(4 * minuteMs);
    await bench.page.errors.books();
    clock.pass(1 * minuteMs);
    await expect(bench.page.errors.books()).rejects.toEqual(refused('people/not-signed-in'));
    await expect(page().savePolicy({ idleMinutes: 4, reason: 'x' })).rejects.toThrow();
    expect(recordsOf('people.policy-changed')).toHaveLength(1);
  });

  test('sleep and the lock of the system close the session at once', async () => {
    await page().makeOwner(owner);
    await bench.host.power('lock');
    expect(await page().state()).toMatchObject({ state: 'locked', lockedBecause: 'machine' });
    await bench.page.instruments.cards({ withRetired: false });
    await bench.signIn('ruth');
    await bench.host.power('suspend');
    expect(await page().state()).toMatchObject({ state: 'locked' });
  });
});

describe('people', () => {
  test('names are unique, an auditor stands alone, the last administrator stays', async () => {
    const { personId } = await page().makeOwner(owner);
    const omar = await addPerson('omar', ['tech']);
    const person = { printedName: 'x', initials: '', reason: '', password: 'given for today 42' };
    await expect(page().add({ ...person, signInName: 'OMAR ', roles: ['tech'] })).rejects.toEqual(
      refused('people/name-taken'),
    );
    await expect(page().add({ ...person, signInName: 'ann', roles: ['auditor', 'tech'] })).rejects.toEqual(
      refused('people/auditor-stands-alone'),
    );
    await expect(page().changeRoles({ personId, roles: ['tech'], reason: 'x' })).rejects.toEqual(
      refused('people/last-administrator'),
    );
    await expect(page().setActive({ personId, isActive: false, reason: 'x' })).rejects.toEqual(
      refused('people/last-administrator'),
    );
    await page().changeRoles({ personId: omar, roles: ['administrator'], reason: 'stands in' });
    await page().changeRoles({ personId, roles: ['supervisor'], reason: 'less to do' });
    await expect(page().list({ withInactive: true })).resolves.toHaveLength(2);
    await expect(page().setActive({ personId: omar, isActive: false, reason: 'x' })).rejects.toEqual(
      refused('people/not-permitted'),
    );
    expect(recordsOf('people.roles-changed')).toHaveLength(2);
  });

  test('a temporary password opens nothing but its own change', async () => {
    await page().makeOwner(owner);
    await page().add({
      signInName: 'omar',
      printedName: 'Omar',
      initials: '',
      roles: ['tech'],
      reason: '',
      password: 'given for today 42',
    });
    const state = await page().signIn({ signInName: 'omar', password: 'given for today 42' });
    expect(state.person?.mustChangePassword).toBe(true);
    await expect(bench.page.errors.books()).rejects.toEqual(refused('people/must-change-password'));
    await expect(
      page().changePassword({ oldPassword: 'given for today 42', newPassword: 'given for today 42' }),
    ).rejects.toEqual(refused('people/same-password'));
    await page().changePassword({ oldPassword: 'given for today 42', newPassword: ownPassword });
    await bench.page.errors.books();
    await expect(page().signIn({ signInName: 'omar', password: 'given for today 42' })).rejects.toEqual(
      refused('people/wrong-password'),
    );
  });

  test('switching an account off ends its session, and the right password then says so', async () => {
    await page().makeOwner(owner);
    const omar = await addPerson('omar', ['tech']);
    await page().setActive({ personId: omar, isActive: false, reason: 'left the lab' });
    await expect(page().signIn({ signInName: 'omar', password: ownPassword })).rejects.toEqual(
      refused('people/inactive'),
    );
    await expect(page().signIn({ signInName: 'omar', password: 'guess guess guess' })).rejects.toEqual(
      refused('people/wrong-password'),
    );
    expect((await page().signInNames()).map((one) => one.signInName)).toEqual(['ruth']);
  });
});

describe('recovery', () => {
  test('the printed key opens one account once and is replaced', async () => {
    const { recoveryKey } = await page().makeOwner(owner);
    await page().signOut();
    const next = { signInName: 'ruth', newPassword: 'something else 55' };
    await expect(
      page().recoverWithKey({ ...next, recoveryKey: '0000-0000-0000-0000-0000-0000-0000-0000' }),
    ).rejects.toEqual(refused('people/wrong-recovery-key'));
    const typed = recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    const made = await page().recoverWithKey({ ...next, recoveryKey: typed });
    await page().signIn({ signInName: 'ruth', password: 'something else 55' });
    await expect(page().recoverWithKey({ ...next, recoveryKey })).rejects.toEqual(refused('people/wrong-recovery-key'));
    await expect(page().signIn({ signInName: 'ruth', password: ownerPassword })).rejects.toEqual(
      refused('people/wrong-password'),
    );
    await page().recoverWithKey({ ...next, recoveryKey: made.recoveryKey });
  });

  test('one administrator helps who is none; an administrator needs two others, or the key', async () => {
    await page().makeOwner(owner);
    const omar = await addPerson('omar', ['tech']);
    const eva = await addPerson('eva', ['administrator']);
    await addPerson('ida', ['administrator']);
    await page().resetPassword({ personId: omar, password: 'given for today 42', reason: 'forgot' });
    await expect(page().resetPassword({ personId: eva, password: 'given for today 42', reason: 'x' })).rejects.toEqual(
      refused('people/needs-two'),
    );
    await page().signOut();
    const ruth = { signInName: 'ruth', password: ownerPassword };
    const ida = { signInName: 'ida', password: ownPassword };
    const forEva = { signInName: 'eva', newPassword: 'given for today 42', reason: 'forgot' };
    for (const second of [ruth, { signInName: 'eva', password: ownPassword }]) {
      await expect(page().recoverByTwo({ ...forEva, first: ruth, second })).rejects.toEqual(
        refused('people/two-needed'),
      );
    }
    await page().recoverByTwo({ ...forEva, first: ruth, second: ida });
    expect(await page().signIn({ signInName: 'eva', password: 'given for today 42' })).toMatchObject({
      person: { mustChangePassword: true },
    });
  });
});

describe('certification', () => {
  test('comes before the first signature', async () => {
    await page().makeOwner(owner);
    const id = await bench.register('generic-lis02');
    const [record] = recordsOf('instruments.instrument-registered');
    const sign = () =>
      page().sign({ targets: [record!.hash], meaning: 'reviewed', password: ownerPassword, statement: 'plate seen' });
    await expect(sign()).rejects.toEqual(refused('people/not-certified'));
    await page().certify({ password: ownerPassword, statement: words['people.certification'] });
    const signature = await sign();
    expect(signature).toMatchObject({
      printedName: 'Ruth Keller',
      role: 'supervisor',
      meaning: 'reviewed',
      counts: true,
    });
    expect(signature.at).toBe('2026-11-22T11:00:00.000+01:00');
    await expect(sign()).rejects.toEqual(refused('people/signed-already'));
    expect(id).not.toBe('');
  });
});
