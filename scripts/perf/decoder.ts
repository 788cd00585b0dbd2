import { judgeChecksum, readChecksum } from '../../shared/instruments/drivers/cell-dyn/block.ts';
import { createCoulterTextFramer } from '../../shared/instruments/drivers/coulter-text/framer.ts';
import { createDiatronFramer, findFault } from '../../shared/instruments/drivers/diatron/package.ts';
import { createMllpFramer } from '../../shared/instruments/drivers/hl7/mllp-framer.ts';
import { createK204Framer } from '../../shared/instruments/drivers/k204/framer.ts';
import { createMindray8idFramer } from '../../shared/instruments/drivers/mindray-8id/framer.ts';
import { createMiniCubeFramer } from '../../shared/instruments/drivers/mini-cube/frame.ts';
import { createLineFramer } from '../../shared/instruments/framing/line-framer.ts';
import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import { createMarkedFramer } from '../../shared/instruments/framing/marked-framer.ts';
import type { Framer, FramingValue } from '../../shared/instruments/framing/values.ts';
import { textToLatin1 } from '../../shared/kernel/bytes.ts';
import { compare, type Measurement } from './rounds.ts';
import { sysmexCaText, sysmexFixedText } from './sysmex-blocks.ts';

const CHUNK_BYTES = 64;
const TOTAL_BYTES = 8 * 1024 * 1024;

/** Text of one frame or block after the other, until there is enough of it. */
function makeLine(text: (n: number) => string): { bytes: Uint8Array; count: number } {
  const parts: string[] = [];
  let length = 0;
  let count = 0;
  for (let n = 1; length < TOTAL_BYTES; n += 1) {
    const part = text(n);
    parts.push(part);
    length += part.length;
    count += 1;
  }
  return { bytes: textToLatin1(parts.join('')), count };
}

/** A valid frame of the usual length, with running numbers. */
function lis01Frame(n: number): string {
  const body = `${n % 8}R|${n % 60}|^^^^NEUT#^1|${(n % 900) / 100}|10*3/uL||N||F||||20260105101010\r\x03`;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) sum = (sum + body.charCodeAt(at)) & 0xff;
  return `\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}

/** A message as an analyzer sends it: 25 results, idle bytes before it. */
function hl7Block(n: number): string {
  const rows = Array.from(
    { length: 25 },
    (_, row) => `OBX|${row + 1}|NM|${6_000 + row}-1^T${row}^LN||${(n % 900) / 10}|10*3/uL|4.00-10.00|N|||F`,
  );
  const head = [
    `MSH|^~\\&|||||20260105101010||ORU^R01|${n}|P|2.3.1`,
    'PID|1',
    `OBR|1||S${n}|00001^Automated Count^99MRC`,
  ];
  return `\x02\x02\x02\x0b${[...head, ...rows].join('\r')}\r\x1c\r`;
}

/** A count record of 82 fields, as a CELL-DYN 3200 sends it. */
function cellDynBlock(n: number): string {
  const values = Array.from({ length: 22 }, (_, at) => ((n % 900) / 10 + at).toFixed(2).padStart(5, '0'));
  const head = `"   ","CD3200C","------------",${n},0,0,"S${String(n).padEnd(11)}","${' '.repeat(28)}","${'-'.repeat(16)}"`;
  const rest =
    '"-","--/--/----","----------------------","----","01/05/2026","10:10","--/--/----","--:--","----------------"';
  const flags = [
    ...new Array(24).fill('0'),
    ...new Array(8).fill('00000'),
    '-----',
    '05.20',
    '1',
    ...new Array(6).fill('0'),
  ];
  const body = `${[head, rest, ...values, ...flags].join(',')},`;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) sum = (sum + body.charCodeAt(at)) & 0xff;
  return `\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\x03`;
}

/** Results as a MINI-CUBE sends them: sixty digits of data. */
function miniCubeFrame(n: number): string {
  const body = `>003C0151${String(n % 1000).padStart(60, '0')}\r`;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) sum ^= body.charCodeAt(at);
  return `${body}${sum.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A sample as a Diatron analyzer sends it: lines of name, tab, value and flag. */
function diatronPackage(n: number): string {
  const lines = Array.from({ length: 22 }, (_, at) => `P${String(at + 1).padStart(2, '0')}\t${((n + at) % 900) / 10},`);
  const body = `\x011DATA\x02SID\t${n}\nWRN\t0\n${lines.join('\n')}\n\x03`;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) sum = (sum + body.charCodeAt(at)) & 0xff;
  return `${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\x04`;
}

/** A sample of the 8-digit format: 2,451 digits behind its letter. */
const mindrayRecord = (n: number): string =>
  `\x02A${String(n).padStart(8, '0')}${'0123456789'.repeat(245).slice(0, 2443)}\x1a`;

/** A blood count as an LH sends it: lines of tag and value, in one block. */
function coulterText(n: number): string {
  const values = 'WBC RBC HGB HCT MCV MCH MCHC RDW PLT MPV LY# MO# NE# EO# BA# LY% MO% NE% EO% BA%'
    .split(' ')
    .map((tag, index) => `${tag} ${index}.${n % 10}\r\n`);
  return `\x0201----------------\r\nID1 ${n}\r\n${values.join('')}----------------\r\n1A2B\x03`;
}

