import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { enrolmentStream, siteStream } from '../../../shared/modules/sync/records.ts';
import { type Workstation, workstationsContract } from '../../../shared/modules/sync/workstations-contract.ts';
import { draft } from '../../../shared/records/define.ts';
import type { Invitation, JoinRequest } from '../../../shared/sync/invitation.ts';
import { siteOpened, workstationEnrolled, workstationRevoked } from '../../../shared/sync/records.ts';
import type { HostContext } from '../../host/module.ts';
import type { KnownDevice } from '../../store/sync-store.ts';
import { personAuthor } from '../authors.ts';
import { workstationName } from '../workstation-name.ts';
import { readInvitation, readJoinRequest, saveInvitation, saveJoinRequest } from './join-files.ts';
import { leftAt, officeOf } from './office.ts';
import { keepLabel, labelOf, siteNameOf, wordsOf } from './state.ts';

/** Files a person looked at and may still act on; a new one pushes the oldest out. */
const mostShown = 8;

/** Who writes for this site: who is trusted here, who asks to join, who no longer counts. */
export function workstationHandlers(context: HostContext) {
  const os = implement(workstationsContract);
  const { store, files } = context;
  const requests = new Map<string, JoinRequest>();
  const invitations = new Map<string, Invitation>();

  return os.router({
    list: os.list.handler(() => store.sync.devices().map((known) => toWorkstation(context, known))),

    office: os.office.handler(() => ({ held: officeOf(context), siteName: siteNameOf(context, store.sync.scope) })),

    writeRequest: os.writeRequest.handler(async ({ input: { grant, label } }) => {
      const path = files.take(grant, 'bundle');
      const { device, epoch, publicKey } = store.keys;
      const { boxKey, scope } = store.sync;
      keepLabel(context, label);
      await saveJoinRequest(context, path, { device, epoch, publicKey, boxKey, label, provisional: scope });
      return { file: basename(path) };
    }),

    readRequest: os.readRequest.handler(({ input: { bytes } }) => {
      const { content, madeAt } = readJoinRequest(bytes);
      const { device, label, publicKey } = content;
      if (device === store.keys.device) throw new AppError('sync/request-of-this-workstation', {});
      const isKnown = store.sync.devices().some((known) => known.publicKey === publicKey && !known.isRevoked);
      return { token: keep(requests, content), device, label, fingerprint: wordsOf(publicKey), madeAt, isKnown };
    }),

    admit: os.admit.handler(async ({ input: { token, grant, siteName } }) => {
      const request = taken(requests, token);
      const path = files.take(grant, 'bundle');
      const invited = await admit(context, request, siteName);
      await saveInvitation(context, path, invited);
      context.topics.announce('sync', 'system');
      return { file: basename(path) };
    }),

    readInvitation: os.readInvitation.handler(({ input: { bytes } }) => {
      const { content, madeAt } = readInvitation(bytes);
      const { device, publicKey, siteName, inviter } = content;
      if (device !== store.keys.device || publicKey !== store.keys.publicKey) {
        throw new AppError('sync/invitation-for-another', {});
      }
      const fingerprint = wordsOf(inviter.publicKey);
      const shown = { device: inviter.device, label: inviter.label, fingerprint };
      return { token: keep(invitations, content), siteName, inviter: shown, madeAt };
    }),

    accept: os.accept.handler(async ({ input: { token } }) => {
      const { site, siteName, inviter } = taken(invitations, token);
      const { scope } = store.sync;
      if (scope.startsWith('site:') && scope !== site) {
        throw new AppError('sync/already-in-a-site', { site: siteNameOf(context, scope) });
      }
      store.sync.trust({ ...inviter, source: 'inviter' });
      await store.sync.joinSite(site, siteName);
      context.topics.announce('sync', 'system');
      return { siteName };
    }),

    revoke: os.revoke.handler(({ input: { device, reason } }) => {
      if (officeOf(context) !== 'this') throw new AppError('sync/may-not-enrol', {});
      if (device === store.keys.device) throw new AppError('sync/own-key', {});
      if (!store.sync.devices().some((known) => known.device === device)) {
        throw new AppError('sync/unknown-workstation', {});
      }
      // What is here counts; what it writes from now on, or has written and not passed on, does not.
      const last = store.sync
        .heads()
        .filter(({ log }) => log.startsWith(`${device}/`))
        .map(({ log, seq }) => ({ log, seq }));
      const revoked = draft(workstationRevoked, enrolmentStream(device), { device, last, reason });
      store.records.append([revoked], personAuthor(context.actor));
      context.topics.announce('sync');
      return {};
    }),
  });
}

/**
 * Says in this workstation's log of the site that another may write for it; opens the site where there is none yet.
 *
 * @throws AppError `sync/may-not-enrol`, `sync/site-name-missing`
 */
async function admit(context: HostContext, request: JoinRequest, siteName: string): Promise<Invitation> {
  const { store } = context;
  const { device, epoch, publicKey, boxKey, label, provisional } = request;
  const office = officeOf(context);
  if (office === 'hub' || office === 'other') throw new AppError('sync/may-not-enrol', {});
  const author = personAuthor(context.actor);
  const before = store.sync.scope;
  if (office === 'nobody' && siteName === '') throw new AppError('sync/site-name-missing', {});
  const { keys } = store;
  const own = { device: keys.device, epoch: keys.epoch, publicKey: keys.publicKey, boxKey: store.sync.boxKey };
  const ownLabel = labelOf(context);
  const site = office === 'this' ? before : `site:${randomUUID()}`;
  const name = office === 'this' ? siteNameOf(context, site) : siteName;
  if (office === 'nobody') {
    await store.sync.joinSite(site, name);
    const self = { ...own, label: ownLabel, site, scopes: [site, before], mayEnrol: true };
    store.records.append(
      [
        draft(siteOpened, siteStream(site), { site, name }),
        draft(workstationEnrolled, enrolmentStream(own.device), self),
      ],
      author,
    );
  }
  const scopes = [...new Set([site, provisional])];
  const enrolled = { device, epoch, publicKey, boxKey, label, site, scopes, mayEnrol: false };
  store.records.append([draft(workstationEnrolled, enrolmentStream(device), enrolled)], author);
  return { site, siteName: name, inviter: { ...own, label: ownLabel }, device, publicKey };
}

function toWorkstation(context: HostContext, known: KnownDevice): Workstation {
  const { device, epoch, label, publicKey, source, mayEnrol, isRevoked, lastSeq } = known;
  const [kind = 'own', by = ''] = source.split(':', 2);
  const isOwn = device === context.store.keys.device;
  return {
    ...{ device, epoch, mayEnrol, isRevoked, recordCount: lastSeq, leftAt: leftAt(context, device) },
    label: label || (isOwn ? labelOf(context) : workstationName(context, device)),
    fingerprint: wordsOf(publicKey),
    trustedBy: { kind: kind as Workstation['trustedBy']['kind'], by },
  };
}

function keep<Content>(shown: Map<string, Content>, content: Content): string {
  const token = randomUUID();
  shown.set(token, content);
  for (const old of shown.keys()) {
    if (shown.size <= mostShown) break;
    shown.delete(old);
  }
  return token;
}

function taken<Content>(shown: ReadonlyMap<string, Content>, token: string): Content {
  const content = shown.get(token);
  if (content === undefined) throw new AppError('sync/not-looked-at', {});
  return content;
}
