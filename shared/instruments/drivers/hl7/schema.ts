import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';
import { resultRules } from '../../result-rules.ts';
import { MAX_HL7_BYTES } from './mllp-framer.ts';

/** What a definition of an instrument that speaks HL7 v2 says: its framing and its mapping. */

/** Bytes into messages: VT, message, FS, CR, over TCP and over serial lines alike. */
export const mllpFraming = z.strictObject({
  kind: z.literal('mllp'),
  /** Longest message; pictures travel inside as Base64. */
  maxBlockBytes: z.number().int().min(1_024).max(16_777_216).default(MAX_HL7_BYTES),
});

/** One component of one field, counted as HL7 does: `{ segment: OBR, field: 3, component: 1 }` is OBR-3.1. */
export const hl7Place = z.strictObject({
  segment: z.string().regex(/^[A-Z][A-Z0-9]{2}$/),
  field: z.number().int().min(1).max(64),
  /** Without it the whole field; `first` is the first component that is not blank. */
  component: z.union([z.number().int().min(1).max(32), z.literal('first')]).optional(),
});
export type Hl7Place = z.infer<typeof hl7Place>;

export const hl7Mapping = z.strictObject({
  kind: z.literal('hl7'),
  sender: z
    .strictObject({
      model: hl7Place.nullable(),
      software: hl7Place.nullable(),
      serialNumber: hl7Place.nullable(),
      ...sourced,
    })
    .nullable(),
  /** Where the specimen id may be. `first`: the first place that is not blank. `agreeing`: places that differ name none. */
  specimen: z.array(hl7Place).min(1).max(8),
  specimenRule: z.enum(['first', 'agreeing']),
  /** Where the specimen id of a question to the host is; such questions are shown, never answered. */
  inquirySpecimen: z.array(hl7Place).max(6),
  /** Components of OBX-3 that may hold the test code, tried in order. */
  testComponents: z.array(z.number().int().min(1).max(16)).min(1).max(4),
  /** Component of OBX-5 that is the value; null takes the field as it is (SN values by their own rule). */
  valueComponent: z.number().int().min(1).max(16).nullable(),
  /** Where the time of a result is, tried in order. */
  completedAt: z.array(hl7Place).min(1).max(6),
  qc: z.strictObject({
    /** MSH-11. */
    processingIds: z.array(z.string().min(1).max(4)).max(8),
    /** OBR-4.1, counted only with `orderSystem` in OBR-4.3 where one is named. */
    orderCodes: z.array(z.string().min(1).max(40)).max(20),
    orderSystem: z.string().max(20),
    /** SPM-11.1. */
    specimenRoles: z.array(z.string().min(1).max(4)).max(8),
    /** Where a control's lot is; without any, or where they are blank, its specimen id. */
    lot: z.array(hl7Place).max(4),
    ...sourced,
  }),
  /** Coding systems (OBX-8.3) whose codes are the instrument's own error codes: they raise an error with their text. */
  errorSystems: z.array(z.string().min(1).max(20)).max(8),
  ...resultRules,
  /** Further fields to hide beside those every HL7 message hides; nothing can be un-hidden here. */
  alsoHide: z.array(hl7Place).max(40),
});
export type Hl7Mapping = z.infer<typeof hl7Mapping>;
