import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { auditRan } from './audit-records.ts';
import { auditWords } from './audit-words.ts';
import type { historyImported, importFinished, importStarted } from './import-records.ts';
import { importWords } from './import-words.ts';
import type {
  campaignStarted,
  downtimeChanged,
  downtimeEnded,
  downtimeStarted,
  overrideEnded,
  partChanged,
  partDefined,
  partMoved,
  readinessOverridden,
  rtsApproved,
  rtsItemProven,
  rtsRaised,
  rtsRowChanged,
  workOrderChanged,
  workOrderCompleted,
  workOrderNoted,
  workOrderOpened,
  workOrderStateChanged,
} from './service-records.ts';

/** Sentences of the service side: work orders, parts, downtime, return to service, readiness. */
export const serviceWords = {
  ...auditWords,
  ...importWords,

  'rts.event.reagent-lot-change': 'reagent lot changed, same formulation',
  'rts.event.reagent-complete-change': 'reagents changed completely',
  'rts.event.cleaning': 'aperture or flow cell cleaned',
  'rts.event.critical-part': 'critical part changed',
  'rts.event.repair': 'repair without a critical part',
  'rts.event.major-maintenance': 'major preventive maintenance',
  'rts.event.unexplained-shift': 'trend or shift of controls nobody could explain',
  'rts.event.move': 'moved or transported',
  'rts.event.software-update': 'software or firmware updated',
  'rts.event.power-failure': 'power failure',
  'rts.event.clot-or-short-sample': 'clot or short sample',

  'rts.item.function-check': 'Function check or background within limits',
  'rts.item.qc-all-levels': 'Controls, all levels',
  'rts.item.precision': 'Precision, ten runs',
  'rts.item.carry-over': 'Carry-over',
  'rts.item.calibration-verification': 'Calibration or calibration verification',
  'rts.item.comparison': 'Comparison with the backup, five samples or more',
  'rts.item.lot-check': 'Lot check, old against new',
  'rts.item.interface-check': 'Interface check: what the instrument sends is what arrives',

  'rts.condition.qc-shifts': 'Only if controls or patient means shift with the new lot.',
  'rts.condition.no-effect-shown': 'Unless the lab has shown that the change does not affect results.',
  'rts.condition.sampling-path-touched': 'Only if the sampling path was touched.',
  'rts.condition.release-note': 'As the release note says.',

  'rts.candidate.background': 'Background {{worst}}',
  'rts.candidate.qc': 'Control run of lot {{controlLot}}, readings: {{count}}',
  'rts.candidate.task': '{{title}}, done on {{performedOn}}',
  'rts.candidate.calibration': 'Calibration closed on {{on}}',
  'rts.candidate.verification': 'Calibration verification closed on {{on}}',
  'rts.candidate.precision': 'Precision check before the calibration closed on {{on}}',

  'retention.maintenance': 'Maintenance, work orders, downtime, return to service',
  'retention.qc': 'Backgrounds and control runs',
  'retention.instrument-validation': 'What was proven of an instrument',
  'retention.procedures': 'Procedures',

  'readiness.reason.stop-error': 'Stop error {{code}} is open.',
  'readiness.reason.results-affected': 'Error {{code}} touched results and has no outcome.',
  'readiness.reason.background-failed': "Today's background is above its limit: {{worst}}.",
  'readiness.reason.background-missing': 'No background yet today.',
  'readiness.reason.background-cannot-evaluate': "Today's background has no limit to be judged by.",
  'readiness.reason.overdue-maintenance': '{{title}} was due on {{dueOn}}.',
  'readiness.reason.return-to-service-open': 'Return to service is open after: {{events}}. Still to prove: {{count}}.',
  'readiness.reason.return-to-service-not-reviewed':
    'Return to service after {{events}} is proven and waits for review.',
  'readiness.reason.out-of-service': 'The lab took it out of service.',
  'readiness.reason.restricted': 'In restricted service.',
  'readiness.reason.override-active': 'Used under a signed override until {{until}}: {{reason}}',
  'readiness.reason.no-plans': 'No maintenance plan yet.',
  'readiness.reason.verification-overdue': 'Calibration verification was due on {{dueOn}}.',
  'readiness.reason.verification-triggered': 'Since {{on}} something asks for calibration verification.',
  'readiness.reason.calibration-failed': 'The last calibration, on {{on}}, did not pass.',
  'readiness.reason.verification-failed': 'The last calibration verification, on {{on}}, did not pass.',
  'readiness.reason.no-background-on-the-wire': 'Its line carries no background.',

  'maintenance/rts-not-found': 'This return-to-service list is not on this bench.',
  'maintenance/rts-returned': 'This list is reviewed already. Nothing was changed.',
  'maintenance/rts-not-on-list': 'This is not on the list.',
  'maintenance/rts-not-proven_one': '{{count}} item is not proven yet. It cannot be reviewed.',
  'maintenance/rts-not-proven_other': '{{count}} items are not proven yet. It cannot be reviewed.',
  'maintenance/rts-not-proven': '{{count}} items are not proven yet. It cannot be reviewed.',
  'maintenance/rts-not-applicable-cannot-fail': 'What does not apply cannot have failed.',
  'maintenance/rts-open': 'A return-to-service list is open. Prove and review it; that puts the instrument in service.',
  'maintenance/rts-raised-twice': 'This list was raised on two benches as one. The first is kept.',
  'maintenance/rts-proven-apart': 'Two benches judged the same item apart: {{here}} and {{there}}. Failed holds.',
  'maintenance/rts-proven-after-review':
    'An item was judged on one bench while another reviewed the list. Review it again.',
  'maintenance/rts-row-conflict': 'Two benches changed this row apart. The one that asks for more holds.',
  'maintenance/proof-not-found': 'This record is not on this bench.',
  'maintenance/proof-other-instrument': 'This record belongs to another instrument.',
  'maintenance/proof-too-old': 'This record is older than the list: it cannot prove what happened after it.',
  'maintenance/proof-failed': 'This record failed. Enter it as failed, or choose another.',
  'maintenance/proof-not-suitable': 'A record of this kind cannot prove this item.',
  'maintenance/work-order-not-found': 'This work order is not on this bench.',
  'maintenance/work-order-complete': 'This work order is complete already. Nothing was changed.',
  'maintenance/work-order-changed-apart': 'Changed on two benches apart: {{here}} and {{there}}.',
  'maintenance/work-order-state-conflict':
    'Two benches set its state apart: {{here}} and {{there}}. The open one holds.',
  'maintenance/reason-needed': 'Write the reason.',
  'maintenance/part-not-found': 'This part is not on this bench.',
  'maintenance/part-changed-apart': 'The part was changed on two benches apart: {{here}} and {{there}}.',
  'maintenance/downtime-not-found': 'This downtime is not on this bench.',
  'maintenance/downtime-ended': 'This downtime has ended already. Nothing was changed.',
  'maintenance/downtime-ends-before-start': 'The end lies before the start.',
  'maintenance/downtime-ends-at-return-to-service':
    'A return-to-service list is open. The downtime ends when it is reviewed.',
  'maintenance/downtime-in-the-future': 'The start lies in the future.',
  'maintenance/downtime-changed-apart': 'Changed on two benches apart: {{here}} and {{there}}.',
  'maintenance/downtime-ended-apart': 'Ended on two benches apart: {{here}} and {{there}}. The later one holds.',
  'maintenance/campaign-not-found': 'This campaign is not on this bench.',
  'maintenance/campaign-other-model': '{{name}} is of another model.',
  'maintenance/nothing-to-override': 'Nothing stands against using it: no override is needed.',
  'maintenance/override-not-found': 'This override does not hold.',

  'timeline.maintenance.work-order-opened': 'Work order {{number}} opened: {{title}}.',
  'timeline.maintenance.work-order-changed': 'Work order changed: {{title}}. {{reason}}',
  'timeline.maintenance.work-order-state-changed-open': 'Work order set to open. {{reason}}',
  'timeline.maintenance.work-order-state-changed-in-progress': 'Work on the order began. {{reason}}',
  'timeline.maintenance.work-order-state-changed-on-hold': 'Work order on hold. {{reason}}',
  'timeline.maintenance.work-order-state-changed-complete': 'Work order complete. {{reason}}',
  'timeline.maintenance.work-order-state-changed-cancelled': 'Work order cancelled. {{reason}}',
  'timeline.maintenance.work-order-completed': 'Work order complete: {{whatWasDone}}',
  'timeline.maintenance.work-order-noted': 'Note: {{text}}',
  'timeline.maintenance.part-defined': 'Part {{name}} entered.',
  'timeline.maintenance.part-changed': 'Part {{name}} changed. {{reason}}',
  'timeline.maintenance.part-moved-received': 'Parts received: {{count}}. {{note}}',
  'timeline.maintenance.part-moved-used': 'Part used: {{count}}. {{note}}',
  'timeline.maintenance.part-moved-adjusted': 'Shelf counted: {{change}}. {{note}}',
  'timeline.maintenance.downtime-started-planned': 'Planned downtime began. {{cause}}',
  'timeline.maintenance.downtime-started-unplanned': 'Unplanned downtime began. {{cause}}',
  'timeline.maintenance.downtime-changed': 'Downtime corrected. {{reason}}',
  'timeline.maintenance.downtime-ended-return-to-service': 'Downtime ended with the reviewed return to service.',
  'timeline.maintenance.downtime-ended-person': 'Downtime ended. {{reason}}',
  'timeline.maintenance.campaign-started': 'Campaign: {{title}}.',
  'timeline.maintenance.rts-raised': 'Return to service opened: {{events}}. {{note}}',
  'timeline.maintenance.rts-item-proven-pass': 'Proven: {{item}}. {{text}}',
  'timeline.maintenance.rts-item-proven-fail': 'Failed: {{item}}. {{text}}',
  'timeline.maintenance.rts-item-proven-not-applicable': 'Set aside: {{item}}. {{text}}',
  'timeline.maintenance.rts-approved': 'Return to service reviewed. {{statement}}',
  'timeline.maintenance.rts-row-changed': 'Return-to-service table changed for {{event}}. {{reason}}',
  'timeline.maintenance.readiness-overridden': 'Override signed until {{until}}. {{reason}}',
  'timeline.maintenance.override-ended': 'Override ended. {{reason}}',
  'timeline.maintenance.audit-ran': 'Self-audit: {{findingCount}} findings.',
  'timeline.maintenance.import-started': 'Import of {{fileName}} began: {{rowCount}} rows.',
  'timeline.maintenance.import-finished': 'Import finished: {{takenCount}} rows taken, {{rejectedCount}} rejected.',
  'timeline.maintenance.history-imported': 'From the old log, {{doneOn}}: {{task}}. {{result}} {{doneBy}}',
} as const;

