/** Sentences of the scanner on a cable. */
export const words = {
  'scanner/port-of-instrument':
    '{{path}} is the line of {{name}}. Nothing was changed. Choose another port for the scanner.',
  'scanner/port-of-scanner':
    '{{path}} is the port of the bar-code scanner of this workstation. Nothing was changed. Choose another port, or take it from the scanner in Settings first.',
  'scanner/too-long': 'The scanner sent a code of more than {{most}} characters. It was not taken.',
  'scanner/control-character':
    'The scanner sent a code with a control character in it ({{name}}). It was not taken. Set the scanner to send the code alone.',
  'scanner/not-plain-text':
    'The scanner sent something that is no plain text. It was not taken. Check baud rate, data bits and parity against its manual.',
  'scanner/no-end':
    'The scanner sent a code without an end. It was not taken. Set the scanner to send CR after each code, or choose the pause as the end.',
} as const;
