import { fieldOf, type Lis02Record } from './lis02.ts';

/**
 * Field numbers of LIS02-A2 by name, so that no code counts bars. Numbers are as the standard's: 1 is the type. Values come
 * as sent; see `leafOf` and `repeatsOf` for the unescaped text.
 */

export const HEADER_FIELDS = {
  delimiters: 2,
  controlId: 3,
  accessPassword: 4,
  sender: 5,
  senderAddress: 6,
  senderPhone: 8,
  senderCharacteristics: 9,
  receiver: 10,
  comment: 11,
  processing: 12,
  version: 13,
  sentAt: 14,
} as const;

export const PATIENT_FIELDS = {
  sequence: 2,
  practiceId: 3,
  laboratoryId: 4,
  thirdId: 5,
  name: 6,
  motherName: 7,
  bornOn: 8,
  sex: 9,
  race: 10,
  address: 11,
  phone: 13,
  physician: 14,
  special1: 15,
  special2: 16,
  height: 17,
  weight: 18,
  diagnosis: 19,
  medications: 20,
  diet: 21,
  practice1: 22,
  practice2: 23,
  admissionDates: 24,
  admissionStatus: 25,
  location: 26,
  alternativeCodeNature: 27,
  alternativeCode: 28,
  religion: 29,
  maritalStatus: 30,
  isolationStatus: 31,
  language: 32,
  service: 33,
  institution: 34,
  dosageCategory: 35,
} as const;

export const ORDER_FIELDS = {
  sequence: 2,
  specimenId: 3,
  instrumentSpecimenId: 4,
  test: 5,
  priority: 6,
  requestedAt: 7,
  collectedAt: 8,
  collectionEndedAt: 9,
  volume: 10,
  collector: 11,
  action: 12,
  danger: 13,
  clinicalInformation: 14,
  receivedAt: 15,
  specimenDescriptor: 16,
  physician: 17,
  physicianPhone: 18,
  user1: 19,
  user2: 20,
  laboratory1: 21,
  laboratory2: 22,
  reportedAt: 23,
  charge: 24,
  section: 25,
  reportType: 26,
  collectionLocation: 28,
  nosocomial: 29,
  specimenService: 30,
  specimenInstitution: 31,
} as const;

export const RESULT_FIELDS = {
  sequence: 2,
  test: 3,
  value: 4,
  unit: 5,
  referenceRange: 6,
  flag: 7,
  abnormalityNature: 8,
  status: 9,
  normsChangedAt: 10,
  operator: 11,
  startedAt: 12,
  completedAt: 13,
  instrumentId: 14,
} as const;

export const COMMENT_FIELDS = { sequence: 2, source: 3, text: 4, type: 5 } as const;

export const QUERY_FIELDS = {
  sequence: 2,
  startingRange: 3,
  endingRange: 4,
  test: 5,
  timeLimits: 6,
  beginsAt: 7,
  endsAt: 8,
  physician: 9,
  physicianPhone: 10,
  user1: 11,
  user2: 12,
  status: 13,
} as const;

export const SCIENTIFIC_FIELDS = {
  sequence: 2,
  method: 3,
  instrumentation: 4,
  reagents: 5,
  units: 6,
  qualityControl: 7,
  specimenDescriptor: 8,
  container: 10,
  specimenId: 11,
  analyte: 12,
  result: 13,
  resultUnits: 14,
  collectedAt: 15,
  resultedAt: 16,
  preprocessing: 17,
  diagnosis: 18,
  bornOn: 19,
  sex: 20,
  race: 21,
} as const;

export const TERMINATOR_FIELDS = { sequence: 2, code: 3 } as const;

export const FIELDS_BY_TYPE = {
  H: HEADER_FIELDS,
  P: PATIENT_FIELDS,
  O: ORDER_FIELDS,
  R: RESULT_FIELDS,
  C: COMMENT_FIELDS,
  Q: QUERY_FIELDS,
  S: SCIENTIFIC_FIELDS,
  L: TERMINATOR_FIELDS,
} as const;

export type NamedRecordType = keyof typeof FIELDS_BY_TYPE;
export type FieldName<Type extends NamedRecordType> = keyof (typeof FIELDS_BY_TYPE)[Type];

/** A field by its name, as sent; empty when the record is shorter. `type` says which names are meant; the record's own type is not checked. */
export function namedField<Type extends NamedRecordType>(
  record: Lis02Record,
  type: Type,
  name: FieldName<Type>,
): string {
  return fieldOf(record, FIELDS_BY_TYPE[type][name] as number);
}
