import { casesRecords } from '../../../shared/modules/cases/records.ts';
import type { HostContext, HostModule } from '../../host/module.ts';

/** Cases and what is done around them: visits, certificates, installations, notices, the state at a past moment. */
export function createCasesModule(): HostModule {
  return {
    name: 'cases',
    records: casesRecords,
    projections: [],
    createHandlers,
  };
}

function createHandlers(_context: HostContext) {
  return {};
}
