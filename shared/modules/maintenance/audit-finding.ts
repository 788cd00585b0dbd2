import * as z from 'zod';

/** One thing an inspector would write up, found in the lab's own records. */
export const auditFinding = z.object({
  /** Same over runs for the same thing: rule, instrument and subject. */
  id: z.string().max(200),
  /** Key of the rule, e.g. `CC1`. */
  rule: z.string().max(20),
  /** `deficiency`: a rule was broken; `risk`: it will be, or cannot be told. */
  grade: z.enum(['deficiency', 'risk']),
  instrumentId: z.string().max(64).nullable(),
  instrumentName: z.string().max(120),
  /** What it is about: the task's or plan's title. */
  subject: z.string().max(240),
  /** Variant of the rule's two sentences: `audit.<rule>.<variant>.seen` and `.fix`. */
  variant: z.string().max(40),
  data: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])),
  /** Records an inspector would be shown; the first few of `evidenceCount`. */
  evidence: z.array(z.object({ hash: z.string().max(43), type: z.string().max(120), at: z.string().max(40) })).max(12),
  evidenceCount: z.number().int(),
  /** Where a person goes to put it right. */
  goesTo: z.enum([
    'agenda',
    'plan',
    'errors',
    'return-to-service',
    'work-order',
    'instrument',
    'people',
    'sop',
    'none',
  ]),
  subjectId: z.string().max(64),
});
export type AuditFinding = z.infer<typeof auditFinding>;
