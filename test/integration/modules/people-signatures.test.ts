import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { proveSignatures } from '../../../electron/modules/people/prove-signatures.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { type Meaning, type SignatureTarget, signatureStream, signed } from '../../../shared/modules/people/records.ts';
import { recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import { draft, type StoredRecord } from '../../../shared/records/define.ts';
import { createRegistry } from '../../../shared/records/registry.ts';
import {
  openPeopleBench,
  ownerPassword,
  ownPassword,
  type PeopleBench,
  quickModules,
} from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;
let ownerId: string;

beforeEach(async () => {
  dataFolder = testFolder('signatures');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
  ownerId = await bench.makeOwner();
  await bench.register('generic-lis02', { name: 'Left' });
});
afterEach(() => bench.close());

const store = () => bench.host.context.store;
const newest = (type: string): StoredRecord => store().records.page({ types: [type], limit: 1 }).records[0]!;
const registered = () => newest('instruments.instrument-registered');
const sign = (targets: string[], meaning: Meaning = 'reviewed', password = ownerPassword) =>
  bench.page.people.sign({ targets, meaning, password, statement: 'seen at the bench' });
const targetOf = ({ hash, id, type }: StoredRecord): SignatureTarget => ({ hash, id, type });

const verify = () =>
  verifyDataFolder({ dataFolder, modules: quickModules, keyProvider: fileKeyProvider(dataFolder, { readonly: true }) });
const codes = async () => (await verify()).problems.map(({ code }) => code);

/** Changes the file as somebody with an editor would. */
function tamper(change: (db: Database.Database) => void): void {
  const db = new Database(join(dataFolder, 'benchside.sqlite'));
  db.exec('DROP TRIGGER record_log_no_update; DROP TRIGGER record_log_no_delete;');
  change(db);
  db.close();
}

describe('signing', () => {
  test('names the exact record by its hash, with name, meaning, time and zone, by its signer with the password', async () => {
    const record = registered();
    const made = await sign([record.hash]);
    expect(made).toMatchObject({
      ...{ signerId: ownerId, printedName: 'Ruth Keller', role: 'supervisor', meaning: 'reviewed', counts: true },
      targets: [targetOf(record)],
    });
    const written = newest('people.signed');
    expect(written).toMatchObject({ actor: `user:${ownerId}`, auth: { proof: 'password' }, causes: [record.hash] });
    expect(await verify()).toMatchObject({ isSound: true, provedCount: 1 });
    expect(await bench.page.system.verify()).toMatchObject({ isSound: true, signatureCount: 1, problems: [] });
  });

  test('asks the full password also in a session opened with a PIN; a PIN never signs', async () => {
    await bench.page.people.setPin({ password: ownerPassword, pin: '719304' });
    await bench.page.people.switchByPin({ personId: ownerId, pin: '719304' });
    const { hash } = registered();
    await expect(sign([hash], 'reviewed', '719304')).rejects.toMatchObject({ code: 'people/wrong-password' });
    expect((await sign([hash])).counts).toBe(true);
    expect(newest('people.signed').auth.proof).toBe('password');
  });

  test('needs the permission for its meaning', async () => {
    await bench.addPerson('omar', ['tech']);
    await bench.signIn('omar');
    const { hash } = registered();
    await expect(sign([hash], 'approved', ownPassword)).rejects.toMatchObject({
      code: 'people/not-permitted',
      data: { permission: 'sign.approved' },
    });
    await expect(sign([hash], 'performed', ownPassword)).rejects.toMatchObject({ code: 'people/not-certified' });
    await bench.page.people.certify({ password: ownPassword, statement: 'I certify.' });
    expect(await sign([hash], 'performed', ownPassword)).toMatchObject({ role: 'tech' });
  });

  test('refuses a record that is not here', async () => {
    await expect(sign(['x'.repeat(43)])).rejects.toMatchObject({ code: 'people/record-not-found' });
  });

  test('five wrong passwords while signing lock the session and the door', async () => {
    for (let n = 0; n < 5; n++) {
      await expect(sign([registered().hash], 'reviewed', 'guessing it 1234')).rejects.toMatchObject({
        code: 'people/wrong-password',
      });
    }
    expect(await bench.page.people.state()).toMatchObject({ state: 'locked', lockedBecause: 'tries' });
    await expect(bench.signIn('ruth')).rejects.toMatchObject({ code: 'people/locked-out' });
  });
});

describe('a grant', () => {
  const require = () => bench.host.context.signing.require({ password: ownerPassword, meaning: 'performed' });

  test('acts and signs in one transaction: what is rolled back is not half signed', async () => {
    const grant = await require();
    const count = store().records.count();
    const act = (): StoredRecord[] => {
      const body = { target: registered().hash, patch: { place: 'room 2' }, reason: 'moved' };
      return store().records.append([draft(recordAmended, registered().stream, body)], grant.author);
    };
    expect(() =>
      store().transaction(() => {
        grant.sign(act());
        throw new Error('pulled the plug');
      }),
    ).toThrow();
    expect(store().records.count()).toBe(count);
    const again = await require();
    store().transaction(() => again.sign(act()));
    expect(store().records.count()).toBe(count + 2);
    expect(await verify()).toMatchObject({ isSound: true, provedCount: 1 });
  });

  test('signs once, and not after a minute', async () => {
    const grant = await require();
    grant.sign([registered()]);
    expect(() => grant.sign([registered()])).toThrow(expect.objectContaining({ code: 'people/grant-spent' }));
    const late = await require();
    clock.pass(61_000);
    expect(() => late.sign([registered()])).toThrow(expect.objectContaining({ code: 'people/grant-spent' }));
  });

  test('is not given to whoever took over the session meanwhile', async () => {
    await bench.addPerson('omar', ['supervisor']);
    const wanted = require();
    bench.host.context.session.end();
    await expect(wanted).rejects.toMatchObject({ code: 'people/not-signed-in' });
  });
});

describe('a corrected record', () => {
  const correct = (kind: 'amend' | 'void'): StoredRecord => {
    const target = registered();
    const author = { actor: `user:${ownerId}`, auth: { session: null, proof: 'password' } } as const;
    const one =
      kind === 'amend'
        ? draft(recordAmended, target.stream, {
            target: target.hash,
            patch: { place: 'room 2' },
            reason: 'typing slip',
          })
        : draft(recordVoided, target.stream, { target: target.hash, reason: 'wrong instrument' });
    return store().records.append([one], author)[0]!;
  };

  test.each(['amend', 'void'] as const)('%s: the old signature stays in sight and no longer counts', async (kind) => {
    const { hash } = registered();
    await sign([hash]);
    const correction = correct(kind);
    const [old] = await bench.page.people.signatures({ hashes: [hash] });
    expect(old).toMatchObject({ counts: false, amendedBy: [correction.hash] });
    await expect(sign([hash])).rejects.toMatchObject({ code: 'people/record-corrected' });
    await sign([hash, correction.hash]);
    const both = await bench.page.people.signatures({ hashes: [hash] });
    expect(both.map((one) => one.counts)).toEqual([false, true]);
    expect(await verify()).toMatchObject({ isSound: true, provedCount: 2 });
  });
});

describe('verify names', () => {
  test('a signed record whose text was changed, and the signature that stood on it', async () => {
    const record = registered();
    const { signatureId } = await sign([record.hash]);
    await bench.close();
    tamper((db) =>
      db.prepare('UPDATE record_log SET raw = replace(raw, \'"Left"\', \'"Lift"\') WHERE type = ?').run(record.type),
    );
    const { problems } = await verify();
    const found = problems.find(({ code }) => code === 'signed-record-changed');
    expect(found?.where).toContain(signatureId);
    expect(found?.detail).toContain(record.id);
  });

  test('a signature whose text was changed', async () => {
    await sign([registered().hash]);
    const { seq } = newest('people.signed');
    await bench.close();
    tamper((db) =>
      db.prepare("UPDATE record_log SET raw = replace(raw, 'reviewed', 'approved') WHERE type = 'people.signed'").run(),
    );
    const { problems } = await verify();
    expect(problems.find(({ code }) => code === 'signature-changed')?.where).toContain(`record ${seq}`);
  });

  test('a signature whose record is gone', async () => {
    const { hash } = registered();
    await sign([hash]);
    await bench.close();
    tamper((db) => db.prepare('DELETE FROM record_log WHERE hash = ?').run(Buffer.from(hash, 'base64url')));
    expect(await codes()).toContain('signed-record-missing');
  });

  test.each([
    ['who had no such role', { role: 'supervisor', meaning: 'approved' }, 'signer-not-permitted'],
    ['who had not certified', { role: 'tech', meaning: 'performed' }, 'signer-not-permitted'],
    ['nobody knows', { signerId: 'p-unknown' }, 'signer-not-permitted'],
  ] as const)('a signature of somebody %s', async (_who, claim, code) => {
    const omar = await bench.addPerson('omar', ['tech']);
    const body = {
      ...({ signatureId: 's1', signerId: omar, printedName: 'Omar', role: 'tech', meaning: 'performed' } as const),
      ...{ at: '2026-11-22T11:00:00.000+01:00', timeZone: 'UTC', targets: [targetOf(registered())], statement: '' },
      ...claim,
    };
    const author = { actor: `user:${body.signerId}`, auth: { session: null, proof: 'password' } } as const;
    store().records.append([draft(signed, signatureStream('s1'), body)], author);
    expect(await codes()).toEqual([code]);
    expect(await bench.page.system.verify()).toMatchObject({ isSound: false, signatureCount: 0 });
  });

  test("a signature in another's name, one without the password, and one of a switched-off account", async () => {
    const omar = await bench.addPerson('omar', ['tech']);
    await bench.signIn('omar');
    await bench.page.people.certify({ password: ownPassword, statement: 'I certify.' });
    await bench.signIn('ruth');
    const write = (signatureId: string, actor: string, proof: 'password' | 'pin') =>
      store().records.append(
        [
          draft(signed, signatureStream(signatureId), {
            ...({ signatureId, signerId: omar, printedName: 'Omar', role: 'tech', meaning: 'performed' } as const),
            ...{
              at: '2026-11-22T11:00:00.000+01:00',
              timeZone: 'UTC',
              targets: [targetOf(registered())],
              statement: '',
            },
          }),
        ],
        { actor, auth: { session: null, proof } },
      );
    write('s1', `user:${ownerId}`, 'password');
    write('s2', `user:${omar}`, 'pin');
    write('s3', `user:${omar}`, 'password');
    await bench.page.people.setActive({ personId: omar, isActive: false, reason: 'left' });
    write('s4', `user:${omar}`, 'password');
    const { problems, provedCount } = await verify();
    expect(problems.map(({ code, where }) => `${code} ${where.slice(10, 12)}`)).toEqual([
      'signer-not-proved s1',
      'signer-not-proved s2',
      'signer-not-permitted s4',
    ]);
    expect(provedCount).toBe(1);
  });

  test('any one changed byte of a signature or of the record it signs', async () => {
    const record = registered();
    await sign([record.hash]);
    const rows = store()
      .db.prepare("SELECT lsn, raw FROM record_log WHERE type IN ('people.signed', ?)")
      .all(record.type) as { lsn: number; raw: string }[];
    const copy = new Database(':memory:');
    const source = store().db;
    for (const table of ['logs', 'record_log']) {
      const columns = (source.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
      copy.exec(`CREATE TABLE ${table} (${columns.join(', ')})`);
      const put = copy.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`);
      for (const row of source.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][]) put.run(...row);
    }
    const registry = createRegistry(quickModules.flatMap((module) => module.records));
    expect(proveSignatures({ db: copy, registry })).toMatchObject({ provedCount: 1, problems: [] });
    const set = copy.prepare('UPDATE record_log SET raw = ? WHERE lsn = ?');
    const silent: string[] = [];
    for (const { lsn, raw } of rows) {
      for (let at = 0; at < raw.length; at++) {
        const other = String.fromCharCode(raw.charCodeAt(at) ^ (1 << (at % 7)));
        set.run(raw.slice(0, at) + other + raw.slice(at + 1), lsn);
        const { problems, provedCount } = proveSignatures({ db: copy, registry });
        if (problems.length === 0 || provedCount > 0) silent.push(`${lsn}:${at}`);
      }
      set.run(raw, lsn);
    }
    copy.close();
    expect(silent).toEqual([]);
  });
});
