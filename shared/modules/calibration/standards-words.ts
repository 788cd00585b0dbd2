import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type {
  certificateAdded,
  certificateChanged,
  certificateDemandSet,
  certificateWithdrawn,
  impactReviewAnswered,
  impactReviewOpened,
  standardChanged,
  standardChecked,
  standardRegistered,
  standardStatusChanged,
} from './standards-records.ts';

/** Sentences of reference standards, certificates and pipette checks. */
export const standardsWords = {
  'standards.kind.pipette': 'Pipette',
  'standards.kind.thermometer': 'Thermometer',
  'standards.kind.centrifuge': 'Centrifuge',
  'standards.kind.tachometer': 'Tachometer',
  'standards.kind.timer': 'Timer',
  'standards.kind.stage-micrometer': 'Stage micrometer',
  'standards.kind.weight': 'Weight',
  'standards.kind.barometer': 'Barometer',
  'standards.kind.other': 'Other equipment',

  'standards.state.failed': 'Out of tolerance',
  'standards.state.overdue': 'Overdue',
  'standards.state.missing': 'Missing',
  'standards.state.cannot-evaluate': 'Cannot be evaluated',
  'standards.state.not-set-up': 'Nothing set up',
  'standards.state.due-soon': 'Due soon',
  'standards.state.current': 'Current',
  'standards.state.out-of-use': 'Not in use',

  'standards.why.no-points': 'No point is set up.',
  'standards.why.value-missing': 'A value is missing.',
  'standards.why.limit-missing': 'A limit is blank: enter it with its source.',
  'standards.why.outside-limit': 'A point is outside its limit.',
  'standards.why.reference-missing': 'Nothing is named it was compared with.',
  'standards.why.reference-not-current':
    'The reference is not current: overdue, failed, or without a valid certificate.',
  'standards.why.balance-missing': 'No balance is named.',
  'standards.why.balance-not-current': 'The balance has no valid certificate for that day.',
  'standards.why.conditions-missing': 'Water temperature or air pressure is missing.',
  'standards.why.conditions-outside-table':
    'Temperature, pressure or humidity lies outside 15 to 30 °C, 800 to 1067 hPa, 0 to 100 %.',
  'standards.why.too-few-replicates': 'There are fewer weighings than the check asks for.',
  'standards.why.no-volumes': 'No volume is set up.',
  'standards.why.volume-missing': 'A volume that ISO 8655-6 asks for is missing.',
  'standards.why.unit-unknown': 'A weight or its unit cannot be read.',
  'standards.why.not-stable': 'A weight was not stable.',
  'standards.why.balance-too-coarse': 'The balance does not show enough digits for this pipette.',
  'standards.why.evaporation-missing': 'Below 50 µL evaporation must be determined.',
  'standards.why.systematic-outside': 'The systematic error is outside its limit.',
  'standards.why.random-outside': 'The random error is outside its limit.',

  'standards.outcome.no-effect': 'No effect on work',
  'standards.outcome.work-repeated': 'Work repeated',
  'standards.outcome.results-corrected': 'Results corrected',
  'standards.outcome.reported-to-clients': 'Reported to clients',
  'standards.outcome.other': 'Other',

  'standards.impact.check': 'Check of {{name}}',
  'standards.impact.calibration': 'Calibration: {{name}}',
  'standards.impact.verification': 'Verification: {{name}}',
  'standards.impact.maintenance': 'Maintenance of {{name}}',
  'standards.impact.results': 'Messages with results of {{name}}',

  'audit.REF.title': 'Reference standards and certificates that cannot be relied on',
  'audit.REF.failed.seen': '{{name}} was found out of tolerance and has not passed since.',
  'audit.REF.failed.fix': 'Take it out of use, or put it right and check it again.',
  'audit.REF.overdue.seen': '{{name}} was good until {{dueOn}}.',
  'audit.REF.overdue.fix':
    'Check or certify it before it is used again, and look back at what was done since {{dueOn}}.',
  'audit.REF.missing.seen': '{{name}} is in use, and there is no check or certificate for it.',
  'audit.REF.missing.fix': 'Check it, or enter its certificate.',
  'audit.REF.cannot-evaluate.seen':
    'Nobody can tell whether {{name}} can be relied on: a value, a limit or an end date is missing.',
  'audit.REF.cannot-evaluate.fix': 'Enter what is missing with its source, or check it again.',
  'audit.REF.not-set-up.seen': '{{name}} is in use, and neither a check nor a certificate is asked for.',
  'audit.REF.not-set-up.fix': 'Set how often it is checked, or that it needs a certificate.',
  'audit.REF.review-open.seen':
    '{{name}} was found out of tolerance on {{from}}, and nobody has said what that meant for the work before.',
  'audit.REF.review-open.fix': 'Answer the impact review.',

  'audit.CC7.month-not-read.seen_one': '{{name}}: {{title}} of {{from}} was not read by anybody here.',
  'audit.CC7.month-not-read.seen_other':
    '{{name}}: {{title}} was not read by anybody here for {{count}} months, the first {{from}}.',
  'audit.CC7.month-not-read.fix':
    "Get the maker's report of each month, read it and sign. That no report was there is an answer too.",
  'audit.CC8.verification-overdue.seen':
    'Calibration of {{name}} was last verified on {{last}}, due again on {{dueOn}}.',
  'audit.CC8.verification-overdue.fix': 'Verify it now, and look back at results reported since {{dueOn}}.',
  'audit.CC8.never-verified.seen': 'Calibration of {{name}} was never verified here, and was due on {{dueOn}}.',
  'audit.CC8.never-verified.fix': 'Verify it now, or sign why it is exempt.',
  'audit.CC8.verification-triggered.seen':
    'Something on {{from}} asks for verification of {{name}}, and none followed. {{note}}',
  'audit.CC8.verification-triggered.fix': 'Verify the calibration, or write down why it is not needed.',

  'timeline.calibration.standard-registered': '{{name}} was added to the register.',
  'timeline.calibration.standard-changed': '{{name}} was changed: {{reason}}',
  'timeline.calibration.standard-status-changed-in-use': 'Back in use: {{reason}}',
  'timeline.calibration.standard-status-changed-out-of-use': 'Taken out of use: {{reason}}',
  'timeline.calibration.standard-status-changed-retired': 'Retired: {{reason}}',
  'timeline.calibration.standard-checked-pass': 'Check of {{performedOn}}, {{phase}}: PASS.',
  'timeline.calibration.standard-checked-fail': 'Check of {{performedOn}}, {{phase}}: FAIL.',
  'timeline.calibration.standard-checked-cannot-evaluate': 'Check of {{performedOn}}, {{phase}}: CANNOT EVALUATE.',
  'timeline.calibration.impact-review-opened':
    '{{name}} was found out of tolerance on {{foundOn}}: work since then is to be looked at.',
  'timeline.calibration.impact-review-answered': 'Impact review answered: {{statement}}',
  'timeline.calibration.certificate-added': 'Certificate {{number}} was added, issued {{issuedOn}}.',
  'timeline.calibration.certificate-changed': 'Certificate {{number}} was changed: {{reason}}',
  'timeline.calibration.certificate-withdrawn': 'A certificate was withdrawn: {{reason}}',
  'timeline.calibration.certificate-demand-set-yes': 'A certificate is needed: {{reason}}',
  'timeline.calibration.certificate-demand-set-no': 'No certificate is needed: {{reason}}',

  'calibration/standard-not-found': 'This standard is not on this bench.',
  'calibration/standard-retired': '{{name}} is retired. Put it back in use before checking it.',
  'calibration/standard-kind-fixed': 'The kind of a standard cannot be changed. Register it anew.',
  'calibration/pipette-needed': 'A pipette needs its volumes, everything else has points.',
  'calibration/pipette-range': 'The lowest volume is above the nominal one.',
  'calibration/pipette-is-weighed': '{{name}} is a pipette: it is checked by weighing.',
  'calibration/not-a-pipette': '{{name}} is not a pipette: it is checked by points.',
  'calibration/reference-is-itself': 'A standard cannot be its own reference.',
  'calibration/check-not-found': 'This check is not on this bench, or was voided.',
  'calibration/signature-needed': 'This is signed with your password.',
  'calibration/in-the-future': '{{date}} is after today, {{today}}. Nothing was saved.',
  'calibration/certificate-not-found': 'This certificate is not on this bench.',
  'calibration/certificate-withdrawn': 'Certificate {{number}} was withdrawn.',
  'calibration/certificate-ends-first': 'Certificate {{number}} ends before it was issued.',
  'calibration/not-a-certificate': '{{name}} is neither a PDF nor a PNG or JPEG picture.',
  'calibration/file-too-large': '{{name}} is larger than {{most}} MB.',
  'calibration/file-not-here': 'The file of this certificate is not on this bench.',
  'calibration/review-not-found': 'This impact review is not on this bench.',
  'calibration/review-answered': 'The impact review of {{name}} was answered already.',
  'calibration/sheet-not-found': 'This sheet is not open on this bench. It may have been finished.',
  'calibration/too-many-sheets': 'There are {{most}} pipette checks open. Finish or discard one first.',
  'calibration/volume-twice': 'The same volume is there twice.',
  'calibration/volume-out-of-range': '{{volume}} µL is outside what the pipette is set to.',
  'calibration/volume-has-weighings': '{{volume}} µL has weighings already and stays.',
  'calibration/no-such-volume': 'This volume is not part of the check.',
  'calibration/weight-not-found': 'The weight {{value}} was not found in what the balance of this check sent.',
  'calibration/weight-not-stable': 'The weight {{value}} was not stable. Wait until the balance has come to rest.',
  'calibration/weight-taken': 'The weight {{value}} of this message was taken already.',
  'calibration/not-a-weight': '{{value}} {{unit}} is not a weight. Units: g, mg, µg.',
  'calibration/too-many-weighings': 'A volume holds {{most}} weighings at most.',
  'calibration/weighing-not-found': 'This weighing is not part of the check.',

  'calibration/standard-changed-apart':
    'Two benches changed this standard apart. The shorter interval holds until you decide.',
  'calibration/standard-status-apart': 'Two benches decided apart: {{here}} here, {{there}} there.',
  'calibration/certificate-changed-apart':
    'Two benches changed this certificate apart. The earlier end holds until you decide.',
  'calibration/demand-set-apart':
    'Two benches decided apart whether a certificate is needed. It is needed until you decide.',
  'calibration/impact-answered-apart': 'Two benches answered this review apart: {{here}} here, {{there}} there.',
} as const;

