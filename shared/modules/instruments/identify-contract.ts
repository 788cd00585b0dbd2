import * as z from 'zod';
import { linkState, serialSettings } from '../../instruments/link-settings.ts';

/** What "What is on this port?" tells a person; the meanings are those of `shared/instruments/identify.ts`. */
export const identifyCandidate = z.object({
  definitionKey: z.string(),
  maker: z.string(),
  model: z.string(),
  /** `named` (it says so itself), `fits` (its tests are this model's), `reads` (the format only), `framing`. */
  confidence: z.enum(['named', 'fits', 'reads', 'framing']),
  /** The settings of the line with which it was heard; null on a network line. */
  settings: serialSettings.nullable(),
  sender: z.object({ model: z.string(), software: z.string(), serialNumber: z.string() }).nullable(),
  evidence: z.array(z.object({ key: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) })),
});
export type IdentifyCandidateView = z.infer<typeof identifyCandidate>;

export const identifyStep = z.object({
  linkState,
  reason: z.string().nullable(),
  /** Settings listened with now; null on a network line. */
  settings: serialSettings.nullable(),
  byteCount: z.number(),
  /** Settings listened with so far, in order; the last one is under way. */
  tried: z.array(
    z.object({
      settings: serialSettings.nullable(),
      byteCount: z.number(),
      found: z.enum(['nothing', 'unreadable', 'text', 'read']),
    }),
  ),
  /** Marks of known framings among the bytes of the line as it is set now. Never text: it may hold a name. */
  marks: z.array(z.object({ mark: z.string(), count: z.number() })),
  /** Questions that were sent, where asking was allowed; else empty. */
  asked: z.array(z.object({ definitionKey: z.string(), command: z.string() })),
  verdict: z.enum([
    'identified',
    'several',
    'format-known',
    'waits-for-answer',
    'text-unknown',
    'unreadable',
    'silent',
  ]),
  candidates: z.array(identifyCandidate),
  isDone: z.boolean(),
});
export type IdentifyStep = z.infer<typeof identifyStep>;
