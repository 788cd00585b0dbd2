import type { ErrorData } from '../../shared/kernel/errors.ts';

/** Sentences of the command line, by error code; `{name}` is filled from the error's data. */
const sentences: Readonly<Record<string, string>> = {
  'usage/not-understood': '{detail}\n{usage}',
  'usage/missing': '{usage}',
  'usage/duration': '"{text}" is no duration. Write 10s, 500ms, 2m or 1h.',
  'usage/number': '{name}: "{text}" is not a number from {low} to {high}.',
  'usage/definition-unknown': 'No definition "{key}". There are: {known}.',
  'usage/definition-missing': 'Say which definition to read with: --as <definition>. There are: {known}.',
  'link/port-not-understood':
    '"{port}" is no port. Write a path (/dev/ttyUSB0, COM3), tcp://host:port or listen://[address]:port.',
  'link/port-missing': 'No port {path}. Is the adapter plugged in?',
  'link/port-ambiguous': 'Several adapters look like the one remembered for {path}. Choose the port anew.',
  'link/port-busy': 'Another program uses {path}. Close it and try again.',
  'link/port-used-here': 'Another instrument of this bench uses {path}.',
  'link/no-permission': 'No permission to open {path}. On Linux: sudo usermod -aG dialout $USER, then sign in anew.',
  'link/not-a-serial-port': '{path} is not a serial port.',
  'link/setting-not-supported': '{path} does not support this setting ({detail}).',
  'link/unplugged': '{path} was unplugged.',
  'link/refused': '{where}: connection refused. Is the device on, and is the port number right?',
  'link/host-unreachable': '{where} can not be reached from here.',
  'link/host-not-found': '{where}: no such host.',
  'link/timed-out': '{where} does not answer.',
  'link/address-in-use': 'Another program listens on {where}.',
  'link/address-not-here': '{where} is not an address of this machine.',
  'link/peers-required': 'To listen on {address}, name who may connect with --peers <address,...>.',
  'link/failed': 'The link failed: {detail}',
  'link/file-missing': 'Can not read {file}.',
  'link/capture-not-understood': 'Line {line} of the capture is not understood.',
  'link/capture-too-large': '{file} is too large to replay ({byteCount} bytes).',
  'simulate/socat-missing': 'Can not make a serial line at {path}: socat is not installed (apt-get install socat).',
  'simulate/script-unreadable': 'Can not read {file}.',
  'simulate/script-not-understood': '{file}: {detail}',
  'simulate/no-captures': 'No captures in {folder}.',
  'store/in-use': 'The data folder {path} is in use by another Benchside.',
  'store/disk-full': 'The disk is full: frames are refused until there is room.',
};

/** The sentence of a code; a code without one is shown as it is, with its data. */
export function sentenceOf(code: string, data: ErrorData = {}): string {
  const sentence = sentences[code];
  if (sentence === undefined) return `${code} ${JSON.stringify(data)}`;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? ''));
}

/** The link doctor's verdicts in words. */
export const verdictWords: Readonly<Record<string, string>> = {
  healthy: 'The line is healthy.',
  'cannot-tell-yet': 'Not enough was heard to say anything.',
  'wrong-baud': 'The baud rate is wrong.',
  'wrong-parity-or-bits': 'Parity or data bits are wrong.',
  'nothing-connected': 'Nothing is connected.',
  'connected-but-silent': 'The port is open, but nothing was heard.',
  noise: 'There is noise on the line.',
  'host-not-answering': 'The instrument asks to send, and nobody answers it.',
  'wrong-protocol': 'The instrument speaks another protocol.',
  'wrong-definition': 'The messages do not fit this definition.',
  'two-talkers': 'Two devices speak on this line.',
  'cut-frames': 'Frames arrive cut.',
  'port-busy': 'Another program uses the port.',
  'no-permission': 'No permission to open the port.',
};
