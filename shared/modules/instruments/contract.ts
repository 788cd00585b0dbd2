import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { doctorReport } from '../../instruments/doctor-verdicts.ts';
import { linkSettings, linkState, portInfo, serialSettings } from '../../instruments/link-settings.ts';
import { severity, signal } from '../../instruments/signals.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { identifyStep } from './identify-contract.ts';

export const serviceStatus = z.enum(['in-service', 'restricted', 'out-of-service', 'retired']);
export type ServiceStatus = z.infer<typeof serviceStatus>;

/** What the device says of itself; `unknown` until it has said something, `not-reported` where its wire never carries it. */
export const operationalStatus = z.enum(['unknown', 'not-reported', 'ready', 'busy', 'attention', 'error']);
export type OperationalStatus = z.infer<typeof operationalStatus>;

/** One definition, as the chooser of "Add an instrument" lists it. */
export const definitionSummary = z.object({
  key: z.string(),
  /** Another wire format of the instrument of this key; null for an instrument's main definition. */
  dialectOf: z.string().nullable(),
  /** The wire format in one sentence, where the instrument has several; else empty. */
  formatName: z.string(),
  version: z.string(),
  hash: z.string(),
  maker: z.string(),
  model: z.string(),
  instrumentClass: z.string(),
  /** Other names people search for (module names, families). */
  searchWords: z.array(z.string()),
  linkKinds: z.array(z.enum(['serial', 'tcp-client', 'tcp-server', 'replay', 'folder', 'none'])),
  serialDefaults: serialSettings.nullable(),
  tcpPortDefault: z.number().nullable(),
  /** True when a default above is not confirmed by two sources: the page says "check on the analyzer". */
  defaultsAreUncertain: z.boolean(),
  /** `receiver` (the instrument speaks by itself; answering is a choice) or `polled` (read-only questions are asked). */
  conversation: z.enum(['receiver', 'polled', 'files', 'none']),
  /** What the wire carries and what it does not: keys of sentences. */
  carries: z.array(z.string()),
  errorBookIsEmpty: z.boolean(),
  /** `shipped` or `lab` (overlaid from the lab's own folder). */
  origin: z.enum(['shipped', 'lab']),
});
export type DefinitionSummary = z.infer<typeof definitionSummary>;

/** The card's one sentence and what to do next: a key of the page's words, its data, and where the button leads. */
export const nextStep = z.object({
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  goesTo: z.enum(['none', 'errors', 'wire', 'set-up', 'messages', 'now', 'service']),
  errorId: z.string().nullable(),
});

export const instrumentCard = z.object({
  id: z.string(),
  name: z.string(),
  maker: z.string(),
  model: z.string(),
  definitionKey: z.string(),
  serialNumber: z.string(),
  place: z.string(),
  serviceStatus,
  operationalStatus,
  link: z.object({
    kind: z.enum(['serial', 'tcp-client', 'tcp-server', 'replay', 'folder', 'none']),
    /** `/dev/ttyUSB0`, `10.0.0.5:5150`, a file name. */
    where: z.string(),
    /** Names of other workstations with a line to it; empty where there is none. */
    elsewhere: z.string(),
    state: linkState,
    /** Code of the reason when the state is not `open`, else null. */
    reason: z.string().nullable(),
    since: z.string(),
  }),
  /** Whether this bench answers (takes the LIS's place) or only listens. */
  isAnswering: z.boolean(),
  /** What this bench does on the line: a polled instrument is asked read-only questions, answering or not. */
  talk: z.enum(['listens', 'answers', 'asks', 'files', 'none']),
  /** Declared in use now: silence then means something. */
  isExpectedInUse: z.boolean(),
  silentMinutes: z.number().nullable(),
  lastHeardAt: z.string().nullable(),
  lastMessageAt: z.string().nullable(),
  activeErrors: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      text: z.string(),
      severity,
      raisedAt: z.string(),
      isAcknowledged: z.boolean(),
    }),
  ),
  lastBackground: z
    .object({ at: z.string(), verdict: z.enum(['pass', 'fail', 'cannot-evaluate']), worst: z.string() })
    .nullable(),
  partialMessageCount: z.number(),
  unmappedCount: z.number(),
  messageCountToday: z.number(),
  /** The overall look of the card: calm, attention, stop, or unknown (cannot tell). */
  tone: z.enum(['good', 'attention', 'stop', 'unknown', 'not-set-up']),
  next: nextStep,
});
export type InstrumentCard = z.infer<typeof instrumentCard>;

export const instrumentDetail = instrumentCard.extend({
  registeredAt: z.string(),
  linkSettings,
  definition: definitionSummary,
  firmware: z.string(),
  assetNumber: z.string(),
  silenceMinutes: z.number(),
  notes: z.string(),
  /** What identity the wire itself reported, to hold against the register. */
  reported: z.object({ model: z.string(), software: z.string(), serialNumber: z.string(), at: z.string() }).nullable(),
  /** What of it speaks against the register, until a person decided; null where nothing does. */
  identityDoubt: z
    .object({
      kind: z.enum(['other-registered', 'other-serial-number', 'other-model']),
      reportedModel: z.string(),
      reportedSerialNumber: z.string(),
      otherName: z.string(),
    })
    .nullable(),
});
export type InstrumentDetail = z.infer<typeof instrumentDetail>;

