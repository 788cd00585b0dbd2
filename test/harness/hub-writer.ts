import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { recordCrypto } from '../../electron/store/record-crypto.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { type Envelope, firstLink, hashOf, linkOf, writeEnvelope } from '../../shared/records/envelope.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { epochText } from '../../shared/sync/signed-request.ts';

/** A workstation as a hub sees it: a key, and chained, signed logs. No store, no host. */
export class HubWriter {
  readonly device: string;
  readonly provisional = `provisional:${randomUUID()}`;
  epoch = 1;
  readonly #keys: { publicKey: string; privateKey: KeyObject }[] = [newKey()];
  readonly #heads = new Map<string, { seq: number; link: string }>();

  constructor(device: string = randomUUID()) {
    this.device = device;
  }

  get publicKey(): string {
    return this.#keys[this.epoch - 1]!.publicKey;
  }

  /** What it brings to be enrolled. */
  get request() {
    const { device, epoch, publicKey, provisional } = this;
    return { device, epoch, publicKey, boxKey: publicKey, label: `Bench ${device.slice(0, 4)}`, provisional };
  }

  logOf(scope: string, epoch = this.epoch): string {
    return `${this.device}/${epoch}/${scope}`;
  }

  /** The next records of its log of a scope. */
  write(scope: string, count: number, body: (seq: number) => unknown = (seq) => ({ seq })): TravellingRecord[] {
    return Array.from({ length: count }, () => {
      const head = this.#heads.get(this.logOf(scope)) ?? { seq: 0, link: firstLink };
      return this.writeOne(scope, { body: body(head.seq + 1) });
    });
  }

  /** One record, fields of the envelope as wanted. */
  writeOne(scope: string, fields: Partial<Envelope> = {}): TravellingRecord {
    const log = this.logOf(scope);
    const head = this.#heads.get(log) ?? { seq: 0, link: firstLink };
    const raw = envelopeText({ log, seq: head.seq + 1, prev: head.link, ...fields });
    const record = this.sign(raw);
    this.#heads.set(log, {
      seq: fields.seq ?? head.seq + 1,
      link: linkOf(recordCrypto, hashOf(recordCrypto, raw), record.sig),
    });
    return record;
  }

  /** Any text, signed with its key. */
  sign(raw: string, epoch = this.epoch): TravellingRecord {
    return { raw, sig: sign(null, hashOf(recordCrypto, raw), this.#keys[epoch - 1]!.privateKey) };
  }

  /** Signs a hash with its newest key. */
  signHash(hash: Uint8Array): Uint8Array {
    return sign(null, hash, this.#keys[this.epoch - 1]!.privateKey);
  }

  /** A further epoch; answers what the key before said of its key. */
  openEpoch() {
    const key = newKey();
    const before = this.#keys.at(-1)!;
    this.#keys.push(key);
    this.epoch++;
    const { device, epoch } = this;
    const hash = recordCrypto.hashText(epochText({ device, epoch, publicKey: key.publicKey }));
    const sig = sign(null, hash, before.privateKey).toString('base64url');
    return { device, epoch, publicKey: key.publicKey, boxKey: key.publicKey, sig };
  }
}

/** A writer that a hub has enrolled for a site. */
export async function enrolledWriter(hub: HubStore, site: string, label?: string): Promise<HubWriter> {
  const writer = new HubWriter();
  const { code } = await hub.enrolment.newCode(site, 1);
  await hub.enrolment.enrol(code, { ...writer.request, ...(label === undefined ? {} : { label }) });
  return writer;
}

/** The text of a record, with plain values where nothing is given. */
export const envelopeText = (fields: Partial<Envelope> & Pick<Envelope, 'log' | 'seq' | 'prev'>): string =>
  writeEnvelope({
    v: 1,
    id: randomUUID(),
    hlc: '001795600000000-0000-000000000000',
    wall: '2026-11-23T08:00:00.000Z',
    tz: '+00:00',
    clk: { off: null, age: null, boot: 'boot', mono: 1 },
    actor: 'os:ida',
    auth: { session: null, proof: 'none' },
    type: 'sample.noted',
    tv: 1,
    stream: 'sample/1',
    base: null,
    app: 'test',
    body: {},
    ...fields,
  });

function newKey() {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: privateKey.export({ format: 'jwk' }).x! };
}
