/** What the identification of a line says, on the page and on the command line. Keys are those of `identify.ts`. */
export const identifyWords = {
  'identify.verdict.identified': 'Found out what it is.',
  'identify.verdict.several': 'More than one definition fits as well. A person decides.',
  'identify.verdict.format-known': 'The format is read, but nothing says which model it is.',
  'identify.verdict.waits-for-answer':
    'Something asks to send and nobody answers, so it says nothing. It cannot be told which model it is.',
  'identify.verdict.text-unknown': 'Readable text arrives, but no definition reads it. It cannot be told what it is.',
  'identify.verdict.unreadable': 'Bytes arrive, but none of the settings tried makes sense of them. Cannot tell.',
  'identify.verdict.silent': 'Nothing was heard. Cannot tell.',

  'identify.confidence.named': 'says so itself',
  'identify.confidence.fits': 'fits',
  'identify.confidence.reads': 'reads the format',
  'identify.confidence.framing': 'only the framing fits',

  'identify.evidence.sender-fits': 'It calls itself {{model}} {{serialNumber}}, as this definition expects.',
  'identify.evidence.sender-other': 'It calls itself {{model}} {{serialNumber}}, which is another model.',
  'identify.evidence.sender-any': 'It calls itself {{model}} {{serialNumber}}.',
  'identify.evidence.tests': '{{known}} of {{total}} tests heard are tests of this model.',
  'identify.evidence.tests-any':
    '{{total}} tests heard; this definition takes any test, so they say nothing about the model.',
  'identify.evidence.understood': '{{count}} values or states understood.',
  'identify.evidence.checksums': 'Checksums right: {{right}} of {{total}}.',
  'identify.evidence.no-checksum': 'This format carries no checksum.',
  'identify.evidence.messages': 'Messages read: {{count}}.',
  'identify.evidence.frames': 'Frames heard: {{count}}.',
  'identify.evidence.bids': 'It asked {{count}} times whether it may send (ENQ).',
  'identify.evidence.unmapped': 'Not understood: {{count}}.',
  'identify.evidence.noise': '{{percent}} % of the bytes belong to no frame.',
  'identify.evidence.documented-settings': 'The line is set as this model is usually set.',
} as const;
