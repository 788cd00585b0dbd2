import { writeSync } from 'node:fs';
import { recordAmended } from '../../shared/records/core-records.ts';
import { draft } from '../../shared/records/define.ts';
import { openPeopleBench, ownerPassword } from './people-bench.ts';

/**
 * A bench that does and signs without end, to be killed. Argument: the data folder. Says on stdout, after each save, the hash
 * of the record that was signed: `signed <hash>`.
 */
const [dataFolder = ''] = process.argv.slice(2);
const bench = await openPeopleBench(dataFolder);
const { page, host } = bench;
const { store, signing } = host.context;
if ((await page.people.state()).state === 'no-owner') await bench.makeOwner();
else await bench.signIn('ruth');
const cards = await page.instruments.cards({ withRetired: true });
if (cards.length === 0) await bench.register('generic-lis02');
const [target] = store.records.page({ types: ['instruments.instrument-registered'], limit: 1 }).records;
if (!target) throw new Error('no instrument');

for (let n = 0; ; n++) {
  const grant = await signing.require({ password: ownerPassword, meaning: 'performed', statement: `${n}` });
  const hash = store.transaction(() => {
    const body = { target: target.hash, patch: { place: `room ${n}` }, reason: 'moved' };
    const done = store.records.append([draft(recordAmended, target.stream, body)], grant.author);
    grant.sign(done);
    return done[0]!.hash;
  });
  writeSync(1, `signed ${hash}\n`);
}