const wordOf = (key: string): string => (serviceWords as Readonly<Record<string, string>>)[key] ?? key;
/** Events as one text of the timeline. */
export const eventsText = (events: readonly string[]): string =>
  events.map((event) => wordOf(`rts.event.${event}`)).join(', ');

/** One item of a list as text. */
export const itemText = (item: string): string => wordOf(`rts.item.${item}`);

export const serviceTimelineLines: TimelineLines = {
  'maintenance.work-order-opened': ({ workOrderId, number, title }: BodyOf<typeof workOrderOpened>) => ({
    data: { workOrderId, number, title },
  }),
  'maintenance.work-order-changed': ({ workOrderId, title, reason }: BodyOf<typeof workOrderChanged>) => ({
    data: { workOrderId, title, reason },
  }),
  'maintenance.work-order-state-changed': ({ workOrderId, to, reason }: BodyOf<typeof workOrderStateChanged>) => ({
    variant: to,
    data: { workOrderId, reason },
  }),
  'maintenance.work-order-completed': ({ workOrderId, whatWasDone }: BodyOf<typeof workOrderCompleted>) => ({
    data: { workOrderId, whatWasDone },
  }),
  'maintenance.work-order-noted': ({ workOrderId, text }: BodyOf<typeof workOrderNoted>) => ({
    data: { workOrderId, text },
  }),
  'maintenance.part-defined': ({ name }: BodyOf<typeof partDefined>) => ({ data: { name } }),
  'maintenance.part-changed': ({ name, reason }: BodyOf<typeof partChanged>) => ({ data: { name, reason } }),
  'maintenance.part-moved': ({ kind, change, note, partId }: BodyOf<typeof partMoved>) => ({
    variant: kind,
    data: { count: Math.abs(change), change, note, partId },
  }),
  'maintenance.downtime-started': ({ kind, cause, downtimeId }: BodyOf<typeof downtimeStarted>) => ({
    variant: kind,
    data: { cause, downtimeId },
  }),
  'maintenance.downtime-changed': ({ reason, downtimeId }: BodyOf<typeof downtimeChanged>) => ({
    data: { reason, downtimeId },
  }),
  'maintenance.downtime-ended': ({ by, reason, downtimeId }: BodyOf<typeof downtimeEnded>) => ({
    variant: by,
    data: { reason, downtimeId },
  }),
  'maintenance.campaign-started': ({ title }: BodyOf<typeof campaignStarted>) => ({ data: { title } }),
  'maintenance.rts-raised': ({ rtsId, events, note }: BodyOf<typeof rtsRaised>) => ({
    data: { rtsId, events: eventsText(events), note },
  }),
  'maintenance.rts-item-proven': ({ rtsId, item, proof, verdict }: BodyOf<typeof rtsItemProven>) => ({
    variant: proof.kind === 'not-applicable' ? 'not-applicable' : verdict,
    data: {
      rtsId,
      item: itemText(item),
      text: proof.kind === 'statement' ? proof.text : proof.kind === 'record' ? proof.note : proof.reason,
    },
  }),
  'maintenance.rts-approved': ({ rtsId, statement }: BodyOf<typeof rtsApproved>) => ({ data: { rtsId, statement } }),
  'maintenance.rts-row-changed': ({ event, reason }: BodyOf<typeof rtsRowChanged>) => ({
    data: { event: wordOf(`rts.event.${event}`), reason },
  }),
  'maintenance.readiness-overridden': ({ until, reason }: BodyOf<typeof readinessOverridden>) => ({
    data: { until, reason },
  }),
  'maintenance.override-ended': ({ reason }: BodyOf<typeof overrideEnded>) => ({ data: { reason } }),
  'maintenance.audit-ran': ({ findingCount }: BodyOf<typeof auditRan>) => ({ data: { findingCount } }),
  'maintenance.import-started': ({ fileName, rowCount }: BodyOf<typeof importStarted>) => ({
    data: { fileName, rowCount },
  }),
  'maintenance.import-finished': ({ takenCount, rejectedCount }: BodyOf<typeof importFinished>) => ({
    data: { takenCount, rejectedCount },
  }),
  'maintenance.history-imported': ({ doneOn, task, result, doneBy }: BodyOf<typeof historyImported>) => ({
    data: { doneOn, task, result, doneBy },
  }),
};
