import { sopRecords } from '../../../shared/modules/sop/records.ts';
import type { HostModule } from '../../host/module.ts';

/** SOPs and their runs. */
export function createSopModule(): HostModule {
  return { name: 'sop', records: sopRecords, projections: [], createHandlers: () => ({}) };
}
