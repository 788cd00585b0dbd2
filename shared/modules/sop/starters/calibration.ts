import {
  bloodHazard,
  branch,
  choice,
  confirm,
  hazard,
  note,
  number,
  repeat,
  scan,
  sign,
  starter,
  timer,
} from './build.ts';

/** Starters for calibration, a new control lot, and cleaning of the probe. */
export const calibrationStarters = [
  starter('calibration', {
    title: 'Calibration of an analyzer',
    purpose: 'Calibrate only when it is needed, with what can be traced, and show that it worked.',
    scope:
      'Hematology analyzers; when verification fails, after repairs that touch the measurement, and when the manual asks for it.',
    materials: 'Calibrator with its assigned values, control blood of every level.',
    needsReview: true,
    steps: [
      choice('reason', 'Why calibrate?', 'A control that is out is no reason by itself: look for the cause first.', [
        'Calibration verification failed',
        'Part or repair that touches the measurement',
        'The manual asks for it now',
        'Shift of all levels with no other cause',
        'Another reason',
      ]),
      bloodHazard,
      confirm(
        'clean',
        'Instrument in order',
        'Maintenance is done, the background passes, reagents are within date and will last.',
      ),
      number(
        'precision-runs',
        'Runs of the precision check',
        'Run one fresh specimen again and again before calibrating.',
        'runs',
        {
          adapt: 'number of runs, and the highest CV of each parameter.',
          drives: { target: 'lot', parameter: 'replicates', subject: 'precision check' },
        },
      ),
      choice('precision', 'Precision', 'All CVs within what the manual permits?', ['Within', 'Not within'], {
        passes: ['Within'],
      }),
      branch('precision-way', 'Go on?', 'An instrument that does not repeat itself is not calibrated.', 'precision', [
        { label: 'Within', when: { op: 'is', value: 'Within' }, goTo: 'calibrator' },
        { label: 'Not within', when: null, goTo: 'stop-note' },
      ]),
      scan(
        'calibrator',
        'Calibrator lot',
        'Scan or type the lot; assigned values, uncertainty and traceability are in its insert.',
        'lot',
      ),
      choice('calibrator-date', 'Expiry and open date', 'Within both?', ['Within both', 'Past one of them'], {
        passes: ['Within both'],
        adapt: 'time the calibrator may be used once opened.',
      }),
      timer('calibrator-warm', 'Bring to room temperature', 'Start when the vial leaves the refrigerator.', {
        adapt: 'time at room temperature.',
      }),
      number('replicates', 'Replicates', 'How many runs of the calibrator count?', 'runs', {
        adapt: 'number of replicates, and how many at the start are left out.',
        drives: { target: 'lot', parameter: 'replicates', subject: 'calibration' },
      }),
      note(
        'as-found',
        'As found',
        'Factors and means before anything is changed. What is not written down here is gone.',
      ),
      choice(
        'factor',
        'New factors',
        'Against the limits for accepting a change.',
        ['Within, taken over', 'Outside, not taken over'],
        {
          passes: ['Within, taken over'],
          adapt: 'smallest change that is made and largest that may be made without service.',
        },
      ),
      note('as-left', 'As left', 'Factors in force now, each parameter.'),
      choice('controls', 'Controls afterwards', 'Every level, before patients.', ['Within limits', 'Rule broken'], {
        passes: ['Within limits'],
      }),
      confirm(
        'others',
        'Who has to know',
        'The other analyzers that are compared with this one, and whoever follows moving averages, are told.',
      ),
      branch('finished', 'Done', '', null, [{ label: 'Go to the signature', when: null, goTo: 'signed' }]),
      note('stop-note', 'Why it was stopped', 'What was found, and who is called.'),
      sign('signed', 'Reviewed', 'Somebody else reads the whole of it.', 'verified', true),
    ],
  }),
  starter('new-control-lot', {
    title: 'New control lot',
    purpose: 'Know how the new lot behaves on this instrument before the old one is gone.',
    scope: 'Every control lot, each level, each instrument it is used on.',
    materials: 'Vials of the old and the new lot, inserts of both.',
    needsReview: true,
    steps: [
      scan('new-lot', 'The new lot', 'Scan or type it.', 'lot'),
      scan('old-lot', 'The lot in use', 'Scan or type it.', 'lot'),
      choice(
        'enough',
        'Enough of the old lot?',
        'Both lots are run side by side: the old one must last as long.',
        ['Enough', 'Not enough'],
        { passes: ['Enough'] },
      ),
      confirm('insert', 'Insert kept', 'The insert of the new lot is filed: ranges, expiry, days open.'),
      bloodHazard,
      number('days', 'Days side by side', 'On how many days were both lots run?', 'days', {
        adapt: 'days your procedure and manual ask for.',
        drives: { target: 'lot', parameter: 'days', subject: 'new control lot' },
      }),
      number('runs-per-day', 'Runs a day', 'How often a day was each level run?', 'runs', {
        adapt: 'runs a day.',
        drives: { target: 'lot', parameter: 'runs-per-day', subject: 'new control lot' },
      }),
      number(
        'points',
        'Values of each level',
        'How many values of each parameter and level are there in the end?',
        'runs',
        {
          adapt: 'fewest values a mean may be made from.',
          drives: { target: 'lot', parameter: 'runs', subject: 'new control lot' },
        },
      ),
      repeat(
        'each',
        'Each level',
        'How many levels?',
        'level',
        [1, 6],
        [
          choice(
            'mean',
            'Own mean',
            'Does the mean of this instrument lie within the range of the insert?',
            ['Within', 'Outside'],
            { passes: ['Within'] },
          ),
          note('limits', 'Limits that will hold', 'Means and limits of this level, and where they come from.'),
        ],
      ),
      choice(
        'patients',
        'Patients stayed where they were',
        'Old lot in, new lot in: did patients or a retained specimen move?',
        ['No shift', 'Shift: solved first'],
        {
          passes: ['No shift'],
        },
      ),
      confirm(
        'switch',
        'Switch over',
        'The limits of the new lot are in force on the instrument and in the records, and the old vials are put aside.',
      ),
      sign('approved', 'Looked through', 'Somebody else checks means, limits and their sources.', 'verified', true),
    ],
  }),
  starter('probe-cleaning', {
    title: 'Cleaning the probe and aspiration path',
    purpose: 'Clear carry-over, short samples and high backgrounds that come from a dirty or blocked probe.',
    scope: 'Analyzers that aspirate through a probe or needle; when the schedule or a message asks for it.',
    materials: 'Cleaning solution of the maker, tube for it, wipes, spare probe parts.',
    steps: [
      hazard(
        'hazard-probe',
        'Needle, blood and cleaner',
        'The probe can move without warning, is sharp and has blood in it; the cleaner burns skin and eyes.',
        ['biological', 'sharp', 'corrosive', 'moving-parts'],
      ),
      choice('why', 'Why now?', '', [
        'It is due',
        'Short sample',
        'High background',
        'Carry-over',
        'A message of the instrument',
      ]),
      confirm(
        'idle',
        'Nothing is running',
        'The instrument is idle and in the state in which its manual permits reaching in.',
        {
          adapt: 'how to put it into that state.',
          safety: 'Do not rely on a stop that a touch of the screen can end.',
        },
      ),
      confirm('clean', 'Run the cleaning', 'Offer the cleaning solution and start the cycle.', {
        adapt: 'solution, how much, and name of the cycle.',
      }),
      timer('soak', 'Soak', 'Let it stand.', { adapt: 'shortest and longest time.' }),
      confirm('rinse', 'Rinse', 'Rinse until no cleaner is left: it lowers counts.', { adapt: 'number of rinses.' }),
      choice(
        'outside',
        'Outside of the probe',
        'Look at it in good light.',
        ['Clean and straight', 'Crystals wiped off', 'Bent or damaged'],
        {
          passes: ['Clean and straight', 'Crystals wiped off'],
        },
      ),
      branch('damage', 'Is it damaged?', '', 'outside', [
        { label: 'Damaged', when: { op: 'is', value: 'Bent or damaged' }, goTo: 'part' },
        { label: 'In order', when: null, goTo: 'background' },
      ]),
      scan('part', 'The new part', 'Number of the part that was put in.', 'part'),
      choice('background', 'Background afterwards', '', ['Passed', 'Failed'], { passes: ['Passed'] }),
      choice(
        'controls',
        'Controls afterwards',
        'One level at least, all levels after a part was changed.',
        ['Within limits', 'Rule broken'],
        { passes: ['Within limits'] },
      ),
      note('note', 'What was seen', 'Clots, crystals, how it looked before.', { isOptional: true }),
    ],
  }),
];
