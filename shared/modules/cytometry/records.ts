import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { beadLot, checkWhy, compensationRow, detectorRow, verdict } from './terms.ts';

/** Durable facts of a cytometer's detectors. They name no specimen: a file's settings are the instrument's. */

const id = z.string().min(1).max(64);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A daily check entered by a person, with the limits it was judged by. */
export const checkRecorded = defineRecord({
  type: 'cytometry.check-recorded',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      checkId: id,
      instrumentId: id,
      beads: z.array(beadLot).max(8),
      detectors: z.array(detectorRow).max(12),
      compensation: z.array(compensationRow).max(12),
      reportSays: z.enum(['pass', 'fail', 'not-stated']),
      note: text(2000),
      verdict,
      why: z.array(checkWhy).max(8),
      on: day,
      at: text(40),
      timeZone: text(60),
    }),
});

/** How the detectors were set when a data file was written; one record for each way they stood on a day. */
export const voltagesRead = defineRecord({
  type: 'cytometry.voltages-read',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      instrumentId: id,
      messageId: id,
      on: day,
      /** Civil time of the measurement as the file has it, without a zone; empty where it does not say. */
      takenAt: text(40),
      serialNumber: text(80),
      readings: z
        .array(z.object({ detector: text(20).min(1), reading: text(40), unit: text(20) }))
        .min(1)
        .max(30),
    }),
});

export const cytometryRecords = [checkRecorded, voltagesRead] as const;
/** Part of the instrument's story: what people did. Voltages are in the trend. */
export const cytometryStory = [checkRecorded] as const;

export const checkStream = (checkId: string) => `cytometry-check/${checkId}`;
export const voltagesStream = (instrumentId: string, on: string) => `cytometry-voltages/${instrumentId}/${on}`;
