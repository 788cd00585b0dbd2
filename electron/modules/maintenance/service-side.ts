import { auditRecords } from '../../../shared/modules/maintenance/audit-records.ts';
import { importRecords } from '../../../shared/modules/maintenance/import-records.ts';
import { serviceRecords } from '../../../shared/modules/maintenance/service-records.ts';
import type { HostContext } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { AuditDesk } from './audit-desk.ts';
import { startAuditJobs } from './audit-jobs.ts';
import { auditRunsTable } from './audit-tables.ts';
import { deskOf } from './desk-of.ts';
import { ImportDesk } from './import-desk.ts';
import { importsTable } from './import-tables.ts';
import { serviceTables } from './service-tables.ts';

/** The service side as one piece, for the module to compose: records, tables, and what runs by time alone. */

export const serviceSideRecords = [...serviceRecords, ...auditRecords, ...importRecords] as const;
export const serviceSideTables = [...serviceTables, auditRunsTable, importsTable] as const;

export const importDeskOf = perHost((context) => new ImportDesk(context));
/** One for calls and night alike: a run that is asked for while the night's is on its way is that run. */
export const auditDeskOf = perHost((context) => new AuditDesk(context, deskOf(context)));

/** The nightly self-audit, and imports that were cut off. Answers how to stop. */
export function startServiceSide(context: HostContext): () => Promise<void> {
  const stopAudit = startAuditJobs(auditDeskOf(context));
  importDeskOf(context).resume();
  return async () => {
    stopAudit();
    await importDeskOf(context).close();
  };
}
