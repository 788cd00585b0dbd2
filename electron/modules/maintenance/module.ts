import { coreMaintenanceRecords } from '../../../shared/modules/maintenance/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { deskOf } from './desk-of.ts';
import { startMaintenanceJobs } from './jobs.ts';
import { takeMeters } from './meter-signals.ts';
import { serviceSideRecords, serviceSideTables, startServiceSide } from './service-side.ts';
import { eventsTable, metersTable, notInUseTable, placesTable, plansTable } from './tables.ts';
import { tasksTable } from './task-tables.ts';

/** Maintenance: plans, agenda, sheets, what was done, and the service side beside it. */
export function createMaintenanceModule(): HostModule {
  const jobsOf = perHost((context) => [startMaintenanceJobs(context, deskOf(context)), startServiceSide(context)]);
  return {
    name: 'maintenance',
    records: [...coreMaintenanceRecords, ...serviceSideRecords],
    projections: [plansTable, tasksTable, notInUseTable, placesTable, eventsTable, metersTable, ...serviceSideTables],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
    onSignals: (batch, context) => takeMeters(batch, context, deskOf(context)),
    start: (context) => {
      jobsOf(context);
    },
    stop: async (context) => {
      for (const stop of jobsOf(context)) await stop();
      deskOf(context).close();
    },
  };
}