export const timelineEntry = z.object({
  id: z.string(),
  at: z.string(),
  /** Record type, `module.past-tense`. */
  type: z.string(),
  /** Key of the sentence plus its data. */
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  actor: z.string(),
  /** Where the record is: `saved-here` or `on-the-hub`. */
  place: z.enum(['saved-here', 'on-the-hub']),
  hash: z.string(),
});

const id = z.object({ instrumentId: z.string().max(64) });

const editable = {
  name: text(80).min(1),
  serialNumber: text(80),
  assetNumber: text(80),
  place: text(120),
  firmware: text(80),
  notes: text(2000),
};

export const instrumentsContract = {
  /** The Bench: every instrument that is not retired, what needs a person first. */
  cards: oc.input(z.object({ withRetired: z.boolean().default(false) })).output(z.array(instrumentCard)),
  get: oc.input(id).output(instrumentDetail),
  definitions: oc.input(z.object({ search: text(80).default('') })).output(z.array(definitionSummary)),
  /** Registers an instrument. Its link only listens; `answering` is a separate, explained act. */
  add: oc
    .input(
      z.object({
        definitionKey: text(80),
        ...editable,
        link: linkSettings,
        silenceMinutes: z.number().int().min(1).max(1440),
      }),
    )
    .output(z.object({ instrumentId: z.string() })),
  edit: oc
    .input(id.extend({ ...editable, silenceMinutes: z.number().int().min(1).max(1440), reason: text(500) }))
    .output(z.object({})),
  changeLink: oc.input(id.extend({ link: linkSettings, reason: text(500) })).output(z.object({})),
  changeDefinition: oc.input(id.extend({ definitionKey: text(80), reason: text(500).min(1) })).output(z.object({})),
  /** Decision 1: recorded, explained in the page, shown on the card. */
  setAnswering: oc.input(id.extend({ isAnswering: z.boolean(), reason: text(500) })).output(z.object({})),
  /** Records whether what the wire reports is this instrument; only what it reports now can be decided about. */
  judgeIdentity: oc
    .input(
      id.extend({
        model: z.string().max(200),
        serialNumber: z.string().max(200),
        isSame: z.boolean(),
        reason: text(500).min(1),
      }),
    )
    .output(z.object({})),
  setExpectedInUse: oc
    .input(id.extend({ isExpectedInUse: z.boolean(), until: z.string().max(40).nullable() }))
    .output(z.object({})),
  setServiceStatus: oc.input(id.extend({ serviceStatus, reason: text(500).min(1) })).output(z.object({})),
  /** Closes and re-opens the link at once (the card's "Retry"). */
  retryLink: oc.input(id).output(z.object({})),
  timeline: oc
    .input(id.extend({ before: z.string().max(64).nullable(), limit: z.number().int().min(1).max(200) }))
    .output(z.object({ entries: z.array(timelineEntry), next: z.string().nullable() })),
  /** Live cards: at most four pushes a second, each holding only the cards that changed. */
  live: oc.output(eventIterator(z.object({ cards: z.array(instrumentCard), removed: z.array(z.string()) }))),
  ports: oc.output(
    z.object({
      ports: z.array(portInfo),
      /** Code when listing failed (no `udevadm`), null otherwise: the page then asks for a typed path. */
      problem: z.string().nullable(),
    }),
  ),
  /** Pushes the list whenever a port comes or goes ("plug it in now"). */
  watchPorts: oc.output(eventIterator(z.object({ ports: z.array(portInfo), problem: z.string().nullable() }))),
  /** Listens on a port that belongs to no instrument yet: what arrives, and whether it fits. Never answers. Ends by itself. */
  listenTest: oc
    .input(z.object({ definitionKey: text(80), link: linkSettings, seconds: z.number().int().min(3).max(120) }))
    .output(
      eventIterator(
        z.object({
          linkState,
          reason: z.string().nullable(),
          byteCount: z.number(),
          frameCount: z.number(),
          rejectedCount: z.number(),
          /** The last few signals, masked. */
          signals: z.array(signal),
          report: doctorReport,
          isDone: z.boolean(),
        }),
      ),
    ),
  /**
   * What is on this port? Listens with one setting of the line after the other and says which definitions read what comes,
   * and why. Sends nothing, unless `mayAsk`: then documented read-only questions, on a silent line. Keeps nothing.
   */
  identify: oc
    .input(
      z.object({
        link: linkSettings,
        /** The instrument whose own link it is: its line rests while this listens. */
        instrumentId: z.string().max(64).nullable(),
        seconds: z.number().int().min(3).max(900),
        mayAsk: z.boolean(),
      }),
    )
    .output(eventIterator(identifyStep)),
};
