import { cytometryRecords } from '../../../shared/modules/cytometry/records.ts';
import type { HostModule } from '../../host/module.ts';
import { cytometryTables } from './tables.ts';
import { takeVoltages } from './take-voltages.ts';

/** Daily checks of a cytometer, entered by hand, and the voltages its files tell. */
export function createCytometryModule(): HostModule {
  return {
    name: 'cytometry',
    records: cytometryRecords,
    projections: cytometryTables,
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
    onSignals: takeVoltages,
  };
}
