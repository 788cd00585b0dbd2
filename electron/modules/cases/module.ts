import { casesRecords } from '../../../shared/modules/cases/records.ts';
import type { HostModule } from '../../host/module.ts';
import { projectTables } from './project-tables.ts';
import { casesTable, dismissedTable, filesTable } from './tables.ts';

/** Cases and what is done around them: visits, certificates, installations, notices, the state at a past moment. */
export function createCasesModule(): HostModule {
  return {
    name: 'cases',
    records: casesRecords,
    projections: [casesTable, dismissedTable, filesTable, ...projectTables],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}
