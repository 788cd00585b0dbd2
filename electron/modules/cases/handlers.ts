import { casesRecords } from '../../../shared/modules/cases/records.ts';
import type { HostContext, HostModule } from '../../host/module.ts';
import { createCaseHandlers } from './case-handlers.ts';
import { createDecontaminationHandlers } from './decontamination-handlers.ts';
import { createInstallationHandlers } from './installation-handlers.ts';
import { createMomentHandlers } from './moment-handlers.ts';
import { createNoticeHandlers } from './notice-handlers.ts';
import { projectTables } from './project-tables.ts';
import { casesTable, dismissedTable, filesTable } from './tables.ts';
import { createVisitHandlers } from './visit-handlers.ts';

/** Cases and what is done around them: visits, certificates, installations, notices, the state at a past moment. */
export function createCasesModule(): HostModule {
  return {
    name: 'cases',
    records: casesRecords,
    projections: [casesTable, dismissedTable, filesTable, ...projectTables],
    createHandlers,
  };
}

function createHandlers(context: HostContext) {
  return {
    ...createCaseHandlers(context),
    visits: createVisitHandlers(context),
    decontaminations: createDecontaminationHandlers(context),
    installations: createInstallationHandlers(context),
    notices: createNoticeHandlers(context),
    moment: createMomentHandlers(context),
  };
}
