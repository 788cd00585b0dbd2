import * as z from 'zod';
import { defineRecord } from '../../records/define.ts';
import { auditFinding } from './audit-finding.ts';

/** A self-audit that ran: what was looked at and what was found, so that the lab can show that it looked. */
export const auditRan = defineRecord({
  version: 1,
  kind: 'fact',
  scope: 'site',
  type: 'maintenance.audit-ran',
  schema: () =>
    z.object({
      runId: z.string().min(1).max(64),
      cause: z.enum(['night', 'catch-up', 'asked']),
      forDate: z.string().max(10),
      missedNights: z.number().int(),
      rulesVersion: z.string().max(40),
      findingCount: z.number().int(),
      deficiencyCount: z.number().int(),
      notEvaluated: z.array(z.string().max(20)).max(60),
      /** A long list takes several records; parts count from 1. */
      part: z.number().int(),
      partCount: z.number().int(),
      findings: z.array(auditFinding).max(200),
    }),
});

export const auditRecords = [auditRan] as const;

export const auditStream = (runId: string) => `audit/${runId}`;