/** What a history says of each record. */
export const standardsTimelineLines: TimelineLines = {
  'calibration.standard-registered': ({ terms }: BodyOf<typeof standardRegistered>) => ({ data: { name: terms.name } }),
  'calibration.standard-changed': ({ terms, reason }: BodyOf<typeof standardChanged>) => ({
    data: { name: terms.name, reason },
  }),
  'calibration.standard-status-changed': ({ status, reason }: BodyOf<typeof standardStatusChanged>) => ({
    variant: status,
    data: { reason },
  }),
  'calibration.standard-checked': ({ phase, performedOn, verdict, checkId }: BodyOf<typeof standardChecked>) => ({
    variant: verdict,
    data: { phase, performedOn, checkId },
  }),
  'calibration.impact-review-opened': ({ name, foundOn, reviewId }: BodyOf<typeof impactReviewOpened>) => ({
    data: { name, foundOn, reviewId },
  }),
  'calibration.impact-review-answered': ({ statement, reviewId }: BodyOf<typeof impactReviewAnswered>) => ({
    data: { statement, reviewId },
  }),
  'calibration.certificate-added': ({ terms, certificateId }: BodyOf<typeof certificateAdded>) => ({
    data: { number: terms.number, issuedOn: terms.issuedOn, certificateId },
  }),
  'calibration.certificate-changed': ({ terms, reason }: BodyOf<typeof certificateChanged>) => ({
    data: { number: terms.number, reason },
  }),
  'calibration.certificate-withdrawn': ({ reason }: BodyOf<typeof certificateWithdrawn>) => ({ data: { reason } }),
  'calibration.certificate-demand-set': ({ isNeeded, reason }: BodyOf<typeof certificateDemandSet>) => ({
    variant: isNeeded ? 'yes' : 'no',
    data: { reason },
  }),
};
