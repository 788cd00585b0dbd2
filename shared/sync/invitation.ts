import * as z from 'zod';
import { text } from '../kernel/text-schema.ts';

/**
 * Joining a site without a hub, by two small files (version 1 of the container). The bench that wants to join says who it is;
 * the site's deciding workstation answers with an invitation. Each is one exact text with a signature over its hash.
 */

const device = z.string().min(1).max(64);
const key32 = z
  .string()
  .length(43)
  .regex(/^[A-Za-z0-9_-]+$/);

/** Kinds of the two files. */
export const joinRequestKind = 'join-request';
export const invitationKind = 'invitation';

/** The one line inside either file. `sig`: Ed25519 over SHA-256 of the text it stands for. */
export const signedLine = z.object({ text: text(4000), sig: z.string().length(86) });

export const joinRequest = z.object({
  device,
  epoch: z.number().int().min(1),
  publicKey: key32,
  boxKey: key32,
  label: text(120),
  /** Scope it wrote until now. */
  provisional: text(60),
});
export type JoinRequest = z.infer<typeof joinRequest>;

export const invitation = z.object({
  site: text(60),
  siteName: text(120),
  inviter: z.object({ device, epoch: z.number().int().min(1), publicKey: key32, boxKey: key32, label: text(120) }),
  /** Whom it is for: nobody else can use it. */
  device,
  publicKey: key32,
});
export type Invitation = z.infer<typeof invitation>;

/** What is hashed and signed: by the asking bench's own key, which so proves that it holds it. */
export const joinRequestText = (request: string): string => `bs-join-request-1\n${request}`;
/** What is hashed and signed by the inviting workstation. */
export const invitationText = (invitation: string): string => `bs-invitation-1\n${invitation}`;
