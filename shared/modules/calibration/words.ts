import type { TimelineLines } from '../timeline.ts';

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'calibration/not-found': 'This calibration is not on this bench.',
  'calibration/closed': 'This calibration is closed. Nothing was changed; open a new one.',
  'calibration/not-closed': 'This calibration is not closed yet. Close it first.',
  'calibration/changed-meanwhile': 'Somebody went on with it meanwhile. Nothing was saved; look at it again.',
  'calibration/run-not-found': 'This run is not in the calibration. Nothing was changed.',
  'calibration/too-many-runs': 'There are {{most}} runs in it already. Close it, and open another.',
  'calibration/no-such-precondition': 'The procedure does not ask for this. Nothing was saved.',
  'calibration/no-such-parameter': 'This parameter is not in the procedure. Nothing was saved.',
  'calibration/no-such-material': 'Enter the lot first, then take its runs.',
  'calibration/message-not-found': 'This message can not be taken: it is not of this instrument, not whole, or gone.',
  'calibration/nothing-to-take': 'None of the procedure’s parameters is in this message. Nothing was taken.',
  'calibration/needs-reason': 'A reason is missing. Nothing was saved; write why.',
  'calibration/needs-report': 'Name the report that was read, or say that there was none.',
  'calibration/needs-findings': 'Write what was found and what follows from it.',
  'calibration/bad-outcome': 'This outcome does not fit. Nothing was saved; choose another.',
  'calibration/in-the-future': 'This day lies in the future. Nothing was saved.',
  'calibration/signature-needed': 'This needs your signature. Nothing was saved; enter your password.',
  'calibration/procedure-needs-source': 'Name the manual, edition and page the procedure is from. Nothing was saved.',
  'calibration/procedure-not-confirmed':
    'No procedure is confirmed for this model yet. Enter it from the manual first.',
  'calibration/parameter-twice': 'The same parameter is there twice. Nothing was saved.',
  'calibration/trigger-not-found': 'This event is not on this bench.',
  'calibration/draft-too-large': 'More was typed than can be kept. Save or clear a form first.',
  'calibration/terms-apart': 'Limits were changed on two benches apart. Both are kept; decide which hold.',
  'calibration/answered-apart': 'Answered differently on two benches. Both answers are kept; answer again.',
  'calibration/material-apart': 'The lot was entered differently on two benches. Both are kept; enter it again.',
  'calibration/set-aside-apart':
    'A run was set aside on one bench and counted on another. It counts until a person decides.',
  'calibration/factor-apart': 'A factor was entered differently on two benches. Both are kept; enter it again.',
  'calibration/closed-twice': 'Closed differently on two benches. The graver verdict holds; close it again.',
  'calibration/closed-apart':
    'Something was changed on another bench while it was closed. Look at it and close it again.',
  'calibration/procedure-apart': 'The procedure was confirmed differently on two benches. Confirm it again.',
  'calibration/exemption-apart':
    'The exemption was decided differently on two benches. It does not hold until a person decides.',
  'calibration/month-apart': 'The month was read differently on two benches. The graver finding holds.',
  'audit.CC8c.title': 'Calibration or verification not done as the model’s manual says',
  'audit.CC8c.calibration-no-procedure.seen':
    '{{name}} was calibrated on {{on}} by no procedure that was confirmed from its manual.',
  'audit.CC8c.calibration-no-procedure.fix':
    'Enter the model’s procedure from its manual, and sign it before the next.',
  'audit.CC8c.verification-no-procedure.seen':
    'Calibration of {{name}} was verified on {{on}} by no procedure that was confirmed from its manual.',
  'audit.CC8c.verification-no-procedure.fix': 'Enter the model’s procedure from its manual, and verify again by it.',
  'audit.CC9.title': 'Precision check before a calibration that nobody documented',
  'audit.CC9.no-precision.seen':
    '{{name}} was calibrated on {{on}} without the precision check its procedure asks for.',
  'audit.CC9.no-precision.fix': 'Run the precision check now, and calibrate again where it does not pass.',
  'audit.CC9.precision-not-passed.seen': '{{name}} was calibrated on {{on}} though its precision check had not passed.',
  'audit.CC9.precision-not-passed.fix': 'Find out why it scatters, then run the check and calibrate again.',
  'timeline.calibration.opened-calibration': 'Calibration begun: {{reason}}',
  'timeline.calibration.opened-verification': 'Calibration verification begun: {{reason}}',
  'timeline.calibration.closed-calibration': 'Calibration closed: {{verdict}}, {{outcome}}',
  'timeline.calibration.closed-verification': 'Calibration verification closed: {{verdict}}, {{outcome}}',
  'timeline.calibration.reviewed': 'Calibration reviewed',
  'timeline.calibration.exemption-set': 'Exempt from the six-month verification: {{reason}}',
  'timeline.calibration.exemption-set-ended': 'No longer exempt from the six-month verification: {{reason}}',
  'timeline.calibration.trigger-noted': 'Verification asked for: {{note}}',
  'timeline.calibration.trigger-dismissed': 'Verification not needed after all: {{reason}}',
  'timeline.calibration.factor-noted': 'Factor noted: {{label}} {{value}} %',
  'timeline.calibration.month-reviewed': 'Maker’s monitoring of {{month}} read: {{report}}',
} as const;

