import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';
import { isSignedBy, publicKeyOf, recordCrypto } from '../../../electron/store/record-crypto.ts';
import { firstLink, hashOf, linkOf, readEnvelope, writeEnvelope } from '../../../shared/records/envelope.ts';
import { createRegistry } from '../../../shared/records/registry.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

/**
 * Bodies of every version ever released, as they were written then. A file is added to, never changed: what it says
 * must be readable for ever. `reads` is what the newest program makes of the body, left out where that is the same.
 */
const folder = new URL('../../fixtures/records/golden/', import.meta.url);
const registry = createRegistry(storeModules.flatMap((module) => module.records));

interface Sample {
  tv: number;
  body: unknown;
  reads?: unknown;
}

const samplesOf = (type: string): Sample[] =>
  JSON.parse(readFileSync(new URL(`${type}.json`, folder), 'utf8')) as Sample[];
const files = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));

describe('golden bodies', () => {
  test('there is one of every version of every record, and none of a record that is gone', () => {
    const types = registry.definitions.map((definition) => definition.type);
    expect([...files].sort()).toEqual([...types].sort());
  });

  test.each(registry.definitions.map((definition) => definition.type))(
    '%s: every version reads as it should',
    (type) => {
      const definition = registry.get(type)!;
      const samples = samplesOf(type);
      const versions = [...new Set(samples.map((sample) => sample.tv))].sort((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: definition.version }, (_, at) => at + 1));
      for (const { tv, body, reads = body } of samples) {
        const record = registry.read(envelopeOf(type, tv, body), 'h');
        expect(record).toMatchObject({ isKnown: true, tv });
        expect(record.body).toEqual(reads);
        if (tv === definition.version) expect(definition.schema.parse(record.body)).toEqual(record.body);
      }
    },
  );
});

describe('a sealed log as it was first released', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../fixtures/records/sealed-log-v1.json', import.meta.url), 'utf8'),
  ) as {
    device: string;
    epoch: number;
    publicKey: string;
    head: { log: string; seq: number; link: string };
    lines: { raw: string; sig: string; hash: string }[];
  };

  test('its hashes, links and signatures still hold', () => {
    const key = publicKeyOf(golden.publicKey);
    let link = firstLink;
    for (const [at, { raw, sig, hash }] of golden.lines.entries()) {
      const read = readEnvelope(raw);
      if ('why' in read) throw new Error(read.why);
      const hashBytes = hashOf(recordCrypto, raw);
      const sigBytes = Buffer.from(sig, 'base64url');
      expect(Buffer.from(hashBytes).toString('base64url')).toBe(hash);
      expect(isSignedBy(key, hashBytes, sigBytes)).toBe(true);
      expect(read.envelope).toMatchObject({ seq: at + 1, prev: link });
      // Our writer still writes it so, byte for byte.
      expect(writeEnvelope(read.envelope)).toBe(raw);
      link = linkOf(recordCrypto, hashBytes, sigBytes);
    }
    expect(golden.head).toMatchObject({ seq: golden.lines.length, link });
  });

  test('a store takes it in whole', async () => {
    const store = await openTestStore(testFolder('golden'));
    store.db
      .prepare("INSERT INTO device_keys VALUES (?, ?, ?, 'test')")
      .run(golden.device, golden.epoch, golden.publicKey);
    const lines = golden.lines.map(({ raw, sig }) => ({ raw, sig: Buffer.from(sig, 'base64url') }));
    expect(store.ingest.take(lines, 'golden')).toMatchObject({ added: golden.lines.length, problems: [] });
    expect(store.db.prepare('SELECT stream, name, is_on, measured FROM lamps').raw().all()).toEqual([
      ['lamp/1', 'Hallway', 1, 1],
    ]);
  });
});

function envelopeOf(type: string, tv: number, body: unknown) {
  return {
    v: 1 as const,
    log: '0199aaaa-bbbb-7ccc-8ddd-0123456789ab/1/org',
    seq: 1,
    prev: firstLink,
    id: 'id',
    hlc: '000000000000001-0000-0123456789ab',
    wall: '',
    tz: '',
    clk: { off: null, age: null, boot: '', mono: 0 },
    actor: 'system',
    auth: { session: null, proof: 'none' as const },
    type,
    tv,
    stream: 'x/1',
    base: null,
    app: '',
    body,
  };
}
