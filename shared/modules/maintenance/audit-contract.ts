import { oc } from '@orpc/contract';
import * as z from 'zod';
import { auditFinding } from './audit-finding.ts';

export type { AuditFinding } from './audit-finding.ts';

export const auditRun = z.object({
  runId: z.string(),
  at: z.string(),
  /** `night`, `catch-up` (one or more nights were missed), or `asked`. */
  cause: z.enum(['night', 'catch-up', 'asked']),
  /** The civil date the run stands for, and how many nights had none. */
  forDate: z.string(),
  missedNights: z.number(),
  rulesVersion: z.string(),
  findingCount: z.number(),
  deficiencyCount: z.number(),
  /** Rules that had nothing to look at: not the same as "in order". */
  notEvaluated: z.array(z.string()),
  actor: z.string(),
  hash: z.string(),
});
export type AuditRun = z.infer<typeof auditRun>;

export const auditRuleInfo = z.object({
  rule: z.string(),
  citation: z.string(),
  /** What was cited, in short: key `audit.<rule>.title`. */
  link: z.string(),
});
export type AuditRuleInfo = z.infer<typeof auditRuleInfo>;

export const auditContract = {
  /** The newest run and what it found; `run: null` before the first. */
  latest: oc.output(
    z.object({ run: auditRun.nullable(), findings: z.array(auditFinding), nextAt: z.string().nullable() }),
  ),
  /** Runs all rules now. */
  run: oc.output(z.object({ runId: z.string() })),
  history: oc.input(z.object({ limit: z.number().int().min(1).max(400) })).output(z.array(auditRun)),
  get: oc
    .input(z.object({ runId: z.string().max(64) }))
    .output(z.object({ run: auditRun, findings: z.array(auditFinding) })),
  rules: oc.output(z.object({ version: z.string(), rules: z.array(auditRuleInfo) })),
};
