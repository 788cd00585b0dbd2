import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type * as z from 'zod';
import { AppError } from '../../shared/kernel/errors.ts';
import { maxRecordBytes } from '../../shared/records/envelope.ts';
import {
  enrolReply,
  type HeldSite,
  helloReply,
  hubError,
  pullHead,
  pushReply,
  receiptBody,
  sessionReply,
  type Vector,
  vector,
} from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { readRecordLines, type TravellingRecord, writeRecordLines } from '../../shared/sync/record-lines.ts';
import {
  enrolText,
  receiptText,
  requestText,
  sessionText,
  writeAuthorization,
} from '../../shared/sync/signed-request.ts';
import { isTextSigned, recordCrypto } from '../store/record-crypto.ts';
import type { HubReply, HubTransport } from './hub-transport.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A hub as it was pinned: whatever else answers is not it. */
export interface PinnedHub {
  readonly device: string;
  readonly publicKey: string;
}

/** What of this machine's keys speaks to a hub. */
export interface HubSigner {
  readonly device: string;
  readonly epoch: number;
  readonly publicKey: string;
  readonly boxKey: string;
  readonly epochs: readonly { readonly epoch: number; readonly endorsement?: string | undefined }[];
  sign(hash: Uint8Array): Uint8Array;
}

export interface HubClientOptions {
  readonly send: HubTransport;
  readonly hub: PinnedHub;
  readonly signer: HubSigner;
  readonly signal?: AbortSignal | undefined;
  /** Told whenever something that only this hub can know or sign has arrived. */
  readonly onContact?: ((hubTime: string) => void) | undefined;
}

/** A batch is cut when its text passes the limit, so it may be longer by its last record and its first line. */
const longestBatchText = syncLimits.batchBytes + maxRecordBytes + 4096;

/** Speaks to one hub in one session at a time: each of the three loops has its own. */
export class HubClient {
  readonly #o: HubClientOptions;
  #session: { id: string; epoch: number; counter: number; site: string } | undefined;

  constructor(options: HubClientOptions) {
    this.#o = options;
  }

  /** The site the hub has this machine in; opens a session when there is none. */
  async site(): Promise<string> {
    return (await this.#open()).site;
  }

  heads(): Promise<Vector> {
    return this.#json('GET', '/v1/heads', vector);
  }

  /**
   * Brings records; answers what the hub's signature says it holds of their logs.
   *
   * @throws AppError `sync/bad-receipt` when the receipt is not the pinned hub's, or not for this machine
   */
  async push(
    records: readonly TravellingRecord[],
  ): Promise<{ heads: Vector; problems: z.infer<typeof pushReply>['problems'] }> {
    const body = await pack(writeRecordLines(records, recordCrypto));
    const reply = await this.#json('POST', '/v1/push', pushReply, body, 'application/gzip');
    const { hub, signer } = this.#o;
    if (!isTextSigned(hub.publicKey, receiptText(reply.receipt), reply.sig)) throw new AppError('sync/bad-receipt', {});
    const receipt = readShape(receiptBody, Buffer.from(reply.receipt));
    if (receipt.hub !== hub.device || receipt.device !== signer.device) throw new AppError('sync/bad-receipt', {});
    return { heads: receipt.heads, problems: reply.problems };
  }

  async pull(
    scope: 'site' | 'org',
    after: number,
    limit: number,
  ): Promise<{ records: TravellingRecord[]; badCount: number; next: number; isMore: boolean }> {
    const path = `/v1/pull?after=${after}&scope=${scope}&limit=${limit}`;
    const text = await this.#lines(path);
    const end = text.indexOf('\n');
    const head = readShape(pullHead, Buffer.from(end < 0 ? text : text.slice(0, end)));
    const { records, badLines } = readRecordLines(end < 0 ? '' : text.slice(end + 1), recordCrypto);
    return { records, badCount: badLines.length, next: head.next, isMore: head.isMore };
  }

  async log(log: string, from: number, limit: number): Promise<TravellingRecord[]> {
    const text = await this.#lines(`/v1/log?log=${encodeURIComponent(log)}&from=${from}&limit=${limit}`);
    return readRecordLines(text, recordCrypto).records;
  }

  json<Shape extends z.ZodType>(method: string, path: string, shape: Shape, body?: unknown): Promise<z.output<Shape>> {
    return this.#json(method, path, shape, body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
  }

  /** A call whose answer says nothing. */
  async tell(path: string, body: unknown): Promise<void> {
    await this.call('POST', path, Buffer.from(JSON.stringify(body)), 'application/json');
  }

  /**
   * A signed call. A session that ended is opened anew, once.
   *
   * @throws AppError `sync/hub-unreachable`, `sync/not-a-hub`, `sync/other-hub`, or what the hub refused with (`hub/...`)
   */
  async call(method: string, pathAndQuery: string, body?: Uint8Array, type?: string): Promise<HubReply> {
    try {
      return await this.#signed(method, pathAndQuery, body, type);
    } catch (error) {
      const { code } = error as AppError;
      if (code !== 'hub/no-session' && code !== 'hub/replayed') throw error;
      this.#session = undefined;
      return this.#signed(method, pathAndQuery, body, type);
    }
  }

  async #signed(method: string, pathAndQuery: string, body?: Uint8Array, type?: string): Promise<HubReply> {
    const { hub, signer, send, signal } = this.#o;
    const session = await this.#open();
    const counter = ++session.counter;
    const bodySha256 = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const text = requestText({ hub: hub.device, session: session.id, counter, method, pathAndQuery, bodySha256 });
    const authorization = writeAuthorization({ session: session.id, counter, sig: signText(signer, text) });
    return requireAnswer(
      await send({
        method,
        pathAndQuery,
        headers: { authorization, ...(body ? { 'content-type': type ?? 'application/json' } : {}) },
        body: body ?? null,
        signal,
      }),
    );
  }

