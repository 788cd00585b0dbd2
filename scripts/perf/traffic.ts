import { join } from 'node:path';
import { readCaptureMessages } from '../../electron/simulators/capture-messages.ts';
import { latin1ToText, textToLatin1 } from '../../shared/kernel/bytes.ts';
import { projectRoot } from '../runtime.ts';

/** The analyzer whose messages the measurements send. */
export const SENT_AS = 'sysmex-xn-1000';

/** Specimen and time of the capture that every message is made from. */
const captureOf = { name: '01-patient-normal', specimen: 'TEST26110001', time: /(?<!\d)20261102\d{6}(?!\d)/g };

/**
 * Messages of a blood count as the shipped capture has them (some forty records, one a frame), each with a specimen and a
 * time of its own, so that none is a re-send of another.
 *
 * @returns records of message `number` of one line, without CR
 */
export async function bloodCounts(): Promise<(number: number) => Uint8Array[]> {
  const captures = join(projectRoot, 'resources', 'instruments', SENT_AS, 'captures');
  const message = (await readCaptureMessages(captures)).find(({ name }) => name.startsWith(captureOf.name));
  if (message === undefined) throw new Error('the capture the measurements send is gone');
  const records = message.records.map(latin1ToText);
  if (!records.some((record) => record.includes(captureOf.specimen))) throw new Error('the capture has changed');
  return (number) => {
    const digits = String(number).padStart(captureOf.specimen.length, '0');
    const time = `20261102${String(number % 1_000_000).padStart(6, '0')}`;
    return records.map((record) =>
      textToLatin1(record.replace(captureOf.specimen, digits).replace(captureOf.time, time)),
    );
  };
}
