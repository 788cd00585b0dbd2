import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { countFinished, readersCompared, scaleCalibrated } from './records.ts';

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'microscopy/classes-set-apart': 'Cell classes were set on two benches apart. Decide which hold.',
  'microscopy/class-twice': 'The class {{name}} is there twice. Give each its own name.',
  'microscopy/class-without-key': 'The class {{name}} has no key. Give it one.',
  'microscopy/key-twice': 'The key {{key}} has two meanings. Give it to one class only.',
  'microscopy/nothing-counted': 'No class counts towards the hundred.',
  'microscopy/count-not-found': 'This count is not on this bench.',
  'microscopy/not-your-count': 'Another reader is making this count. It is theirs to go on with.',
  'microscopy/too-many-counts': 'More than {{most}} counts are open here. Finish or discard some.',
  'microscopy/too-many-presses': 'This count has more presses than a count can have. What was counted is kept.',
  'microscopy/presses-missing': 'The count was continued elsewhere. It is shown anew; nothing was lost.',
  'microscopy/target-passed': 'The target of {{target}} cells is reached. Choose a larger one to go on.',
  'microscopy/target-too-small': '{{counted}} cells are counted already. The target can not be {{target}}.',
  'microscopy/short-needs-reason': '{{counted}} of {{target}} cells are counted. Say why it ends here.',
  'microscopy/nothing-to-finish': 'Nothing was counted yet.',
  'microscopy/comparison-not-found': 'This comparison is not on this bench.',
  'microscopy/same-count': 'A count is not compared with itself.',
  'microscopy/scale-not-found': 'This calibration is not on this bench.',
  'microscopy/bad-objective': 'Write the objective as it is engraved, for example 40x/0.65.',
  'microscopy/bad-reading': 'A reading needs divisions above zero on both scales.',
  'microscopy/signature-needed': 'This is signed with your password. Nothing was saved.',
  'microscopy.why.same-count': 'It is the same count twice.',
  'microscopy.why.same-reader': 'Both counts are by the same reader.',
  'microscopy.why.other-slide': 'The two counts are of different slides.',
  'microscopy.why.other-classes': 'The two counts were made with different cell classes.',
  'microscopy.why.first-short': 'The first count ended below its target, or below 100 cells.',
  'microscopy.why.second-short': 'The second count ended below its target, or below 100 cells.',
  'microscopy.why.outside-limits': 'A class of the second reader is outside the 95 % limits around the first.',
  'microscopy.why.no-previous': 'There is no earlier value to compare with.',
  'microscopy.why.no-limit': 'No limit for drift is set. Your procedure gives it.',
  'microscopy.why.drift-over-limit': 'The value has moved more than the limit since the last calibration.',
  'microscopy.why.readings-apart': 'The readings differ by more than the limit.',
  'timeline.microscopy.count-finished': 'Differential count of slide …{{slide}}: {{counted}} cells.',
  'timeline.microscopy.count-finished-short':
    'Differential count of slide …{{slide}} ended at {{counted}} of {{target}} cells. {{reason}}',
  'timeline.microscopy.readers-compared-pass': 'Two readers of slide …{{slide}} compared: PASS.',
  'timeline.microscopy.readers-compared-fail': 'Two readers of slide …{{slide}} compared: FAIL.',
  'timeline.microscopy.readers-compared-cannot-evaluate': 'Two readers of slide …{{slide}} compared: CANNOT EVALUATE.',
  'timeline.microscopy.scale-calibrated': 'Eyepiece scale with {{objective}}: {{value}} µm per division.',
  'timeline.microscopy.scale-calibrated-drift':
    'Eyepiece scale with {{objective}}: {{value}} µm per division, {{drift}} % against the time before.',
} as const;

export const timelineLines: TimelineLines = {
  'microscopy.count-finished': ({ slide, counted, target, shortReason }: BodyOf<typeof countFinished>) => ({
    variant: shortReason === '' ? undefined : 'short',
    data: { slide: slide.shows, counted, target, reason: shortReason },
  }),
  'microscopy.readers-compared': ({ slide, verdict }: BodyOf<typeof readersCompared>) => ({
    variant: verdict,
    data: { slide: slide.shows },
  }),
  'microscopy.scale-calibrated': ({ terms, umPerDivision, driftPercent }: BodyOf<typeof scaleCalibrated>) => ({
    variant: driftPercent === null ? undefined : 'drift',
    data: { objective: terms.objective, value: umPerDivision, drift: driftPercent?.toFixed(1) ?? '' },
  }),
};