  async #open(): Promise<{ id: string; counter: number; site: string }> {
    if (this.#session?.epoch === this.#o.signer.epoch) return this.#session;
    const { hub, signer, send, signal } = this.#o;
    const hello = await greet(send, signal);
    if (hello.hub !== hub.device || hello.publicKey !== hub.publicKey) throw new AppError('sync/other-hub', {});
    const { device, epoch, publicKey, boxKey } = signer;
    const proof = signText(signer, sessionText({ hub: hub.device, nonce: hello.nonce, device, epoch }));
    const sig = signer.epochs.find((one) => one.epoch === epoch)?.endorsement;
    const asked = {
      device,
      epoch,
      nonce: hello.nonce,
      proof,
      ...(sig ? { endorsed: { publicKey, boxKey, sig } } : {}),
    };
    const reply = await postJson(send, '/v1/session', asked, sessionReply, signal);
    this.#o.onContact?.(hello.now);
    this.#session = { id: reply.session, epoch, counter: 0, site: reply.site };
    return this.#session;
  }

  async #json<Shape extends z.ZodType>(
    method: string,
    path: string,
    shape: Shape,
    body?: Uint8Array,
    type?: string,
  ): Promise<z.output<Shape>> {
    return readShape(shape, (await this.call(method, path, body, type)).body);
  }

  async #lines(path: string): Promise<string> {
    const { body } = await this.call('GET', path);
    try {
      const bytes = await unpack(body, { maxOutputLength: longestBatchText });
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      throw new AppError('sync/not-a-hub', { why: 'not packed' }, { cause: error });
    }
  }
}

/** Asks who is there. @throws AppError `sync/not-a-hub` when what answers is none (a captive portal, another server) */
export async function greet(send: HubTransport, signal?: AbortSignal): Promise<z.infer<typeof helloReply>> {
  return postJson(send, '/v1/hello', {}, helloReply, signal);
}

/**
 * Uses an enrolment code up.
 *
 * @throws AppError `sync/other-hub`, `sync/code-refused`, `sync/other-site`, `sync/code-for-existing-site`,
 *   `sync/site-is-at-hub`, `hub/...`
 */
export async function enrolAt(
  send: HubTransport,
  hub: PinnedHub,
  signer: HubSigner,
  who: { code: string; label: string; provisional: string; held?: HeldSite | undefined },
): Promise<z.infer<typeof enrolReply>> {
  const hello = await greet(send);
  if (hello.hub !== hub.device || hello.publicKey !== hub.publicKey) throw new AppError('sync/other-hub', {});
  const { device, epoch, publicKey, boxKey } = signer;
  const { nonce } = hello;
  const { provisional, label } = who;
  const held = who.held && JSON.stringify(who.held);
  const text = enrolText({ hub: hub.device, nonce, device, epoch, publicKey, boxKey, provisional, held });
  const asked = {
    code: who.code.replace(/[\s-]/g, ''),
    nonce,
    device,
    epoch,
    publicKey,
    boxKey,
    label,
    provisional,
    ...(held === undefined ? {} : { held }),
    proof: signText(signer, text),
  };
  try {
    const reply = await postJson(send, '/v1/enrol', asked, enrolReply);
    if (reply.hub !== hub.device || reply.publicKey !== hub.publicKey) throw new AppError('sync/other-hub', {});
    return reply;
  } catch (error) {
    const code = sentenceOfRefusal[(error as AppError).code];
    throw code === undefined ? error : new AppError(code, {});
  }
}

/** What a person who types a code can do something about. */
const sentenceOfRefusal: Readonly<Record<string, string>> = {
  'hub/code-unknown': 'sync/code-refused',
  'hub/other-site': 'sync/other-site',
  'hub/no-site-held': 'sync/code-for-existing-site',
  'hub/site-is-here': 'sync/site-is-at-hub',
};

async function postJson<Shape extends z.ZodType>(
  send: HubTransport,
  pathAndQuery: string,
  body: unknown,
  shape: Shape,
  signal?: AbortSignal,
): Promise<z.output<Shape>> {
  const headers = { 'content-type': 'application/json' };
  const bytes = Buffer.from(JSON.stringify(body));
  return readShape(
    shape,
    requireAnswer(await send({ method: 'POST', pathAndQuery, headers, body: bytes, signal })).body,
  );
}

/** A good answer as it is; a refusal of the hub as its code; anything else is not the hub. */
function requireAnswer(reply: HubReply): HubReply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  let said: z.infer<typeof hubError>;
  try {
    said = hubError.parse(JSON.parse(Buffer.from(reply.body).toString()));
  } catch {
    throw new AppError('sync/not-a-hub', { status: reply.status });
  }
  if (!said.code.startsWith('hub/')) throw new AppError('sync/not-a-hub', { status: reply.status });
  const plain = Object.entries(said.data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  throw new AppError(said.code, Object.fromEntries(plain) as Record<string, string | number | boolean>);
}

function readShape<Shape extends z.ZodType>(shape: Shape, body: Uint8Array): z.output<Shape> {
  try {
    return shape.parse(JSON.parse(Buffer.from(body).toString()));
  } catch (error) {
    throw new AppError('sync/not-a-hub', { why: 'another answer' }, { cause: error });
  }
}

/** Signs one of the texts of `signed-request.ts`; base64url. */
export function signText(signer: Pick<HubSigner, 'sign'>, text: string): string {
  return Buffer.from(signer.sign(recordCrypto.hashText(text))).toString('base64url');
}
