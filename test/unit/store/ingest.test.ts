import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunningStore } from '../../../electron/store/running-store.ts';
import { verifyChain } from '../../../electron/store/verify-chain.ts';
import { instrumentSameAs } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { TravellingRecord } from '../../../shared/sync/record-lines.ts';
import { lampHung, lampMeasured, lampSwitched, tester } from '../../harness/sample-module.ts';
import { HandClock, openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

/** A bench that has worked for a while, on clocks that disagree by years. */
async function bench(name: string, clockOffMs: number): Promise<RunningStore> {
  const clock = new HandClock();
  clock.now += clockOffMs;
  const store = await openTestStore(testFolder(name), { clock });
  for (let at = 0; at < 12; at++) {
    clock.pass(1000);
    store.records.append([draft(lampHung, `lamp/${at % 3}`, { name: `${name} ${at}`, watts: at })], tester);
    store.records.append([draft(lampMeasured, `instrument/${name}`, { lux: at })], tester);
    store.records.append([draft(lampSwitched, `lamp/${at % 2}`, { isOn: at % 4 === 0 })], tester);
  }
  return store;
}

const linesOf = (store: RunningStore): TravellingRecord[] =>
  store.db.prepare('SELECT raw, sig FROM record_log ORDER BY lsn').all() as TravellingRecord[];

const trust = (receiver: RunningStore, ...others: RunningStore[]) => {
  const insert = receiver.db.prepare("INSERT OR IGNORE INTO device_keys VALUES (?, ?, ?, 'test')");
  for (const { keys } of others) insert.run(keys.device, keys.epoch, keys.publicKey);
};

/** What must be equal everywhere once the same records are there: the log's texts and every table. */
const stateOf = (store: RunningStore) => ({
  texts: (store.db.prepare('SELECT raw FROM record_log').pluck().all() as string[]).sort(),
  ...(rowsOf(store, 'lamps', 'lux', 'record_conflicts') as object),
});

const verdicts = ({ added, duplicate, pending, quarantined }: Record<string, unknown>) => [
  added,
  duplicate,
  pending,
  quarantined,
];

describe('ingest', () => {
  test('any order, any doubles, any batches end in the same records and the same tables', async () => {
    const a = await bench('anna', 0);
    const b = await bench('bert', 9 * 365 * 86_400_000);
    b.records.append(
      [draft(instrumentSameAs, 'instrument/anna', { a: 'anna', b: 'bert', reason: 'one plate' })],
      tester,
    );
    const all = [...linesOf(a), ...linesOf(b)];
    const straight = await openTestStore(testFolder('straight'));
    trust(straight, a, b);
    expect(straight.ingest.take(all, 'test')).toMatchObject({ added: all.length, problems: [] });
    const expected = stateOf(straight);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.nat(all.length - 1), { maxLength: 40 }),
        fc.integer({ min: 1, max: 40 }),
        async (order, doubles, batch) => {
          const receiver = await openTestStore(testFolder('receiver'));
          trust(receiver, a, b);
          const stream = [...order];
          for (const double of doubles) stream.splice(double, 0, all[double]!);
          for (let at = 0; at < stream.length; at += batch) receiver.ingest.take(stream.slice(at, at + batch), 'test');
          expect(stateOf(receiver)).toEqual(expected);
          expect(receiver.db.prepare('SELECT count(*) FROM pending').pluck().get()).toBe(0);
          expect(receiver.db.prepare('SELECT count(*) FROM quarantine').pluck().get()).toBe(0);
          expect((await verifyChain(receiver.db)).problems).toEqual([]);
          await receiver.close();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('twice changes nothing', async () => {
    const a = await bench('anna', 0);
    const receiver = await openTestStore(testFolder());
    trust(receiver, a);
    const lines = linesOf(a);
    expect(verdicts({ ...receiver.ingest.take(lines, 'test') })).toEqual([lines.length, 0, 0, 0]);
    const before = stateOf(receiver);
    expect(verdicts({ ...receiver.ingest.take(lines, 'test') })).toEqual([0, lines.length, 0, 0]);
    expect(stateOf(receiver)).toEqual(before);
  });

  test('what comes after a gap waits for it and is then taken in', async () => {
    const a = await bench('anna', 0);
    const receiver = await openTestStore(testFolder());
    trust(receiver, a);
    const lines = linesOf(a);
    expect(verdicts({ ...receiver.ingest.take([...lines.slice(0, 4), ...lines.slice(5)], 'test') })).toEqual([
      4,
      0,
      lines.length - 5,
      0,
    ]);
    expect(receiver.ingest.take([lines[4]!], 'test').added).toBe(lines.length - 4);
    expect(receiver.records.count()).toBe(lines.length);
  });

  test('a fork is set aside and named; the first history stays', async () => {
    const a = await bench('anna', 0);
    const receiver = await openTestStore(testFolder());
    trust(receiver, a);
    const lines = linesOf(a);
    receiver.ingest.take(lines, 'test');
    const head = a.records.heads()[0]!;
    // The same key signs another record in an old place: a restored machine that did not open an epoch.
    const twin = JSON.parse(lines.at(-1)!.raw) as { body: { isOn: boolean } };
    twin.body.isOn = !twin.body.isOn;
    const raw = JSON.stringify(twin);
    const { hashOf } = await import('../../../shared/records/envelope.ts');
    const { recordCrypto } = await import('../../../electron/store/record-crypto.ts');
    const fork = { raw, sig: a.keys.sign(hashOf(recordCrypto, raw)) };
    const report = receiver.ingest.take([fork, fork], 'stick');
    expect(report).toMatchObject({
      added: 0,
      quarantined: 2,
      problems: [{ why: 'records/fork', log: head.log, seq: head.seq }, {}],
    });
    expect(receiver.db.prepare('SELECT why, via, raw FROM quarantine').all()).toEqual([
      { why: 'records/fork', via: 'stick', raw },
    ]);
    expect(stateOf(receiver).texts).toEqual(lines.map((line) => line.raw).sort());
  });

  test('a changed text, a wrong signature, an unknown device and nonsense are set aside, never thrown', async () => {
    const a = await bench('anna', 0);
    const stranger = await bench('carl', 0);
    const receiver = await openTestStore(testFolder());
    trust(receiver, a);
    const [first, second] = linesOf(a);
    const report = receiver.ingest.take(
      [
        { raw: first!.raw.replace('first-run', 'restored'), sig: first!.sig },
        { raw: first!.raw, sig: new Uint8Array(64) },
        { raw: first!.raw, sig: new Uint8Array(3) },
        linesOf(stranger)[0]!,
        { raw: 'nonsense', sig: new Uint8Array(64) },
        { raw: second!.raw.replace('"v":1', '"v":7'), sig: second!.sig },
      ],
      'test',
    );
    expect(report.problems.map((problem) => problem.why)).toEqual([
      'records/bad-signature',
      'records/bad-signature',
      'records/bad-signature',
      'records/unknown-device',
      'records/not-json',
      'records/newer-envelope',
    ]);
    expect(receiver.records.count()).toBe(0);
    expect(receiver.ingest.take(linesOf(a), 'test').added).toBe(linesOf(a).length);
  });
});