const reasons: Readonly<Record<string, string>> = {
  installation: 'installation',
  'qc-shift': 'controls shifted',
  'verification-failed': 'verification failed',
  'critical-part': 'critical part or major maintenance',
  'service-visit': 'service visit',
  'reagent-change': 'reagents changed',
  'reagents-changed': 'complete change of reagents',
  'maker-interval': 'maker’s interval',
  'external-survey': 'external survey',
  'six-months': 'six months',
  'own-schedule': 'own schedule',
  first: 'first verification',
  'after-calibration': 'after a calibration',
  other: 'another reason',
};
const verdicts: Readonly<Record<string, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  'cannot-evaluate': 'CANNOT EVALUATE',
};
const outcomes: Readonly<Record<string, string>> = {
  calibrated: 'calibrated',
  'left-as-it-was': 'left as it was',
  verified: 'verified',
  'not-verified': 'not verified',
  'service-called': 'service called',
  abandoned: 'abandoned',
};

/** Lines of an instrument's story. */
export const timelineLines: TimelineLines = {
  'calibration.opened': ({ kind, reason, reasonText }: Record<'kind' | 'reason' | 'reasonText', string>) => ({
    variant: kind,
    data: { reason: [reasons[reason] ?? reason, reasonText].filter(Boolean).join('. ') },
  }),
  'calibration.closed': (body: { kind: string; outcome: string; judgement: { verdict: string } }) => ({
    variant: body.kind,
    data: {
      verdict: verdicts[body.judgement.verdict] ?? body.judgement.verdict,
      outcome: outcomes[body.outcome] ?? body.outcome,
    },
  }),
  'calibration.reviewed': () => ({ data: {} }),
  'calibration.exemption-set': ({ isExempt, reason }: { isExempt: boolean; reason: string }) => ({
    variant: isExempt ? undefined : 'ended',
    data: { reason },
  }),
  'calibration.trigger-noted': ({ kind, note }: Record<'kind' | 'note', string>) => ({
    data: { note: [reasons[kind] ?? kind, note].filter(Boolean).join('. ') },
  }),
  'calibration.trigger-dismissed': ({ reason }: { reason: string }) => ({ data: { reason } }),
  'calibration.factor-noted': ({ label, value }: Record<'label' | 'value', string>) => ({ data: { label, value } }),
  'calibration.month-reviewed': ({ month, report }: Record<'month' | 'report', string>) => ({
    data: { month, report },
  }),
};
