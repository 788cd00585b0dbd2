import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type {
  answeringChanged,
  backgroundRecorded,
  definitionChanged,
  expectedUseChanged,
  identityJudged,
  identityReported,
  instrumentRegistered,
  linkChanged,
  qcRecorded,
  serviceStatusChanged,
  settingsChanged,
} from './records.ts';

/** Sentences of the instruments module: what happened, what was kept, what to do (design, principle 7). */
export const words = {
  'instruments.next.ready': 'All is well. Nothing to do.',
  'instruments.next.link-up': 'What it sends arrives and can be read. Its line does not say more.',
  'instruments.next.quiet': 'Quiet for {{minutes}} min. Not expected in use.',
  'instruments.next.retired': 'Retired. Its records are kept.',
  'instruments.next.error-stop': '{{text}} ({{code}}). Stop and follow the first checks.',
  'instruments.next.error-warn': '{{text}} ({{code}}). See the first checks.',
  'instruments.next.error-info': '{{text}} ({{code}}). Take note of it.',
  'instruments.next.error-acknowledged': '{{text}} ({{code}}) is still there. Write what was done when it is solved.',
  'instruments.next.reports-error': 'It reports an error of its own. Look at its screen and enter the code here.',
  'instruments.next.reports-attention': 'It asks for attention. Look at its screen.',
  'instruments.next.background-failed': 'Background above its limit: {{worst}}. Repeat it after the first checks.',
  'instruments.next.background-open':
    'The last background could not be judged. Compare it with the limits in the manual.',
  'instruments.next.write-outcome': '{{code}} has cleared. Write what was done to close it.',
  'instruments.next.out-of-service': 'Out of service by decision of the lab. Do not use it for results.',
  'instruments.next.restricted': 'Restricted by decision of the lab. See the reason before use.',
  'instruments.next.port-busy': '{{where}} is used by another program. Nothing was lost. Close it, then press Retry.',
  'instruments.next.no-permission':
    'This account may not open {{where}}. Nothing was lost. Ask for access to serial ports, then press Retry.',
  'instruments.next.port-missing': '{{where}} is not there. Plug the cable in; the line opens by itself.',
  'instruments.next.refused':
    '{{where}} refuses the connection. Check that the device server is on and the port number is right.',
  'instruments.next.failed': 'The line at {{where}} failed. What was received is kept. It is tried again by itself.',
  'instruments.next.waiting-to-reopen': 'The line at {{where}} is closed. It is tried again by itself.',
  'instruments.next.opening': 'Opening {{where}}.',
  'instruments.next.link-off': 'The line at {{where}} is switched off.',
  'instruments.next.linked-elsewhere':
    'Its line is at {{where}}. What it says there comes here with the next sync; enter codes by hand.',
  'instruments.next.no-line': 'There is no line to this instrument. Enter its codes by hand.',
  'instruments.next.not-heard':
    'Not heard for {{minutes}} min, and it is expected in use. Check the cable and its power.',
  'instruments.next.nothing-heard-yet': 'Nothing heard on {{where}} yet. Send something from the instrument.',
  'instruments.next.nothing-read-yet': 'Something arrives on {{where}}, but nothing that can be read yet.',
  'instruments.next.status-unknown': 'It has not said how it is since the line opened.',
  'instruments.next.definition-missing':
    'Its definition is missing. Bytes are kept, but not read. Choose a definition.',
  'instruments.next.conflict': 'Two benches decided differently. The safer value holds. Decide in Set-up.',
  'instruments.next.partial-messages_one': '{{count}} message was cut off. Send it again, or dismiss it.',
  'instruments.next.partial-messages_other': '{{count}} messages were cut off. Send them again, or dismiss them.',
  'instruments.next.partial-messages': '{{count}} messages were cut off. Send them again, or dismiss them.',
  'instruments.next.other-serial-number':
    'The line says serial number {{reported}}. Check that this is the right cable.',
  'instruments.next.other-registered':
    'The line says serial number {{reported}}: that is {{name}}. Check the cable, or decide in Set-up.',
  'instruments.next.other-model':
    'The line says model {{model}}, which is another one. Check the cable, or decide in Set-up.',
  'readiness.reason.other-registered': 'On its line is {{name}} (serial number {{serialNumber}}).',
  'readiness.reason.other-serial-number': 'On its line is another serial number: {{serialNumber}}.',
  'readiness.reason.other-model': 'On its line is another model: {{model}}.',
  'instruments.next.line-wrong-baud': 'What arrives is unreadable: the speed is wrong. The link doctor suggests one.',
  'instruments.next.line-wrong-parity-or-bits':
    'What arrives is garbled: parity or data bits differ. See the link doctor.',
  'instruments.next.line-nothing-connected': 'Nothing is connected to the port. Check the cable at both ends.',
  'instruments.next.line-noise': 'The line carries noise. Check the cable, its shield and its length.',
  'instruments.next.line-host-not-answering':
    'It asks and gets no answer: this bench only listens. Check that the LIS is running.',
  'instruments.next.line-wrong-protocol':
    'What arrives is in another protocol than the definition says. See the link doctor.',
  'instruments.next.line-wrong-definition': 'What arrives does not fit the chosen model. Choose another definition.',
  'instruments.next.line-two-talkers': 'Two devices talk on this line. Only one may be connected.',
  'instruments.next.line-cut-frames': 'Frames arrive cut. Check flow control and the device server.',

  'instruments.service-status.in-service': 'in service',
  'instruments.service-status.restricted': 'restricted',
  'instruments.service-status.out-of-service': 'out of service',
  'instruments.service-status.retired': 'retired',

  'instruments.carries.results': 'Results with their flags',
  'instruments.carries.flags': 'Abnormal flags',
  'instruments.carries.qc-results': 'Control results',
  'instruments.carries.background-check': 'Background checks',
  'instruments.carries.errors-of-a-sample': 'Errors of a sample',
  'instruments.carries.barcode-failures': 'Bar codes that could not be read',
  'instruments.carries.image-names': 'Names of images',
  'instruments.carries.order-queries': 'Questions for orders (shown, never answered)',
  'instruments.carries.weights': 'Weights',
  'instruments.carries.stability': 'Whether a weight is stable',
  'instruments.carries.overload': 'Overload and underload',
  'instruments.carries.temperatures': 'Temperatures',
  'instruments.carries.identity': 'Model, software and serial number',
  'instruments.carries.no-error-codes': 'No error codes: enter them by hand',
  'instruments.carries.no-operational-status': 'No status of its own',
  'instruments.carries.no-counters': 'No counters',
  'instruments.carries.reagent-lots': 'Reagent lots and curve numbers, where they are sent',
  'instruments.carries.no-reagent-lots': 'No reagent lots',
  'instruments.carries.no-control-levels': 'No control levels or targets',

  'timeline.instruments.instrument-registered': 'Registered as {{name}}.',
  'timeline.instruments.settings-changed': 'Settings changed: {{changes}}. {{reason}}',
  'timeline.instruments.link-changed': 'Link changed to {{link}}. {{reason}}',
  'timeline.instruments.definition-changed': 'Definition changed from {{from}} to {{definitionKey}}. {{reason}}',
  'timeline.instruments.answering-changed-yes':
    'Answering switched on: this bench takes the place of the LIS. {{reason}}',
  'timeline.instruments.answering-changed-no': 'Answering switched off: this bench only listens. {{reason}}',
  'timeline.instruments.expected-use-changed-yes': 'Declared in use.',
  'timeline.instruments.expected-use-changed-until': 'Declared in use until {{until}}.',
  'timeline.instruments.expected-use-changed-no': 'Declared not in use.',
  'timeline.instruments.service-status-changed':
    'Service status changed from $t(instruments.service-status.{{from}}) to $t(instruments.service-status.{{serviceStatus}}). {{reason}}',
  'timeline.instruments.identity-reported':
    'The line says: {{model}}, software {{software}}, serial number {{serialNumber}}.',
  'timeline.instruments.identity-judged-yes':
    'Decided: {{model}}, serial number {{serialNumber}} on the line is this instrument. {{reason}}',
  'timeline.instruments.identity-judged-no':
    'Decided: {{model}}, serial number {{serialNumber}} on the line is another instrument. {{reason}}',
  'timeline.instruments.background-recorded-pass': 'Background passed. {{worst}}',
  'timeline.instruments.background-recorded-fail': 'Background above its limit: {{worst}}.',
  'timeline.instruments.background-recorded-cannot-evaluate': 'Background received; it could not be judged.',
  'timeline.instruments.qc-recorded': 'Control received: {{controlLot}}.',

  'timeline.other': 'Another record: {{type}}.',

  'instruments/not-found': 'This instrument is not in the register.',
  'instruments/already-registered': 'This instrument is registered already.',
  'instruments/unknown-definition': 'There is no definition "{{definitionKey}}". Nothing was changed.',
  'instruments/answering-not-possible': 'This instrument is asked, or has no line: there is nothing to answer.',
  'instruments/link-kind-not-supported': 'The model is not connected this way. Nothing was changed.',
  'instruments/peers-missing': 'Listening on {{address}} needs a list of who may connect. Nothing was changed.',
  'instruments/port-in-use': '{{path}} is the line of {{name}} already. Nothing was changed. Choose another port.',
  'instruments/bad-time': '"{{until}}" is not a time. Nothing was changed.',
  'instruments/service-status-conflict': 'Service status decided apart: {{here}} and {{there}}. The safer one holds.',
  'instruments/answering-conflict': 'Answering decided apart. Until someone decides, the bench only listens.',
  'instruments/expected-use-conflict': 'Expected use decided apart. Until someone decides, silence is watched.',
  'instruments/link-conflict': 'Link settings decided apart: {{here}} and {{there}}.',
  'instruments/definition-conflict': 'Definition decided apart: {{here}} and {{there}}.',
  'instruments/settings-conflict': 'The same field was changed apart: {{here}} and {{there}}.',
  'instruments/registered-apart': 'Registered twice with different serial numbers: also {{serialNumber}}.',
} as const;

