import * as z from 'zod';
import { text } from '../kernel/text-schema.ts';
import { syncLimits } from './limits.ts';

/**
 * The hub's calls over HTTP. Bodies that carry records are `record-lines`, packed with gzip; everything else is JSON. Every
 * call but `/health`, `/v1/hello` and `/v1/enrol` carries a signed request header; see `signed-request.ts`.
 */

const base64url = (length: number) =>
  z
    .string()
    .length(length)
    .regex(/^[A-Za-z0-9_-]+$/);
const deviceId = z.string().length(36);
const scope = text(60);

/** `POST /v1/hello`: a fresh nonce to sign, good once and for a minute, and whose hub this is. No enrolment needed. */
export const helloReply = z.object({
  hub: deviceId,
  publicKey: base64url(43),
  nonce: base64url(43),
  /** The hub's clock, ISO: a workstation notes the difference, nothing is refused for it. */
  now: text(40),
  version: text(40),
});

/** Another workstation of a site that came to be without a hub, one epoch of it, as the one that brings the site knows it. */
const siteMember = z.object({
  device: deviceId,
  epoch: z.number().int().min(1),
  publicKey: base64url(43),
  boxKey: base64url(43),
  label: text(120),
  scopes: z.array(scope).max(16),
  /** The last record of each of its logs that counts, where it was revoked. */
  revoked: z
    .array(z.object({ log: text(160), seq: z.number().int().min(0) }))
    .max(200)
    .nullable(),
});

/** The site a workstation already belongs to when it comes to a hub. Only a code for a site that exists already opens it there. */
export const heldSite = z.object({ site: scope, name: text(120), members: z.array(siteMember).max(100) });
export type HeldSite = z.infer<typeof heldSite>;

/**
 * `POST /v1/enrol`. `proof` signs `enrolText`: whoever asks holds the key. `code` is the one-time code without its dashes; it
 * names the site.
 */
export const enrolRequest = z.object({
  code: text(60),
  nonce: base64url(43),
  device: deviceId,
  epoch: z.number().int().min(1),
  publicKey: base64url(43),
  boxKey: base64url(43),
  label: text(120),
  /** The scope it wrote until now. */
  provisional: scope,
  /** The exact text of a `heldSite` (JSON), where it belongs to a site. A code of another site is refused, and stays good. */
  held: text(syncLimits.heldSiteCharacters).optional(),
  proof: base64url(86),
});
export const enrolReply = z.object({ site: scope, siteName: text(120), hub: deviceId, publicKey: base64url(43) });

/**
 * `POST /v1/session`: `proof` signs `sessionText`. The first session of a new epoch brings the new keys and what the key of
 * the epoch before signed (`epochText`); without it a new epoch needs a new enrolment.
 */
export const sessionRequest = z.object({
  device: deviceId,
  epoch: z.number().int(),
  nonce: base64url(43),
  proof: base64url(86),
  endorsed: z.object({ publicKey: base64url(43), boxKey: base64url(43), sig: base64url(86) }).optional(),
});
export const sessionReply = z.object({ session: text(60), site: scope, expiresInSeconds: z.number().int() });

/** Head of every log the device may see (its site's and the hub's own): `[seq, link]` by log. `GET /v1/heads`. */
export const vector = z.record(text(160), z.tuple([z.number().int().min(0), base64url(43)]));
export type Vector = z.infer<typeof vector>;

/**
 * `POST /v1/push` answers this. `receipt` is what the hub now holds of the logs that were pushed, its exact text signed by
 * the hub (`receiptHash`): only it turns "saved here" into "on the hub".
 */
export const pushReply = z.object({
  receipt: text(200_000),
  sig: base64url(86),
  added: z.number().int(),
  duplicate: z.number().int(),
  pending: z.number().int(),
  /** Set aside, each with why. */
  problems: z.array(z.object({ why: text(60), log: text(160), seq: z.number().int() })),
});
/** What stands in the signed text of a receipt. `at` is the hub's clock, ISO. */
export const receiptBody = z.object({ hub: deviceId, device: deviceId, at: text(40), heads: vector });

/**
 * `GET /v1/pull?after=<arrival number>&scope=site|org&limit=`: the first line of the unpacked body is this, the others are
 * record lines in order of arrival.
 */
export const pullHead = z.object({ next: z.number().int(), isMore: z.boolean() });

/**
 * `GET /v1/log?log=<log id>&from=<sequence>&limit=`: record lines of one log of the device's site or of the hub's own, for
 * whoever found a difference between the vectors. An empty body is the end of the log.
 */

/** `POST /v1/status`: what a workstation last said of itself; its exact text signed by it. The supervisor's page shows it. */
export const statusBody = z.object({
  device: deviceId,
  site: scope,
  at: text(40),
  app: text(80),
  label: text(120),
  unsentCount: z.number().int(),
  /** When the oldest record that no hub has was saved, or null. */
  unsentSince: text(40).nullable(),
  overdueCount: z.number().int(),
  conflictCount: z.number().int(),
  quarantineCount: z.number().int(),
});
export type StatusBody = z.infer<typeof statusBody>;
export const signedStatus = z.object({ text: text(10_000), sig: base64url(86) });

/**
 * `GET /v1/blobs/<sha256>`: state of a file at the hub, zeros when it has nothing of it. `PUT .../<sha256>?at=<byte>&of=<all
 * bytes>` appends a piece and answers the state; `GET .../<sha256>/content?at=<byte>` answers at most one piece.
 */
export const blobState = z.object({ byteCount: z.number().int(), received: z.number().int(), isWhole: z.boolean() });

/** Every refusal: a code, and what a sentence about it needs. */
export const hubError = z.object({ code: text(60), data: z.record(z.string(), z.json()).default({}) });
