import * as z from 'zod';
import { type Meaning, type Role, role } from './records.ts';
import { workAccess } from './work-access.ts';

/** Who may do what, as data. A person has a set of roles; a role gives permissions; every call of the host asks for one. */

export const permission = z.enum([
  /** Instruments, errors, maintenance, reports, backups: everything but patient-near screens, people and the audit trail. */
  'lab.see',
  /** Messages and wire, identity masked. */
  'messages.see',
  'people.see',
  'audit-trail.see',
  'reports.make',
  'captures.export',
  /** One frame unmasked, with a reason: a recorded act (decision 3). */
  'messages.reveal',
  'messages.dismiss',
  'errors.work',
  'error-books.write',
  /** Declares use and silence, takes out of service, retries a link: what makes things safer or only looks. */
  'instruments.use',
  /** Adds and changes instruments, links, definitions, answering. */
  'instruments.set-up',
  /** Puts an instrument back into service. */
  'instruments.release',
  'maintenance.perform',
  'maintenance.correct',
  'maintenance.review',
  'maintenance.plan',
  'maintenance.import',
  'work-orders.work',
  'work-orders.manage',
  /** Runs procedures, asks for a change of one. */
  'sop.run',
  /** Writes versions, answers change requests, prints copies. */
  'sop.write',
  /** Approves versions, says who must read, retires. */
  'sop.approve',
  'people.manage',
  /** Settings of this machine, backups, retention. */
  'machine.manage',
  'sign.performed',
  'sign.reviewed',
  'sign.approved',
  'sign.verified',
]);
export type Permission = z.infer<typeof permission>;

const seeing = ['lab.see', 'messages.see', 'people.see', 'reports.make'] as const;
const atTheBench = [
  ...seeing,
  'errors.work',
  'instruments.use',
  'maintenance.perform',
  'maintenance.correct',
  'work-orders.work',
  'sop.run',
  'messages.dismiss',
  'captures.export',
  'sign.performed',
  'sign.verified',
] as const satisfies readonly Permission[];

/** What each role may do. The auditor sees everything and changes nothing, and is never anything else beside. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  tech: atTheBench,
  senior: [
    ...atTheBench,
    'messages.reveal',
    'error-books.write',
    'instruments.set-up',
    'maintenance.review',
    'work-orders.manage',
    'sop.write',
    'sign.reviewed',
  ],
  supervisor: [
    ...atTheBench,
    'audit-trail.see',
    'messages.reveal',
    'error-books.write',
    'instruments.set-up',
    'instruments.release',
    'maintenance.review',
    'maintenance.plan',
    'maintenance.import',
    'work-orders.manage',
    'sop.write',
    'sop.approve',
    'sign.reviewed',
    'sign.approved',
  ],
  'service-specialist': [...atTheBench, 'messages.reveal', 'instruments.set-up', 'work-orders.manage', 'sop.write'],
  administrator: [...seeing, 'audit-trail.see', 'instruments.set-up', 'people.manage', 'machine.manage'],
  auditor: [...seeing, 'audit-trail.see'],
};

/** Permissions that only look: a call that asks for one of them changes nothing the lab keeps. */
export const seeingPermissions: ReadonlySet<Permission> = new Set([...seeing, 'audit-trail.see']);

/** All permissions of a set of roles. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((one) => rolePermissions[one]))];
}

/** The role by which a person may sign so: the first of theirs that gives the permission, or undefined. */
export function signingRole(roles: readonly Role[], as: Meaning): Role | undefined {
  return role.options
    .filter((one) => roles.includes(one))
    .findLast((one) => rolePermissions[one].includes(`sign.${as}`));
}

/**
 * `public`: answered to anyone at the bench. `signed-in`: any account, for its own affairs; finer checks are in the
 * handler. Everything else: a person with the permission.
 */
export type CallAccess = Permission | 'public' | 'signed-in';

/**
 * What every call asks for, by its path in the contract. What is not here is refused, and a test of the architecture
 * names it.
 */
