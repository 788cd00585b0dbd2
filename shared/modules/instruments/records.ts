import * as z from 'zod';
import { linkSettings } from '../../instruments/link-settings.ts';
import { definitionStamp } from '../../instruments/signals.ts';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { serviceStatus } from './contract.ts';

/** Durable facts and decisions about instruments. Nothing here names a patient; specimens are keyed hashes. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);

/** Every record that belongs to an instrument says so: the timeline finds it by this field. */
const about = { instrumentId: id };

/** Sides of the same decision the author had seen, beside `base` (decision 19). */
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

export const editableFields = ['name', 'serialNumber', 'assetNumber', 'place', 'firmware', 'notes'] as const;
export type EditableField = (typeof editableFields)[number];

const plate = {
  name: text(80),
  serialNumber: text(80),
  assetNumber: text(80),
  place: text(120),
  firmware: text(80),
  notes: text(2000),
};

export const instrumentRegistered = defineRecord({
  ...fact,
  type: 'instruments.instrument-registered',
  schema: () =>
    z.object({
      ...about,
      ...plate,
      definitionKey: text(80),
      /** Null where the definition was gone when it was written. */
      definition: definitionStamp.nullable(),
      link: linkSettings,
      silenceMinutes: z.number().int(),
    }),
});

/** Only what changed, with what it was: 21 CFR 11.10(e), old value and new value. */
export const settingsChanged = defineRecord({
  ...decision,
  type: 'instruments.settings-changed',
  schema: () =>
    z.object({
      ...about,
      changes: z.array(z.object({ field: z.string().max(40), from: text(2000), to: text(2000) })).max(16),
      reason: text(500),
      answers,
    }),
  causes,
});

export const linkChanged = defineRecord({
  ...decision,
  type: 'instruments.link-changed',
  schema: () => z.object({ ...about, from: linkSettings.nullable(), link: linkSettings, reason: text(500), answers }),
  causes,
});

export const definitionChanged = defineRecord({
  ...decision,
  type: 'instruments.definition-changed',
  schema: () =>
    z.object({
      ...about,
      from: text(80),
      definitionKey: text(80),
      definition: definitionStamp.nullable(),
      reason: text(500),
      answers,
    }),
  causes,
});

/** Decision 1: whether this bench takes the place of the LIS. */
export const answeringChanged = defineRecord({
  ...decision,
  type: 'instruments.answering-changed',
  schema: () => z.object({ ...about, isAnswering: z.boolean(), reason: text(500), answers }),
  causes,
});

export const expectedUseChanged = defineRecord({
  ...decision,
  type: 'instruments.expected-use-changed',
  schema: () => z.object({ ...about, isExpectedInUse: z.boolean(), until: text(40).nullable(), answers }),
  causes,
});

export const serviceStatusChanged = defineRecord({
  ...decision,
  type: 'instruments.service-status-changed',
  schema: () => z.object({ ...about, from: serviceStatus, serviceStatus, reason: text(500), answers }),
  causes,
});

/** What the wire said of the instrument itself, when it differs from what it said before. */
export const identityReported = defineRecord({
  ...fact,
  type: 'instruments.identity-reported',
  schema: () => z.object({ ...about, at: text(40), model: text(200), software: text(200), serialNumber: text(200) }),
});

/** What a person decided about a reported identity that does not fit the register: this instrument all the same, or not. */
export const identityJudged = defineRecord({
  ...fact,
  type: 'instruments.identity-judged',
  schema: () =>
    z.object({ ...about, model: text(200), serialNumber: text(200), isSame: z.boolean(), reason: text(500) }),
});

/** One value as sent and as understood, copied so that it outlives its message (decision 2). */
export const reading = z.object({
  test: text(200),
  rawValue: text(400),
  unit: text(60),
  flags: z.array(text(60)).max(16),
  status: text(20),
  analyte: text(80).nullable(),
  value: text(60).nullable(),
  limit: text(60).nullable(),
  limitSource: text(400),
  verdict: z.enum(['pass', 'fail', 'cannot-evaluate']),
});
export type Reading = z.infer<typeof reading>;

const fromTheWire = {
  ...about,
  at: text(40),
  messageId: id.nullable(),
  /** Ids of the wire entries, valid while the wire store keeps them. */
  frames: z.array(z.number()).max(500),
  definition: definitionStamp.nullable(),
  checksum: z.enum(['ok', 'line-ends-restored', 'absent']),
};

export const backgroundRecorded = defineRecord({
  ...fact,
  type: 'instruments.background-recorded',
  schema: () =>
    z.object({
      ...fromTheWire,
      verdict: z.enum(['pass', 'fail', 'cannot-evaluate']),
      /** The value furthest above its limit, for one line on a card: `PLT 14 (limit 10)`; empty where none. */
      worst: text(200),
      readings: z.array(reading).max(100),
      /** More than one record holds a long run; parts count from 1. */
      part: z.number().int(),
      partCount: z.number().int(),
    }),
});

export const qcRecorded = defineRecord({
  ...fact,
  type: 'instruments.qc-recorded',
  schema: () =>
    z.object({
      ...fromTheWire,
      controlLot: text(120),
      readings: z.array(reading.omit({ limit: true, limitSource: true, verdict: true })).max(100),
      part: z.number().int(),
      partCount: z.number().int(),
    }),
});

/** The register itself: one stream an instrument. */
export const registerRecords = [
  instrumentRegistered,
  settingsChanged,
  linkChanged,
  definitionChanged,
  answeringChanged,
  expectedUseChanged,
  serviceStatusChanged,
] as const;

/** What the wire reports; streams of their own, so that folding the register stays short. */
export const reportRecords = [identityReported, identityJudged, backgroundRecorded, qcRecorded] as const;

export const instrumentsRecords = [...registerRecords, ...reportRecords] as const;

export const instrumentStream = (instrumentId: string) => `instrument/${instrumentId}`;
export const identityStream = (instrumentId: string) => `instrument/${instrumentId}/identity`;
export const backgroundStream = (instrumentId: string) => `instrument/${instrumentId}/background`;
export const qcStream = (instrumentId: string) => `instrument/${instrumentId}/qc`;
