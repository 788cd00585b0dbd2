import * as z from 'zod';

/** The link doctor's verdicts: twelve faults, and the states in which there is none (issue 2, section 6). */
export const doctorVerdict = z.enum([
  'healthy',
  /** Not enough has been seen to say anything. Never shown as good. */
  'cannot-tell-yet',
  'wrong-baud',
  'wrong-parity-or-bits',
  'nothing-connected',
  'connected-but-silent',
  'noise',
  'host-not-answering',
  'wrong-protocol',
  'wrong-definition',
  'two-talkers',
  'cut-frames',
  'port-busy',
  'no-permission',
]);
export type DoctorVerdict = z.infer<typeof doctorVerdict>;

/** What to try: a change of settings the page can offer as one button, or an action for a person. */
export const doctorAdvice = z.object({
  /** Key of the sentence in the page's words. */
  key: z.string(),
  /** Settings that "Try it" would apply, for a serial link. */
  trySerial: z
    .object({
      baud: z.number().optional(),
      dataBits: z.number().optional(),
      parity: z.string().optional(),
      stopBits: z.number().optional(),
    })
    .nullable(),
});

export const doctorReport = z.object({
  verdict: doctorVerdict,
  /** Facts behind the verdict, for the sentence: counts, percentages, the mean checksum distance. */
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  advice: z.array(doctorAdvice),
  at: z.string(),
});
export type DoctorReport = z.infer<typeof doctorReport>;