export const callAccess: Readonly<Record<string, CallAccess>> = {
  ...workAccess,

  'errors.list': 'lab.see',
  'errors.get': 'lab.see',
  'errors.enter': 'errors.work',
  'errors.acknowledge': 'errors.work',
  'errors.resolve': 'errors.work',
  'errors.searchBooks': 'lab.see',
  'errors.books': 'lab.see',
  'errors.writeBookEntry': 'error-books.write',

  'instruments.cards': 'public',
  'instruments.live': 'public',
  'instruments.get': 'lab.see',
  'instruments.definitions': 'lab.see',
  'instruments.add': 'instruments.set-up',
  'instruments.edit': 'instruments.set-up',
  'instruments.changeLink': 'instruments.set-up',
  'instruments.changeDefinition': 'instruments.set-up',
  'instruments.setAnswering': 'instruments.set-up',
  'instruments.setExpectedInUse': 'instruments.use',
  'instruments.setServiceStatus': 'instruments.use',
  'instruments.retryLink': 'instruments.use',
  'instruments.timeline': 'lab.see',
  'instruments.ports': 'lab.see',
  'instruments.watchPorts': 'lab.see',
  'instruments.listenTest': 'instruments.set-up',
  'instruments.identify': 'instruments.set-up',
  'instruments.judgeIdentity': 'instruments.set-up',

  'maintenance.agenda.list': 'lab.see',
  'maintenance.agenda.counts': 'lab.see',
  'maintenance.agenda.live': 'lab.see',
  'maintenance.agenda.why': 'lab.see',
  'maintenance.agenda.past': 'lab.see',
  'maintenance.agenda.daily': 'lab.see',
  'maintenance.plans.list': 'lab.see',
  'maintenance.plans.get': 'lab.see',
  'maintenance.plans.upkeep': 'lab.see',
  'maintenance.plans.regimes': 'lab.see',
  'maintenance.plans.create': 'maintenance.plan',
  'maintenance.plans.change': 'maintenance.plan',
  'maintenance.plans.retire': 'maintenance.plan',
  'maintenance.plans.preview': 'lab.see',
  'maintenance.plans.startAfter': 'maintenance.plan',
  'maintenance.sheets.open': 'maintenance.perform',
  'maintenance.sheets.get': 'lab.see',
  'maintenance.sheets.list': 'lab.see',
  'maintenance.sheets.saveField': 'maintenance.perform',
  'maintenance.sheets.discard': 'maintenance.perform',
  'maintenance.sheets.perform': 'maintenance.perform',
  'maintenance.sheets.performNow': 'maintenance.perform',
  'maintenance.sheets.wireReadings': 'lab.see',
  'maintenance.sheets.savePhoto': 'maintenance.perform',
  'maintenance.sheets.photo': 'lab.see',
  'maintenance.tasks.get': 'lab.see',
  'maintenance.tasks.history': 'lab.see',
  'maintenance.tasks.skip': 'maintenance.perform',
  'maintenance.tasks.correct': 'maintenance.correct',
  'maintenance.tasks.void': 'maintenance.correct',
  'maintenance.tasks.review': 'maintenance.review',
  'maintenance.tasks.month': 'lab.see',
  'maintenance.meters.list': 'lab.see',
  'maintenance.meters.history': 'lab.see',
  'maintenance.meters.note': 'maintenance.perform',
  'maintenance.meters.replace': 'maintenance.correct',
  'maintenance.events.list': 'lab.see',
  'maintenance.events.note': 'maintenance.perform',
  'maintenance.calendar.get': 'lab.see',
  'maintenance.calendar.set': 'maintenance.plan',
  'maintenance.notInUse.list': 'lab.see',
  'maintenance.notInUse.declare': 'instruments.use',
  'maintenance.notInUse.end': 'instruments.use',
  'maintenance.service.workOrders.list': 'lab.see',
  'maintenance.service.workOrders.get': 'lab.see',
  'maintenance.service.workOrders.open': 'work-orders.work',
  'maintenance.service.workOrders.change': 'work-orders.manage',
  'maintenance.service.workOrders.setState': 'work-orders.work',
  'maintenance.service.workOrders.note': 'work-orders.work',
  'maintenance.service.workOrders.usePart': 'work-orders.work',
  'maintenance.service.workOrders.complete': 'work-orders.work',
  'maintenance.service.workOrders.suggestedEvents': 'lab.see',
  'maintenance.service.parts.list': 'lab.see',
  'maintenance.service.parts.define': 'maintenance.plan',
  'maintenance.service.parts.change': 'maintenance.plan',
  'maintenance.service.parts.receive': 'work-orders.work',
  'maintenance.service.parts.countShelf': 'work-orders.work',
  'maintenance.service.parts.movements': 'lab.see',
  'maintenance.service.downtime.list': 'lab.see',
  'maintenance.service.downtime.start': 'instruments.use',
  'maintenance.service.downtime.change': 'instruments.use',
  'maintenance.service.downtime.end': 'instruments.use',
  'maintenance.service.campaigns.list': 'lab.see',
  'maintenance.service.campaigns.start': 'work-orders.manage',
  'maintenance.service.campaigns.addUnits': 'work-orders.manage',
  'maintenance.service.rts.list': 'lab.see',
  'maintenance.service.rts.get': 'lab.see',
  'maintenance.service.rts.table': 'lab.see',
  'maintenance.service.rts.changeRow': 'maintenance.plan',
  'maintenance.service.rts.raise': 'maintenance.perform',
  'maintenance.service.rts.candidates': 'lab.see',
  'maintenance.service.rts.prove': 'maintenance.perform',
  'maintenance.service.rts.approve': 'instruments.release',
  'maintenance.service.readiness.all': 'lab.see',
  'maintenance.service.readiness.get': 'lab.see',
  'maintenance.service.readiness.override': 'instruments.release',
  'maintenance.service.readiness.endOverride': 'instruments.release',
  'maintenance.service.readiness.overrides': 'lab.see',
  'maintenance.service.availability': 'lab.see',
  'maintenance.service.retention': 'lab.see',
  'maintenance.audit.latest': 'lab.see',
  'maintenance.audit.run': 'maintenance.review',
  'maintenance.audit.history': 'lab.see',
  'maintenance.audit.get': 'lab.see',
  'maintenance.audit.rules': 'lab.see',
  'maintenance.import.open': 'maintenance.import',
  'maintenance.import.preview': 'maintenance.import',
  'maintenance.import.rejected': 'maintenance.import',
  'maintenance.import.confirm': 'maintenance.import',
  'maintenance.import.state': 'lab.see',
  'maintenance.import.list': 'lab.see',
  'maintenance.import.discard': 'maintenance.import',

  'messages.count': 'messages.see',
  'messages.page': 'messages.see',
  'messages.get': 'messages.see',
  'messages.agreement': 'messages.see',
  'messages.dismissPartial': 'messages.dismiss',

  'people.state': 'public',
  'people.live': 'public',
  'people.signInNames': 'public',
  'people.makeOwner': 'public',
  'people.signIn': 'public',
  'people.switchByPin': 'public',
  'people.switchByBadge': 'public',
  'people.lock': 'public',
  'people.signOut': 'public',
  'people.touch': 'public',
  'people.recoverWithKey': 'public',
  'people.recoverByTwo': 'public',
  'people.changePassword': 'signed-in',
  'people.setPin': 'signed-in',
  'people.setBadge': 'signed-in',
  'people.certify': 'signed-in',
  'people.access': 'signed-in',
  'people.list': 'people.see',
  'people.get': 'people.see',
  'people.add': 'people.manage',
  'people.edit': 'people.manage',
  'people.changeRoles': 'people.manage',
  'people.setActive': 'people.manage',
  'people.resetPassword': 'people.manage',
  'people.clearLockOut': 'people.manage',
  'people.makeRecoveryKey': 'people.manage',
  'people.policy': 'people.see',
  'people.savePolicy': 'people.manage',
  'people.sign': 'signed-in',
  'people.signatures': 'lab.see',
  'people.auditTrail.page': 'audit-trail.see',
  'people.auditTrail.choices': 'audit-trail.see',
  'people.auditTrail.export': 'audit-trail.see',

  'reports.list': 'reports.make',
  'reports.prepare': 'reports.make',
  'reports.save': 'reports.make',
  'reports.print': 'reports.make',
  'reports.history': 'lab.see',
  'reports.datasets': 'reports.make',
  'reports.exportData': 'reports.make',

  'system.about': 'public',
  'system.health': 'public',
  'system.topics': 'public',
  'system.marks': 'public',
  'system.settings': 'public',
  'system.saveSettings': 'signed-in',
  'system.verify': 'lab.see',
  'system.backup': 'machine.manage',
  'system.backups': 'lab.see',
  'system.encryption.state': 'lab.see',
  'system.encryption.escrowCode': 'machine.manage',
  'system.encryption.proveEscrowCode': 'machine.manage',
  'system.encryption.turnOn': 'machine.manage',
  'system.encryption.turnOff': 'machine.manage',
  'system.encryption.usePassphrase': 'machine.manage',
  'system.encryption.useKeyStore': 'machine.manage',

  'troubleshooting.start': 'errors.work',
  'troubleshooting.get': 'lab.see',
  'troubleshooting.answer': 'errors.work',
  'troubleshooting.back': 'errors.work',
  'troubleshooting.pause': 'errors.work',
  'troubleshooting.abandon': 'errors.work',
  'troubleshooting.finish': 'errors.work',
  'troubleshooting.openRuns': 'lab.see',
  'troubleshooting.ofError': 'lab.see',
  'troubleshooting.photo': 'lab.see',

  'wire.tail': 'messages.see',
  'wire.live': 'messages.see',
  'wire.report': 'messages.see',
  'wire.tryAdvice': 'instruments.set-up',
  'wire.exportCapture': 'captures.export',
  'wire.reveal': 'messages.reveal',
  'wire.storage': 'messages.see',
};
