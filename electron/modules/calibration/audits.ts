import type { AuditSource } from '../../host/audit.ts';
import { sessionsAudits } from './sessions-audit.ts';
import { standardsAudit } from './standards-audit.ts';
import { verificationAudits } from './verification-audit.ts';

/** What calibration adds to the self-audit. */
export const calibrationAudits: readonly AuditSource[] = [...verificationAudits, ...sessionsAudits, standardsAudit];