/** Four temperatures as a K204 answers them. */
function k204Answer(n: number): string {
  const tenths = n % 2000;
  const channel = String.fromCharCode(tenths >> 8, tenths & 0xff);
  return `\x02\x80\x06\x01\x01\x01\x01${channel.repeat(4)}${'\0'.repeat(29)}\x03`;
}

interface Decoder {
  readonly name: string;
  readonly subject: string;
  readonly text: (n: number) => string;
  readonly create: () => Framer;
  readonly counts: FramingValue['kind'];
  /** What is done with each value beyond framing it; one that is not sound is not counted. */
  readonly isSound?: (value: FramingValue) => boolean;
}

const decoders: readonly Decoder[] = [
  {
    name: 'Frame decoder',
    subject: 'LIS01 framer with checksum, 64-byte reads',
    text: lis01Frame,
    create: () => createLis01Framer(),
    counts: 'frame',
  },
  {
    name: 'HL7 block decoder',
    subject: 'MLLP framer, 64-byte reads',
    text: hl7Block,
    create: () => createMllpFramer(),
    counts: 'line',
  },
  {
    name: 'CELL-DYN block decoder',
    subject: 'STX to ETX with checksum, 64-byte reads',
    text: cellDynBlock,
    create: () => createMarkedFramer({ start: Uint8Array.of(0x02), end: Uint8Array.of(0x03), isStartUnique: true }),
    counts: 'line',
    isSound: (value) => value.kind === 'line' && judgeChecksum(readChecksum(value.text), true) === 'ok',
  },
  {
    name: 'Sysmex fixed-length decoder',
    subject: 'STX to ETX and its records, 64-byte reads',
    text: sysmexFixedText,
    create: () => createMarkedFramer({ start: Uint8Array.of(0x02), end: Uint8Array.of(0x03), isStartUnique: true }),
    counts: 'line',
  },
  {
    name: 'Sysmex CA decoder',
    subject: 'STX to ETX, 64-byte reads',
    text: sysmexCaText,
    create: () => createMarkedFramer({ start: Uint8Array.of(0x02), end: Uint8Array.of(0x03), isStartUnique: true }),
    counts: 'line',
  },
  {
    name: 'Text line decoder',
    subject: 'lines of a printer or balance, 64-byte reads',
    text: (n) => `2026-01-05 10:10:10 WASTE ${n % 100} % of the tank is used, counted ${n}\r\n`,
    create: () => createLineFramer({ end: 'crlf' }),
    counts: 'line',
  },
  {
    name: 'MINI-CUBE decoder',
    subject: 'length, CR and XOR of each frame, 64-byte reads',
    text: miniCubeFrame,
    create: createMiniCubeFramer,
    counts: 'line',
  },
  {
    name: 'Diatron decoder',
    subject: 'SOH to EOT with checksum, 64-byte reads',
    text: diatronPackage,
    create: createDiatronFramer,
    counts: 'line',
    isSound: (value) => value.kind === 'line' && findFault(value.text) === 'none',
  },
  {
    name: 'Mindray 8-digit decoder',
    subject: 'STX to 0x1A, 64-byte reads',
    text: mindrayRecord,
    create: createMindray8idFramer,
    counts: 'line',
  },
  {
    name: 'Coulter text decoder',
    subject: 'lines in blocks and the records they make, 64-byte reads',
    text: coulterText,
    create: createCoulterTextFramer,
    counts: 'line',
  },
  {
    name: 'Thermometer decoder',
    subject: 'answers of 45 bytes between two marks, 64-byte reads',
    text: k204Answer,
    create: createK204Framer,
    counts: 'line',
  },
];

/** The decoders in 64-byte reads, against the cheapest thing one can do with every byte: add it up. */
export async function measureDecoder(): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const decoder of decoders) measurements.push(await measureOne(decoder));
  return measurements;
}

async function measureOne({
  name,
  subject,
  text,
  create,
  counts,
  isSound = () => true,
}: Decoder): Promise<Measurement> {
  const { bytes, count: expected } = makeLine(text);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
  const mebibytes = bytes.length / 1024 / 1024;

  return compare({
    name,
    subject,
    baseline: 'sum of all bytes, 64-byte reads',
    figureUnit: 'MiB/s',
    must: 0.125,
    goal: 0.3,
    isHigherBetter: true,
    rounds: 11,
    runSubject() {
      const framer = create();
      let frames = 0;
      const start = performance.now();
      for (const chunk of chunks) {
        framer.feed(chunk, (value) => {
          if (value.kind === counts && isSound(value)) frames += 1;
        });
      }
      const seconds = (performance.now() - start) / 1000;
      if (frames !== expected) throw new Error(`${name}: the decoder gave ${frames} of ${expected} frames`);
      return mebibytes / seconds;
    },
    runBaseline() {
      let sum = 0;
      const start = performance.now();
      for (const chunk of chunks)
        for (let at = 0; at < chunk.length; at += 1) sum = (sum + (chunk[at] as number)) & 0xff;
      const seconds = (performance.now() - start) / 1000;
      if (sum < 0) throw new Error('unreachable, keeps the loop from being optimised away');
      return mebibytes / seconds;
    },
  });
}
