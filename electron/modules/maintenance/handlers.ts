import { coreMaintenanceRecords } from '../../../shared/modules/maintenance/records.ts';
import type { HostContext, HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { createAgendaHandlers } from './agenda-handlers.ts';
import { deskOf } from './desk-of.ts';
import { startMaintenanceJobs } from './jobs.ts';
import { createEventHandlers, createMeterHandlers, createNotInUseHandlers } from './meter-handlers.ts';
import { takeMeters } from './meter-signals.ts';
import { createCalendarHandlers, createPlanHandlers } from './plan-handlers.ts';
import { createServiceSide, serviceSideRecords, serviceSideTables, startServiceSide } from './service-side.ts';
import { createSheetHandlers } from './sheet-handlers.ts';
import { eventsTable, metersTable, notInUseTable, placesTable, plansTable } from './tables.ts';
import { createTaskHandlers } from './task-handlers.ts';
import { tasksTable } from './task-tables.ts';

/** Maintenance: plans, agenda, sheets, what was done, and the service side beside it. */
export function createMaintenanceModule(): HostModule {
  const jobsOf = perHost((context) => [startMaintenanceJobs(context, deskOf(context)), startServiceSide(context)]);
  return {
    name: 'maintenance',
    records: [...coreMaintenanceRecords, ...serviceSideRecords],
    projections: [plansTable, tasksTable, notInUseTable, placesTable, eventsTable, metersTable, ...serviceSideTables],
    createHandlers,
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

function createHandlers(context: HostContext) {
  const desk = deskOf(context);
  return {
    agenda: createAgendaHandlers(context, desk),
    plans: createPlanHandlers(context, desk),
    sheets: createSheetHandlers(context, desk),
    tasks: createTaskHandlers(context, desk),
    meters: createMeterHandlers(context, desk),
    events: createEventHandlers(context, desk),
    calendar: createCalendarHandlers(context, desk),
    notInUse: createNotInUseHandlers(context, desk),
    ...createServiceSide(context),
  };
}
