import type { ErrorData } from '../../shared/kernel/errors.ts';
import { identifyWords } from '../../shared/modules/instruments/identify-words.ts';

/** Sentences of the command line, by error code; `{name}` is filled from the error's data. */
const sentences: Readonly<Record<string, string>> = {
  'usage/not-understood': '{detail}\n{usage}',
  'usage/missing': '{usage}',
  'usage/help': '{usage}',
  'usage/duration': '"{text}" is no duration. Write 10s, 500ms, 2m or 1h.',
  'usage/number': '{name}: "{text}" is not a number from {low} to {high}.',
  'usage/no-such-folder': 'There is no folder {folder}.',
  'usage/definition-unknown': 'No definition "{key}". There are: {known}.',
  'usage/no-wire': '{model} says nothing over a wire: there is nothing to read or to play. Its codes are typed in.',
  'usage/definition-missing': 'Say which definition to read with: --as <definition>. There are: {known}.',
  'link/port-not-understood':
    '"{port}" is no port. Write a path (/dev/ttyUSB0, COM3), tcp://host:port or listen://[address]:port.',
  'link/port-missing': 'No port {path}. Is the adapter plugged in?',
  'link/port-ambiguous': 'Several adapters look like the one remembered for {path}. Choose the port anew.',
  'link/port-busy': 'Another program uses {path}. Close it and try again.',
  'link/folder-missing': 'There is no folder {folder}.',
  'link/folder-not-readable': 'No permission to read {folder}.',
  'link/port-used-here': 'Another instrument of this bench uses {path}.',
  'link/no-permission': 'No permission to open {path}. On Linux: sudo usermod -aG dialout $USER, then sign in anew.',
  'link/no-permission-network':
    'No permission to open {where}. Ports below 1024 are the system\u2019s: take a higher one.',
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
  'link/file-missing': 'Can not read {file}: {detail}.',
  'link/capture-not-understood':
    'The file begins as a capture, but its line {line} is no line of one. Nothing was read.',
  'link/capture-too-large': '{file} is larger than 256 MB, the most that is replayed.',
  'catalog/no-definitions': 'No instrument definitions in {folder}.',
  'catalog/not-yaml': 'The definition {folder} can not be used: {file}: {problem}',
  'catalog/not-sound': 'The definition {folder} can not be used: {problem}',
  'catalog/file-too-large': 'The definition file {path} is too large.',
  'keys/unreadable': 'keys.json in the data folder is not readable as Benchside keys.',
  'simulate/socat-missing': 'Can not make a serial line at {path}: socat is not installed (apt-get install socat).',
  'simulate/path-taken': 'Something stands at {path} already. Name a path where nothing is.',
  'simulate/path-not-possible':
    'No serial line can be made at {path}. Name a path in a folder that is there, without , ! \' " and brackets.',
  'simulate/pty-failed': 'No serial line could be made at {path}.',
  'simulate/script-unreadable': 'Can not read {file}.',
  'simulate/script-not-understood': '{file}: {detail}',
  'simulate/no-captures': 'No captures in {folder}.',
  'store/cannot-open': 'The data folder can not be opened.',
  'store/failed': '{path} can not be used as a data folder ({sqlite}).',
  'store/read-only': '{path} can not be written to.',
  'store/not-ours': 'The data file in that folder was not made by Benchside.',
  'store/from-the-future': 'The data file in that folder was written by a newer Benchside. Use that version.',
  'store/migration-edited': 'The data file in that folder was made by an altered Benchside.',
  'store/network-drive': 'The data folder is on a network drive. Use a local disk.',
  'store/in-use': 'The data folder {path} is in use by another Benchside.',
  'bundle/backup-unsound': 'The backup does not hold what it says ({why}). Nothing was changed. Take an older one.',
  'bundle/passphrase-needed': 'The backup is sealed. Give its passphrase with --passphrase-file.',
  'bundle/wrong-passphrase': 'The passphrase does not open the backup. Nothing was changed.',
  'container/other-kind': 'The file holds {kind}, not {wanted}.',
  'container/newer': 'The file was made by a newer Benchside. Update this one first.',
  'container/not-a-container': 'This is not a Benchside file.',
  'container/older': 'This is a Benchside file of another kind, no backup.',
  'store/backup-unsound': 'The backup does not prove itself. Nothing was changed. Take an older one.',
  'store/key-missing':
    'The data file is encrypted and its key is not in {path}. Name a file with the printed escrow code: --escrow-code-file <file>.',
  'store/wrong-key': '{path} is encrypted with another key. Nothing was changed.',
  'store/escrow-code':
    'This is not the escrow code of this data file. Nothing was changed. Mistyped groups: {wrongGroups}',
  'usage/escrow-file': 'The file with the escrow code can not be read: {file}',
  'store/disk-full': 'The disk is full: frames are refused until there is room.',
};

/** The sentence of a code; a code without one is named, with what is known about it. */
export function sentenceOf(code: string, data: ErrorData = {}): string {
  const sentence = sentences[code];
  if (sentence === undefined) {
    const known = Object.entries(data).map(([name, value]) => `${name} ${String(value)}`);
    return `It did not work (${[code, ...known].join(', ')}).`;
  }
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? ''));
}

/** A sentence of the identification, by its key without `identify.`; `{{name}}` is filled from the data. */
export function identifySentence(key: string, data: ErrorData = {}): string {
  const sentence = (identifyWords as Readonly<Record<string, string>>)[`identify.${key}`] ?? key;
  return sentence.replace(/ ?\{\{(\w+)\}\}/g, (found, name: string) => {
    const value = String(data[name] ?? '');
    return value === '' ? '' : `${found.startsWith(' ') ? ' ' : ''}${value}`;
  });
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