/** A reason as a sentence of its own; nothing where none was given. */
const why = (reason: string): string => (reason.trim() === '' ? '' : `Why: ${reason}`);

/** Fields of the register as people call them. */
const fieldNames: Readonly<Record<string, string>> = {
  name: 'name',
  serialNumber: 'serial number',
  assetNumber: 'asset number',
  firmware: 'firmware',
  place: 'place',
  notes: 'notes',
  silenceMinutes: 'minutes of silence that need a look',
};

export const timelineLines: TimelineLines = {
  'instruments.instrument-registered': (body: BodyOf<typeof instrumentRegistered>) => ({ data: { name: body.name } }),
  'instruments.settings-changed': (body: BodyOf<typeof settingsChanged>) => ({
    data: {
      changes: body.changes
        .map(({ field, from, to }) => `${fieldNames[field] ?? field} from "${from}" to "${to}"`)
        .join('; '),
      reason: why(body.reason),
    },
  }),
  'instruments.link-changed': (body: BodyOf<typeof linkChanged>) => ({
    data: { link: whereOf(body.link), reason: why(body.reason) },
  }),
  'instruments.definition-changed': (body: BodyOf<typeof definitionChanged>) => ({
    data: { from: body.from, definitionKey: body.definitionKey, reason: why(body.reason) },
  }),
  'instruments.answering-changed': (body: BodyOf<typeof answeringChanged>) => ({
    variant: body.isAnswering ? 'yes' : 'no',
    data: { reason: why(body.reason) },
  }),
  'instruments.expected-use-changed': (body: BodyOf<typeof expectedUseChanged>) => ({
    variant: body.isExpectedInUse ? (body.until ? 'until' : 'yes') : 'no',
    data: { until: body.until ?? '' },
  }),
  'instruments.service-status-changed': (body: BodyOf<typeof serviceStatusChanged>) => ({
    data: { from: body.from, serviceStatus: body.serviceStatus, reason: why(body.reason) },
  }),
  'instruments.identity-reported': (body: BodyOf<typeof identityReported>) => ({
    data: { model: body.model, software: body.software, serialNumber: body.serialNumber },
  }),
  'instruments.identity-judged': (body: BodyOf<typeof identityJudged>) => ({
    variant: body.isSame ? 'yes' : 'no',
    data: { model: body.model, serialNumber: body.serialNumber, reason: why(body.reason) },
  }),
  'instruments.background-recorded': (body: BodyOf<typeof backgroundRecorded>) => ({
    variant: body.verdict,
    data: { worst: body.worst },
  }),
  'instruments.qc-recorded': (body: BodyOf<typeof qcRecorded>) => ({ data: { controlLot: body.controlLot } }),
};

function whereOf(link: BodyOf<typeof linkChanged>['link']): string {
  switch (link.kind) {
    case 'serial': {
      const { baud, dataBits, parity, stopBits } = link.serial;
      return `${link.path}, ${baud} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
    }
    case 'tcp-client':
      return `${link.host}:${link.port}`;
    case 'tcp-server':
      return `${link.address}:${link.port}`;
    case 'replay':
      return link.file;
    case 'folder':
      return link.folder;
    case 'none':
      return '-';
  }
}
