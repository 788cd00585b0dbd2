import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealForBox } from '../../../electron/store/box.ts';
import { verifierPassedOn, verifierStream } from '../../../shared/modules/people/records.ts';
import { draft } from '../../../shared/records/define.ts';
import { openPeopleBench, owner, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { until } from '../../harness/pty.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

// Two workstations of one site that know each other's keys; what one writes is carried to the other as sync carries it.
let a: PeopleBench;
let b: PeopleBench;
const storeOf = (bench: PeopleBench) => bench.host.context.store;

beforeEach(async () => {
  [a, b] = (await Promise.all(
    ['bench-a', 'bench-b'].map((name) => openPeopleBench(testFolder(name), { clock: new HandClock() })),
  )) as [PeopleBench, PeopleBench];
  for (const [bench, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const { keys, sync } = storeOf(other);
    const { device, epoch, publicKey } = keys;
    storeOf(bench).sync.trust({ device, epoch, publicKey, boxKey: sync.boxKey, label: 'the other', source: 'inviter' });
  }
});
afterEach(async () => {
  await a.close();
  await b.close();
});

function carry(from: PeopleBench, to: PeopleBench): void {
  for (const { log } of storeOf(from).sync.heads()) {
    for (let seq = 1; ; ) {
      const records = storeOf(from).sync.read(log, seq);
      if (records.length === 0) break;
      expect(storeOf(to).sync.take(records, 'test').quarantined).toBe(0);
      seq += records.length;
    }
  }
}
const passedOn = (bench: PeopleBench) =>
  storeOf(bench).db.prepare('SELECT count(*) FROM passed_verifiers').pluck().get() as number;
const canSignIn = (bench: PeopleBench, name: string) =>
  bench.signIn(name).then(
    () => true,
    () => false,
  );

test('a password set on one workstation opens the account on the other; its PIN does not', async () => {
  await a.makeOwner();
  await a.addPerson('omar', ['tech']);
  await a.signIn('omar');
  await a.page.people.setPin({ pin: '483920', password: ownPassword });
  await until(() => passedOn(a) >= 2, 'what may travel is passed on');
  carry(a, b);
  await until(() => canSignIn(b, 'omar'), 'omar can sign in at the other bench');
  await b.signIn(owner.signInName);
  await b.signIn('omar');
  expect(await b.page.people.state()).toMatchObject({ state: 'active' });
  const pins = storeOf(a).db.prepare(
    `SELECT count(*) FROM record_log s JOIN passed_verifiers v ON v.credential_id = json_extract(s.raw, '$.body.credentialId')
     WHERE s.type = 'people.credential-set' AND json_extract(s.raw, '$.body.credential') = 'pin'`,
  );
  expect(pins.pluck().get()).toBe(0);
  const texts = storeOf(a)
    .db.prepare("SELECT raw FROM record_log WHERE type = 'people.verifier-passed-on'")
    .pluck()
    .all();
  expect(texts.join('')).not.toContain('argon2');
});

test('what another workstation than the one where it was set passes on is not believed', async () => {
  const personId = await a.makeOwner();
  const credentialId = storeOf(a)
    .db.prepare("SELECT json_extract(raw, '$.body.credentialId') FROM record_log WHERE type = 'people.credential-set'")
    .pluck()
    .get() as string;
  carry(a, b);
  const verifier = { credentialId, personId, credential: 'password', verifier: await hash('chosen by a stranger') };
  const { device } = storeOf(a).keys;
  const { boxKey } = storeOf(a).sync;
  // The owner's bench loses its verifier; the other bench offers one of its own making.
  storeOf(a).settings.set(`people/verifier/${credentialId}`, null);
  const boxed = sealForBox(boxKey, `verifier ${credentialId}`, Buffer.from(JSON.stringify(verifier)));
  storeOf(b).records.append(
    [draft(verifierPassedOn, verifierStream(credentialId), { personId, credentialId, device, boxKey, ...boxed })],
    { actor: 'system', auth: { session: null, proof: 'none' } },
  );
  carry(b, a);
  await new Promise((resolve) => setTimeout(resolve, 800));
  await expect(
    a.page.people.signIn({ signInName: owner.signInName, password: 'chosen by a stranger' }),
  ).rejects.toMatchObject({ code: 'people/no-password-here' });
});
