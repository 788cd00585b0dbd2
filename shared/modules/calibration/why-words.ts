import type { GuardFact } from './sessions-contract.ts';
import type { Why } from './terms.ts';

/**
 * Why something could not be judged, or failed, and what stands before the question whether to calibrate: sentences for
 * `calibration.why.<code>` (with `subject`) and `calibration.guard.<code>`.
 */
export const whyWords = {
  'calibration.why.no-runs': '{{subject}}: no run yet.',
  'calibration.why.too-few-runs': '{{subject}}: fewer runs than the procedure asks for.',
  'calibration.why.too-many-runs': '{{subject}}: more runs than the procedure allows.',
  'calibration.why.no-limit': '{{subject}}: no limit was entered.',
  'calibration.why.no-assigned-value': '{{subject}}: the material has no assigned value.',
  'calibration.why.no-count': '{{subject}}: the procedure gives no number of runs.',
  'calibration.why.cv-above-limit': '{{subject}}: the CV is above its limit.',
  'calibration.why.cv-no-limit': '{{subject}}: no limit of the CV was entered.',
  'calibration.why.outside-tolerance': '{{subject}}: the mean is outside its tolerance.',
  'calibration.why.outside-control-limits': '{{subject}}: a control is outside its limits.',
  'calibration.why.unit-differs': '{{subject}}: the unit that was sent is not that of the limit.',
  'calibration.why.not-a-number': '{{subject}}: a value is no number.',
  'calibration.why.mean-zero': '{{subject}}: the mean is zero.',
  'calibration.why.no-current-factor': '{{subject}}: the factor at the analyzer was not entered.',
  'calibration.why.factor-change-too-large': '{{subject}}: the change is larger than allowed. Call service.',
  'calibration.why.factor-out-of-range': '{{subject}}: the new factor is out of its range. Call service.',
  'calibration.why.factor-not-decided': '{{subject}}: it is not said what was done.',
  'calibration.why.factor-not-as-computed': '{{subject}}: the factor that was set is not the one that was computed.',
  'calibration.why.not-answered': '{{subject}}: not answered.',
  'calibration.why.said-no': '{{subject}}: it is not so.',
  'calibration.why.value-outside': '{{subject}}: outside its limits.',
  'calibration.why.too-few-levels': 'Fewer levels than the procedure asks for: {{subject}}.',
  'calibration.why.range-not-covered': 'The levels do not cover minimum, middle and maximum of the reportable range.',
  'calibration.why.too-few-control-levels': 'Fewer levels of control than the procedure asks for: {{subject}}.',
  'calibration.why.material-missing': 'No material was entered.',
  'calibration.why.material-expired': '{{subject}}: expired.',
  'calibration.why.vial-too-old': '{{subject}}: open for too long.',
  'calibration.why.no-expiry': '{{subject}}: no expiry date was entered.',
  'calibration.why.procedure-not-confirmed': 'The procedure of this model is not confirmed from its manual.',
  'calibration.why.no-parameters': 'The procedure names no parameter.',
  'calibration.why.conflict': 'Two benches decided something differently; a person has to decide.',
  'calibration.guard.open-errors_one': '1 error is open that affects results. Clear it first.',
  'calibration.guard.open-errors_other': '{{count}} errors are open that affect results. Clear them first.',
  'calibration.guard.no-open-errors': 'No open error affects results.',
  'calibration.guard.background-passed': 'Background is in its limits today.',
  'calibration.guard.background-failed': 'Background is out of its limits today. Clear it first.',
  'calibration.guard.background-missing': 'No background is known of today.',
  'calibration.guard.overdue-maintenance_one': '1 maintenance task is overdue. Do it first.',
  'calibration.guard.overdue-maintenance_other': '{{count}} maintenance tasks are overdue. Do them first.',
  'calibration.guard.last-calibration': 'Last calibrated {{on}}.',
  'calibration.guard.never-calibrated': 'No calibration is on record here.',
  'calibration.guard.verification-in-date': 'Verification is in date, due {{dueOn}}.',
  'calibration.guard.verification-overdue': 'Verification is overdue since {{dueOn}}.',
  'calibration.guard.open-triggers_one': '1 event asks for a verification.',
  'calibration.guard.open-triggers_other': '{{count}} events ask for a verification.',
  'calibration.guard.session-running_one': 'Another one is under way already.',
  'calibration.guard.session-running_other': '{{count}} others are under way already.',
  'calibration.guard.procedure-not-confirmed': 'The procedure of this model is not confirmed from its manual.',
} as const satisfies Readonly<Record<`calibration.why.${Why}` | Exclude<GuardKey, Counted>, string>> &
  Readonly<Record<`${Counted}_one` | `${Counted}_other`, string>>;

type GuardKey = `calibration.guard.${GuardFact['code']}`;
/** Facts that say how many. */
type Counted =
  | 'calibration.guard.open-errors'
  | 'calibration.guard.overdue-maintenance'
  | 'calibration.guard.open-triggers'
  | 'calibration.guard.session-running';
