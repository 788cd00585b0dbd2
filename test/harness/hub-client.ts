import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { recordCrypto } from '../../electron/store/record-crypto.ts';
import type { HubServer, InjectedReply } from '../../hub/server/server.ts';
import { hashOf } from '../../shared/records/envelope.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { readRecordLines, type TravellingRecord, writeRecordLines } from '../../shared/sync/record-lines.ts';
import { enrolText, requestText, sessionText, writeAuthorization } from '../../shared/sync/signed-request.ts';
import type { HubWriter } from './hub-writer.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as JSON; null when it is none. */
  readonly json: Record<string, unknown> | null;
}

/** One signed request, to be sent as it is, twice, or spoiled. */
export interface SignedCall {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | null;
}

/** Speaks to a hub's server as a writer, and lets a test spoil every part of what is said. */
export class HubCaller {
  readonly writer: HubWriter;
  readonly #server: Pick<HubServer, 'inject'>;
  readonly #hub: string;
  session = '';
  site = '';
  #counter = 0;

  constructor(server: Pick<HubServer, 'inject'>, hub: string, writer: HubWriter) {
    this.writer = writer;
    this.#server = server;
    this.#hub = hub;
  }

  async send(call: SignedCall): Promise<Answer> {
    return answerOf(await this.#server.inject(call));
  }

  json(method: string, pathAndQuery: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const bytes = Buffer.from(JSON.stringify(body));
    return this.send({
      method,
      pathAndQuery,
      headers: { 'content-type': 'application/json', ...headers },
      body: bytes,
    });
  }

  async nonce(): Promise<string> {
    return (await this.json('POST', '/v1/hello', {})).json!.nonce as string;
  }

  /** The signature of a text by the writer's key, or another's. */
  sign(text: string, by: HubWriter = this.writer): string {
    return Buffer.from(by.signHash(recordCrypto.hashText(text))).toString('base64url');
  }

  async enrol(code: string, spoiled: Record<string, unknown> = {}): Promise<Answer> {
    const asked = { ...this.writer.request, nonce: await this.nonce() };
    const proof = this.sign(enrolText({ hub: this.#hub, ...asked }));
    return this.json('POST', '/v1/enrol', { code, ...asked, proof, ...spoiled });
  }

  async open(spoiled: Record<string, unknown> = {}, by: HubWriter = this.writer): Promise<Answer> {
    const asked = { device: this.writer.device, epoch: this.writer.epoch, nonce: await this.nonce() };
    const proof = this.sign(sessionText({ hub: this.#hub, ...asked }), by);
    const answer = await this.json('POST', '/v1/session', { ...asked, proof, ...spoiled });
    if (answer.status === 200) {
      this.session = answer.json!.session as string;
      this.site = answer.json!.site as string;
      this.#counter = 0;
    }
    return answer;
  }

  /** A request signed as it should be, with the next counter. */
  signed(method: string, pathAndQuery: string, body: Uint8Array | null = null, by?: HubWriter): SignedCall {
    const counter = ++this.#counter;
    const bodySha256 = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const text = requestText({ hub: this.#hub, session: this.session, counter, method, pathAndQuery, bodySha256 });
    const authorization = writeAuthorization({ session: this.session, counter, sig: this.sign(text, by) });
    const headers = { authorization, ...(body ? { 'content-type': 'application/octet-stream' } : {}) };
    return { method, pathAndQuery, headers, body };
  }

  call(method: string, pathAndQuery: string, body: Uint8Array | null = null): Promise<Answer> {
    return this.send(this.signed(method, pathAndQuery, body));
  }

  push(records: readonly TravellingRecord[]): Promise<Answer> {
    return this.call('POST', '/v1/push', packed(records));
  }

  async pull(scope: 'site' | 'org', after = 0, limit = 500) {
    return pageOf(await this.call('GET', `/v1/pull?after=${after}&scope=${scope}&limit=${limit}`));
  }

  async heads(): Promise<Vector> {
    return (await this.call('GET', '/v1/heads')).json as Vector;
  }
}

/** A pushed body of some records. */
export const packed = (records: readonly TravellingRecord[]): Uint8Array =>
  gzipSync(writeRecordLines(records, recordCrypto));

/** The parts of a page of a pull. */
export function pageOf({ body }: Answer): { next: number; isMore: boolean; records: TravellingRecord[] } {
  const text = gunzipSync(body).toString('utf8');
  const end = text.indexOf('\n');
  const head = JSON.parse(text.slice(0, end)) as { next: number; isMore: boolean };
  return { ...head, records: readRecordLines(text.slice(end + 1), recordCrypto).records };
}

/** Hashes of records, to compare lists. */
export const hashesOf = (records: readonly TravellingRecord[]): string[] =>
  records.map(({ raw }) => Buffer.from(hashOf(recordCrypto, raw)).toString('hex'));

export function answerOf({ status, headers, body }: InjectedReply): Answer {
  let json: Record<string, unknown> | null = null;
  try {
    json = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
  } catch {
    // Pages and packed bodies are not JSON.
  }
  return { status, headers, body, json };
}
