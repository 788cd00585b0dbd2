import {
  bloodHazard,
  branch,
  choice,
  confirm,
  line,
  note,
  number,
  photo,
  reading,
  repeat,
  scan,
  sign,
  starter,
  timer,
} from './build.ts';

/** Starters for the day at the analyzer: start-up, shutdown, background, control run. */
export const dailyStarters = [
  starter('start-up', {
    title: 'Start-up of an analyzer',
    purpose:
      'Bring the analyzer from standby or off to a state in which controls can be run, the same way every day and by everyone.',
    scope: 'Hematology analyzers at this bench, at the start of the day or shift and after any stop.',
    materials: 'Reagents in use with their open dates, waste container, lint-free wipes.',
    steps: [
      bloodHazard,
      confirm(
        'look',
        'Look at the instrument',
        'Covers closed, no leak under or behind it, tubing without kinks, nothing in the way of the sampler.',
      ),
      choice(
        'waste',
        'Waste container',
        'How full is it?',
        ['Room for the day', 'Emptied now', 'No room and not emptied'],
        {
          passes: ['Room for the day', 'Emptied now'],
        },
      ),
      repeat(
        'reagents',
        'Reagents in use',
        'How many reagents are connected?',
        'reagent',
        [1, 12],
        [
          scan('reagent-lot', 'Lot of the reagent', 'Scan or type the lot on the container.', 'reagent'),
          choice(
            'reagent-date',
            'Expiry and open date',
            'Within the printed expiry and the days it may stand open?',
            ['Within both', 'Past one of them'],
            {
              passes: ['Within both'],
              adapt: 'days each reagent may be used once opened.',
            },
          ),
        ],
      ),
      confirm(
        'switch-on',
        'Switch on',
        'Switch on in the order of the manual and let the start-up sequence run to its end.',
        {
          adapt: 'order of switching on, and what the start-up sequence shows when it has ended.',
        },
      ),
      timer('warm-up', 'Warm-up', 'Start the timer when the instrument is on, stop it when it reports ready.', {
        adapt: 'shortest warm-up time.',
      }),
      number('temperature', 'Temperature of the room', 'Read the thermometer beside the instrument.', '°C', {
        adapt: 'lowest and highest temperature of operation.',
      }),
      choice(
        'background',
        'Background',
        'Did the background count of the start-up pass?',
        ['Passed', 'Failed', 'Was not run'],
        { passes: ['Passed'] },
      ),
      branch('background-way', 'Is the background good?', '', 'background', [
        { label: 'Passed', when: { op: 'is', value: 'Passed' }, goTo: 'ready' },
        { label: 'Not passed', when: null, goTo: 'background-note' },
      ]),
      note(
        'background-note',
        'What was done about it',
        'Which parameter failed, what was tried, and whether the instrument is out of use until it passes.',
      ),
      confirm('ready', 'Ready for controls', 'No patient specimen is run before the controls are in.'),
      line('shift', 'Shift', 'Which shift starts with this?', { isOptional: true }),
    ],
  }),
  starter('shutdown', {
    title: 'Shutdown of an analyzer',
    purpose: 'Leave the analyzer clean and safe for the night, a weekend or a longer stop.',
    scope: 'Hematology analyzers at this bench.',
    materials: 'Cleaning solution of the maker, waste container, lint-free wipes, disinfectant your laboratory uses.',
    steps: [
      bloodHazard,
      confirm(
        'last-results',
        'Nothing is waiting',
        'All specimens are run, all results have left for the LIS, and none is held back.',
      ),
      choice(
        'stop',
        'How long will it stand?',
        'Longer stops need more than the daily cleaning.',
        ['Overnight', 'A weekend', 'Longer'],
        {
          adapt: 'from how many hours of standing the long shutdown is asked for.',
        },
      ),
      confirm(
        'cleaning',
        'Cleaning cycle',
        'Start the shutdown or cleaning cycle with the cleaning solution and let it run to its end.',
        {
          adapt: 'name of the cycle, the solution and how much of it.',
          safety:
            'Cleaning solutions of analyzers are strongly alkaline or contain chlorine: eye protection, and never mix them with acid.',
        },
      ),
      timer('soak', 'Soaking time', 'Where the cycle asks to soak, time it.', {
        isOptional: true,
        adapt: 'soaking time.',
      }),
      branch('long', 'A long stop?', '', 'stop', [
        { label: 'Longer', when: { op: 'is', value: 'Longer' }, goTo: 'drain' },
        { label: 'Overnight or a weekend', when: null, goTo: 'wipe' },
      ]),
      confirm('drain', 'Empty the lines', 'Prepare the instrument for a long stop as the manual says.', {
        adapt: 'steps of the long shutdown or storage.',
      }),
      confirm(
        'wipe',
        'Wipe down',
        'Outer surfaces, sampler and rack area; leave the disinfectant on for its full time.',
        {
          adapt: 'which surfaces may not be wiped, and contact time of your disinfectant.',
        },
      ),
      choice('waste', 'Waste', 'What was done with the liquid waste?', ['Emptied', 'Room for tomorrow'], {
        passes: ['Emptied', 'Room for tomorrow'],
      }),
      confirm('off', 'Off or standby', 'The instrument is in the state it should stay in, and the screen says so.'),
      note('for-tomorrow', 'For the next shift', 'Anything the person who starts it should know.', {
        isOptional: true,
      }),
    ],
  }),
  starter('background', {
    title: 'Background check',
    purpose: 'Show that the instrument counts next to nothing when it has nothing to count, before patients are run.',
    scope: 'Hematology analyzers; daily, after reagent changes, after cleaning and whenever counts are in doubt.',
    materials: 'Diluent in use.',
    steps: [
      bloodHazard,
      confirm('run', 'Run the background', 'Start a background or blank count and wait for all parameters.', {
        adapt: 'name of the count, and how often it may be repeated.',
      }),
      reading(
        'wbc',
        'WBC of the background',
        'Take it from the wire, or type what the screen says.',
        { kind: 'background', test: 'WBC' },
        '10*9/L',
        {
          adapt: 'highest permitted WBC background.',
        },
      ),
      reading(
        'rbc',
        'RBC of the background',
        'Take it from the wire, or type what the screen says.',
        { kind: 'background', test: 'RBC' },
        '10*12/L',
        {
          adapt: 'highest permitted RBC background.',
        },
      ),
      reading(
        'hgb',
        'HGB of the background',
        'Take it from the wire, or type what the screen says.',
        { kind: 'background', test: 'HGB' },
        'g/L',
        {
          adapt: 'highest permitted HGB background.',
        },
      ),
      reading(
        'plt',
        'PLT of the background',
        'Take it from the wire, or type what the screen says.',
        { kind: 'background', test: 'PLT' },
        '10*9/L',
        {
          adapt: 'highest permitted PLT background.',
        },
      ),
      choice(
        'result',
        'Are all within their limits?',
        'Also the parameters not listed here.',
        ['All within', 'Some above'],
        { passes: ['All within'] },
      ),
      branch('result-way', 'Go on?', '', 'result', [
        { label: 'All within', when: { op: 'is', value: 'All within' }, goTo: 'end' },
        { label: 'Some above', when: null, goTo: 'cause' },
      ]),
      choice('cause', 'What was tried first', 'Choose what was done before the repeat.', [
        'Rinsed and repeated',
        'Changed the diluent',
        'Looked for bubbles and leaks',
        'Cleaned the probe and the chamber',
      ]),
      number('repeat-count', 'Repeats', 'How many backgrounds were run in all?', 'runs', {
        adapt: 'how often it may be repeated before service is called.',
      }),
      photo('screen', 'The screen', 'A picture of the last background without any patient on it.', {
        isOptional: true,
      }),
      choice('after', 'After the repeat', 'How does it stand now?', ['Passes', 'Still above: out of use'], {
        passes: ['Passes'],
      }),
    ],
  }),
  starter('qc-run', {
    title: 'Control run',
    purpose:
      'Run every level of control as a specimen is run, look at the values before patients, and act on what they say.',
    scope: 'Every analyzer and every level in use; at the times the quality control plan names.',
    materials: 'Control blood of each level, within expiry and open date.',
    needsReview: true,
    steps: [
      bloodHazard,
      number('levels', 'Levels to run', 'How many levels does the quality control plan ask for?', 'levels', {
        adapt: 'levels and how often, as your plan and the rules of your country ask.',
        drives: { target: 'lot', parameter: 'levels', subject: 'control run' },
      }),
      timer('warm', 'Bring to room temperature', 'Start when the vials leave the refrigerator.', {
        adapt: 'time at room temperature.',
      }),
      repeat(
        'each',
        'Each level',
        'How many levels do you run now?',
        'level',
        [1, 6],
        [
          scan('lot', 'Lot of the control', 'Scan or type the lot of this vial.', 'lot'),
          choice('vial', 'Vial', 'Expiry and days since it was opened.', ['Within both', 'Past one of them'], {
            passes: ['Within both'],
            adapt: 'days a vial may be used once opened.',
          }),
          confirm('mix', 'Mix', 'Roll and turn it by hand until no cells are left at the bottom; do not shake.', {
            adapt: 'how to mix, and for how long.',
          }),
          reading(
            'hgb',
            'HGB of this level',
            'Taken from the wire as it ran.',
            { kind: 'qc-result', test: 'HGB' },
            'g/L',
            {
              isOptional: true,
              adapt: 'range of the lot in use.',
            },
          ),
          choice(
            'verdict',
            'All parameters of this level',
            'Against the limits in force for this lot.',
            ['Within limits', 'Rule broken'],
            { passes: ['Within limits'] },
          ),
        ],
      ),
      choice(
        'overall',
        'May patients be run?',
        'One broken rule is enough to hold them.',
        ['Yes', 'No: held until solved'],
        { passes: ['Yes'] },
      ),
      branch('overall-way', 'Go on?', '', 'overall', [
        { label: 'Yes', when: { op: 'is', value: 'Yes' }, goTo: 'end' },
        { label: 'No', when: null, goTo: 'act' },
      ]),
      note(
        'act',
        'What was done',
        'Cause looked for, what was changed, and what the repeat said. Repeating until it fits is no cause.',
      ),
      sign(
        'second',
        'A second person agrees',
        'Somebody who ran none of it looks at the values before patients are run.',
        'verified',
        true,
      ),
    ],
  }),
];
