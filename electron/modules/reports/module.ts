import { reportsRecords } from '../../../shared/modules/reports/records.ts';
import type { HostModule } from '../../host/module.ts';
import { printsTable } from './tables.ts';

/** Reports, labels and exports: every module's, and the record of who printed what. */
export function createReportsModule(): HostModule {
  return {
    name: 'reports',
    records: reportsRecords,
    projections: [printsTable],
    loadReports: async () => (await import('./definitions/all.ts')).allReports,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}
