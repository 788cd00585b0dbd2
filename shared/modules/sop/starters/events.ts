import {
  branch,
  choice,
  confirm,
  hazard,
  line,
  note,
  number,
  photo,
  repeat,
  scan,
  sign,
  starter,
  timer,
} from './build.ts';

/** Starters for what does not happen every day: power failure, decontamination, a visit to a site. */
export const eventStarters = [
  starter('power-failure', {
    title: 'After a power failure',
    purpose: 'Find out what the failure did to specimens, reagents and results before anything is released.',
    scope: 'Every instrument of this bench, and the work that was on it.',
    materials: 'Torch, list of specimens that were running.',
    steps: [
      hazard(
        'hazard-power',
        'Power that comes back',
        'Instruments can move and heaters come on when it returns. Liquid and electricity: look before you touch.',
        ['electrical', 'moving-parts', 'biological'],
      ),
      line('from', 'When did it fail?', 'As well as it can be told.'),
      number(
        'minutes',
        'How long was it off?',
        'Minutes without power at the instrument; a UPS counts as power.',
        'min',
        {
          adapt: 'after how long reagents, stains and the thermal parts count as cold.',
        },
      ),
      choice('how', 'How did it stop?', '', ['In the middle of specimens', 'Idle', 'Held by the UPS and shut down']),
      branch('how-way', 'Specimens on it?', '', 'how', [
        { label: 'Specimens were running', when: { op: 'is', value: 'In the middle of specimens' }, goTo: 'specimens' },
        { label: 'Nothing was running', when: null, goTo: 'restart' },
      ]),
      repeat(
        'specimens',
        'Specimens that were running',
        'How many?',
        'specimen',
        [0, 40],
        [
          scan('id', 'Specimen', 'Scan the tube; only its last characters are kept.', 'specimen'),
          choice(
            'what',
            'What becomes of it',
            'Clot, volume and age decide.',
            ['Run again', 'Taken by another instrument', 'New specimen asked for'],
            {
              adapt: 'longest time between drawing and counting.',
            },
          ),
        ],
      ),
      confirm('restart', 'Restart', 'Switch on in the order of the manual and let it run its start-up.', {
        adapt: 'restart after a power loss, and what to do with what is left in the chambers.',
      }),
      choice('clock', 'Date and time', 'Does the instrument still know them? Does this bench?', ['Right', 'Was set'], {
        passes: ['Right', 'Was set'],
      }),
      choice(
        'reagents',
        'Reagents and stains',
        'Temperature, leaks, empty lines.',
        ['In order', 'Replaced', 'Doubtful'],
        { passes: ['In order', 'Replaced'] },
      ),
      choice('background', 'Background', '', ['Passed', 'Failed'], { passes: ['Passed'] }),
      choice('controls', 'Controls', 'All levels before patients.', ['Within limits', 'Rule broken'], {
        passes: ['Within limits'],
      }),
      confirm(
        'results',
        'Results around that time',
        'Everything sent in the last minutes before the failure is held against the tubes: none lost, none double.',
      ),
      note('told', 'Who was told', 'Wards that waited, the service, the person in charge.', { isOptional: true }),
    ],
  }),
  starter('decontamination', {
    title: 'Decontamination before service or return',
    purpose: 'Hand over an instrument or part that nobody catches anything from, with a paper that says so.',
    scope: 'Before a service visit, before anything is sent away, moved or scrapped.',
    materials: 'Disinfectant with a known contact time, cleaning solution, bags and labels, form for the certificate.',
    needsReview: false,
    steps: [
      hazard(
        'hazard-decontamination',
        'Blood, aerosol and chemicals',
        'Covers come off, splashes and aerosol are likely, and the disinfectant is no friend of skin or lungs.',
        ['biological', 'chemical', 'corrosive', 'sharp'],
        { adapt: 'protection, and ventilation of the room.' },
      ),
      choice('what', 'What is it for?', '', ['Service here', 'Return of a part', 'Move to another place', 'Scrapping']),
      confirm(
        'data',
        'Patient data',
        'Nothing that names a patient leaves with it: stored results, printouts, labels on racks, data carriers.',
        {
          adapt: 'how stored results are deleted or the data carrier is kept.',
        },
      ),
      line('agent', 'Disinfectant', 'Name, concentration and lot.', {
        adapt: 'agents that materials of the instrument stand.',
      }),
      confirm('flush', 'Flush the inside', 'Rinse and decontaminate the fluid path as the manual says.', {
        adapt: 'sequence, agents and volumes.',
      }),
      timer('contact', 'Contact time', 'Start when the last surface is wet.', { adapt: 'contact time of your agent.' }),
      repeat(
        'surfaces',
        'Areas',
        'How many areas are treated?',
        'area',
        [1, 20],
        [
          line('area', 'Which area', 'Sampler, needle wash, waste line, outer covers, keyboard.'),
          confirm('done', 'Treated and wiped', 'Wet for the whole contact time, then wiped with water.'),
        ],
      ),
      choice('left-out', 'Anything that could not be treated?', 'Inside a closed module, for example.', ['No', 'Yes'], {
        passes: ['No', 'Yes'],
      }),
      branch('left-out-way', 'Something left out?', '', 'left-out', [
        { label: 'Yes', when: { op: 'is', value: 'Yes' }, goTo: 'left-out-note' },
        { label: 'No', when: null, goTo: 'label' },
      ]),
      note('left-out-note', 'What is not clean', 'Name it plainly; it goes onto the certificate and onto the bag.'),
      photo(
        'label',
        'The label',
        'Decontamination label with date and name on the instrument or bag; no patient on the picture.',
      ),
      sign('certified', 'Certified', 'I treated it as written here.', 'performed'),
    ],
  }),
  starter('site-visit', {
    title: 'Visit to a site',
    purpose:
      'Leave a customer with an instrument that works, papers that say what was done, and nothing open that nobody owns.',
    scope: 'Service, application and installation visits.',
    materials: 'Tools, parts for the job, this laptop, forms the site asks for.',
    needsSignature: true,
    steps: [
      line('site', 'Site and contact', 'Place and whom you met; no patient.'),
      choice('why', 'What is the visit for?', '', [
        'Repair',
        'Preventive maintenance',
        'Installation',
        'Training',
        'Other',
      ]),
      confirm(
        'rules',
        'Rules of the site',
        'Registered, told about escape ways, protection and what may not be brought in.',
      ),
      choice(
        'certificate',
        'Decontamination',
        'Is the instrument decontaminated, and is there a paper that says so?',
        ['Certificate seen', 'Not done'],
        {
          passes: ['Certificate seen'],
        },
      ),
      hazard(
        'hazard-site',
        'Somebody else’s laboratory',
        'Blood, live power behind open covers, other people’s chemicals. Work as if nothing had been cleaned.',
        ['biological', 'electrical', 'chemical', 'moving-parts'],
      ),
      scan('instrument', 'The instrument', 'Serial number on its plate.', 'instrument'),
      note('as-found', 'As found', 'What it did and what it showed before anything was touched.'),
      note('work', 'What was done', 'In the order it was done.'),
      repeat(
        'parts',
        'Parts used',
        'How many parts were put in?',
        'part',
        [0, 40],
        [
          scan('part', 'Part', 'Number on the part or its bag.', 'part'),
          choice('old', 'The old part', '', ['Taken along', 'Left at the site', 'Scrapped there']),
        ],
      ),
      confirm('checks', 'Checks of the work', 'Function checks of what was touched, as the manual asks.', {
        adapt: 'checks after this kind of work.',
      }),
      choice(
        'controls',
        'Controls',
        'Run by the site, or with it.',
        ['Within limits', 'Rule broken', 'Site runs them later'],
        { passes: ['Within limits'] },
      ),
      confirm(
        'settings',
        'Settings',
        'Everything that was changed for testing is set back, and what stays changed is written down.',
      ),
      number('hours', 'Hours of work', '', 'h', { isOptional: true }),
      note('open', 'What is left open', 'Each point with who does it and until when.'),
      sign('mine', 'Visit closed', 'I did what is written here.', 'performed'),
    ],
  }),
];
