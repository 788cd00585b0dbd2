import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type Invitation,
  invitation,
  invitationKind,
  invitationText,
  type JoinRequest,
  joinRequest,
  joinRequestKind,
  joinRequestText,
  signedLine,
} from '../../../shared/sync/invitation.ts';
import { readContainerBytes, saveContainer } from '../../host/container-file.ts';
import type { HostContext } from '../../host/module.ts';
import { isTextSigned, recordCrypto } from '../../store/record-crypto.ts';

/** The two small files by which a bench joins a site without a hub: read and proved, written and signed. */

interface Made<Content> {
  readonly content: Content;
  readonly madeAt: string;
}

/** @throws AppError those of `saveContainer` */
export async function saveJoinRequest(context: HostContext, path: string, content: JoinRequest): Promise<void> {
  await save(context, path, joinRequestKind, content, joinRequestText);
}

/** @throws AppError those of `saveContainer` */
export async function saveInvitation(context: HostContext, path: string, content: Invitation): Promise<void> {
  await save(context, path, invitationKind, content, invitationText);
}

/** A request whose signature proves that who asks holds the key. @throws AppError `container/...`, `sync/bad-request-file` */
export function readJoinRequest(bytes: Uint8Array): Made<JoinRequest> {
  const { text, sig, madeAt } = readSigned(bytes, joinRequestKind, 'sync/bad-request-file');
  const read = joinRequest.safeParse(parse(text));
  if (!read.success || !isTextSigned(read.data.publicKey, joinRequestText(text), sig)) {
    throw new AppError('sync/bad-request-file', {});
  }
  return { content: read.data, madeAt };
}

/** An invitation signed by the key it names as the inviter's. @throws AppError `container/...`, `sync/bad-invitation` */
export function readInvitation(bytes: Uint8Array): Made<Invitation> {
  const { text, sig, madeAt } = readSigned(bytes, invitationKind, 'sync/bad-invitation');
  const read = invitation.safeParse(parse(text));
  if (!read.success || !isTextSigned(read.data.inviter.publicKey, invitationText(text), sig)) {
    throw new AppError('sync/bad-invitation', {});
  }
  return { content: read.data, madeAt };
}

async function save(
  context: HostContext,
  path: string,
  kind: string,
  content: unknown,
  signedText: (text: string) => string,
): Promise<void> {
  const { actor, clock, store } = context;
  const text = JSON.stringify(content);
  const sig = Buffer.from(store.keys.sign(recordCrypto.hashText(signedText(text)))).toString('base64url');
  const made = { kind, madeAt: new Date(clock.wallMs()).toISOString(), madeBy: actor.name };
  await saveContainer(path, made, [{ text, sig }]);
}

function readSigned(bytes: Uint8Array, kind: string, bad: string): { text: string; sig: string; madeAt: string } {
  const { file } = readContainerBytes(bytes, kind);
  const line = signedLine.safeParse(file.items[0]?.value);
  if (file.badLines.length > 0 || file.items.length !== 1 || !line.success) throw new AppError(bad, {});
  return { ...line.data, madeAt: file.madeAt };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
