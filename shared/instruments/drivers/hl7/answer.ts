import { textToLatin1 } from '../../../kernel/bytes.ts';
import { bytesToText } from '../../mapping/mask-bytes.ts';
import type { BlockAnswer } from '../driver.ts';
import { fieldOf, type Hl7Message, leafOf, parseHl7Text } from './hl7.ts';

/** Types of messages that tell something and want to hear that it arrived: results, and states of the equipment. */
const ACKNOWLEDGED: ReadonlySet<string> = new Set([
  'ORU',
  'OUL',
  'OPU',
  'ESU',
  'ESR',
  'INU',
  'EAN',
  'EAR',
  'TCU',
  'SSU',
]);
/** MSH-15 and MSH-16 of enhanced mode (HL7 table 0155). Makers put other things there (Mindray chemistry: a result type). */
const CONDITIONS: ReadonlySet<string> = new Set(['AL', 'NE', 'ER', 'SU']);

/**
 * The acknowledgement of a block: MSH with sender and receiver swapped, MSA with the sender's control id (HL7 v2.5.1
 * 2.9.2). `AA` or, where it could not be kept, `AE`; in enhanced mode (MSH-15) `CA` or `CE`. Null for what is no result: a
 * question or an order is never answered, nor is an answer, nor a message that asks for no answer.
 *
 * Bytes are answered byte for byte as they came, whatever their code page. MSH-7 is the time of the message that is
 * answered: this function knows no clock, and a bench's clock would say nothing about the instrument's.
 */
export function answerHl7(block: Uint8Array, isTaken: boolean): BlockAnswer | null {
  const messages = parseHl7Text(bytesToText(block)).filter((message) => message.hasHeader);
  const answers = messages.flatMap((message) => answerMessage(message, isTaken) ?? []);
  if (answers.length === 0) return null;
  const text = answers.map(({ text: one }) => `\u000b${one}\u001c\r`).join('');
  return { bytes: textToLatin1(text), label: `MSA ${answers[0]?.code ?? ''}` };
}

function answerMessage(message: Hl7Message, isTaken: boolean): { text: string; code: string } | null {
  const { delimiters, segments } = message;
  const header = segments[0];
  const type = leafOf(header, { field: 9 }, delimiters).trim().toUpperCase();
  if (!ACKNOWLEDGED.has(type)) return null;
  const accept = fieldOf(header, 15).trim().toUpperCase();
  const application = fieldOf(header, 16).trim().toUpperCase();
  const isEnhanced = CONDITIONS.has(accept) && accept !== 'NE';
  if (!isEnhanced && accept === 'NE' && application === 'NE') return null;
  if (isEnhanced && ((accept === 'ER' && isTaken) || (accept === 'SU' && !isTaken))) return null;
  const code = `${isEnhanced ? 'C' : 'A'}${isTaken ? 'A' : 'E'}`;
  const trigger = leafOf(header, { field: 9, component: 2 }, delimiters).trim();
  const field = (number: number): string => fieldOf(header, number);
  const fields = [
    'MSH',
    field(2) === '' ? '^~\\&' : field(2),
    field(5),
    field(6),
    field(3),
    field(4),
    field(7),
    '',
    trigger === '' ? 'ACK' : `ACK${delimiters.component}${trigger}`,
    field(10),
    field(11) === '' ? 'P' : field(11),
    field(12) === '' ? '2.3.1' : field(12),
  ];
  // Mindray says which code page it reads in MSH-18, and wants it back.
  if (field(18) !== '') fields.push('', '', '', '', '', field(18));
  const text = `${fields.join(delimiters.field)}\rMSA${delimiters.field}${code}${delimiters.field}${field(10)}\r`;
  return { text, code };
}
