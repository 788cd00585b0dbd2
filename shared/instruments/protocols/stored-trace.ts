import { latin1ToText, textToLatin1 } from '../../kernel/bytes.ts';

/** Traces of line monitors that write control characters as words: `[STX]1H|..[CR][ETX]96[CR][LF]`, `<STX>1H|..`. */

const NAMES: Readonly<Record<string, number>> = {
  NUL: 0x00,
  SOH: 0x01,
  STX: 0x02,
  ETX: 0x03,
  EOT: 0x04,
  ENQ: 0x05,
  ACK: 0x06,
  HT: 0x09,
  TAB: 0x09,
  LF: 0x0a,
  VT: 0x0b,
  FF: 0x0c,
  CR: 0x0d,
  DLE: 0x10,
  NAK: 0x15,
  SYN: 0x16,
  ETB: 0x17,
  SUB: 0x1a,
  ESC: 0x1b,
  FS: 0x1c,
  GS: 0x1d,
  RS: 0x1e,
  US: 0x1f,
  SP: 0x20,
  DEL: 0x7f,
};

const TOKEN = /[[<](NUL|SOH|STX|ETX|EOT|ENQ|ACK|HT|TAB|LF|VT|FF|CR|DLE|NAK|SYN|ETB|SUB|ESC|FS|GS|RS|US|SP|DEL)[\]>]/gi;
/** What a piece of traffic begins with; whatever stands before it in the line (time, direction) is the monitor's. */
const START = /[[<](?:STX|ENQ|EOT|ACK|NAK)[\]>]/i;
/** Inside a frame only these begin anew; the others may end the frame's last line. */
const START_ANEW = /[[<](?:STX|ENQ)[\]>]/i;

/**
 * The bytes such a trace stands for, or null when the text is none. Line ends of the file are the monitor's and go; a line
 * without any control word goes on with the frame of the line before it, or is dropped between frames.
 */
export function readAnnotatedTrace(file: Uint8Array): Uint8Array | null {
  const text = latin1ToText(file);
  if (!/[[<]STX[\]>]/i.test(text)) return null;
  const wire: string[] = [];
  let isInsideFrame: boolean = false;
  for (const line of text.split(/\r?\n|\r/)) {
    const start: number = line.search(isInsideFrame ? START_ANEW : START);
    if (start < 0 && !isInsideFrame) continue;
    const traffic = (start < 0 ? line : line.slice(start)).trimEnd();
    const sent = traffic.replace(TOKEN, (_, name: string) => String.fromCharCode(NAMES[name.toUpperCase()]!));
    wire.push(sent);
    const begins = sent.lastIndexOf('\u0002');
    const ends = Math.max(sent.lastIndexOf('\u0003'), sent.lastIndexOf('\u0017'));
    if (begins >= 0 || ends >= 0) isInsideFrame = begins > ends;
  }
  return textToLatin1(wire.join(''));
}
