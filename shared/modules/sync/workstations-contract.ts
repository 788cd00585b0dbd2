import { oc } from '@orpc/contract';
import * as z from 'zod';

/** A workstation whose records are taken here, or were until it was revoked. */
export const workstation = z.object({
  device: z.string(),
  epoch: z.number(),
  label: z.string(),
  /** Six words of its key. */
  fingerprint: z.string(),
  /** `own`, `hub`, `inviter`, or `enrolled` and by whom. */
  trustedBy: z.object({ kind: z.enum(['own', 'hub', 'inviter', 'enrolled', 'endorsed']), by: z.string() }),
  mayEnrol: z.boolean(),
  isRevoked: z.boolean(),
  /** When it told the site that it leaves (ISO), or null. */
  leftAt: z.string().nullable(),
  /** Records of it that are here. */
  recordCount: z.number(),
});
export type Workstation = z.infer<typeof workstation>;

/** A file that asks to join, as read. */
export const joinRequestView = z.object({
  token: z.string(),
  device: z.string(),
  label: z.string(),
  fingerprint: z.string(),
  madeAt: z.string(),
  isKnown: z.boolean(),
});

/** The answer to such a file, as read. */
export const invitationView = z.object({
  token: z.string(),
  siteName: z.string(),
  inviter: z.object({ device: z.string(), label: z.string(), fingerprint: z.string() }),
  madeAt: z.string(),
});

const grant = z.string().min(1).max(64);
const label = z.string().trim().min(1).max(120);
/** Small files are read by the page and handed over whole. */
const bytes = z.instanceof(Uint8Array);

export const workstationsContract = {
  list: oc.output(z.array(workstation)),
  /**
   * Who enrols here: `hub` (by its codes), `this` (this workstation may invite), `other` (another workstation may),
   * `nobody` (no site yet: inviting the first other bench opens one).
   */
  office: oc.output(z.object({ held: z.enum(['hub', 'this', 'other', 'nobody']), siteName: z.string() })),
  /** A bench that wants to join writes a file with its keys, signed by them. Errors: those of saving a file. */
  writeRequest: oc.input(z.object({ grant, label })).output(z.object({ file: z.string() })),
  /** Errors: `container/...`, `sync/bad-request-file`, `sync/request-of-this-workstation`. */
  readRequest: oc.input(z.object({ bytes })).output(joinRequestView),
  /**
   * Enrols the workstation of a request whose six words a person compared, and writes its invitation. `siteName` names the
   * site when this opens it. Errors: `sync/not-looked-at`, `sync/may-not-enrol`, those of saving a file.
   */
  admit: oc
    .input(z.object({ token: z.string(), grant, siteName: z.string().trim().max(120) }))
    .output(z.object({ file: z.string() })),
  /** Errors: `container/...`, `sync/bad-invitation`, `sync/invitation-for-another`. */
  readInvitation: oc.input(z.object({ bytes })).output(invitationView),
  /** Joins the site of an invitation whose six words a person compared. Errors: `sync/not-looked-at`, `sync/other-key`. */
  accept: oc.input(z.object({ token: z.string() })).output(z.object({ siteName: z.string() })),
  /** Nothing it writes from now on counts here. Errors: `sync/may-not-enrol`, `sync/own-key`, `sync/unknown-workstation`. */
  revoke: oc
    .input(z.object({ device: z.string().max(64), reason: z.string().trim().min(1).max(500) }))
    .output(z.object({})),
};
