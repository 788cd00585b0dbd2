import { agendaContract } from './agenda-contract.ts';
import { auditContract } from './audit-contract.ts';
import { importContract } from './import-contract.ts';
import { calendarContract, notInUseContract, plansContract } from './plans-contract.ts';
import { serviceContract } from './service-calls-contract.ts';
import { eventsContract, metersContract, sheetsContract, tasksContract } from './tasks-contract.ts';

/** Maintenance: what is due, what was done, and the service side beside it. */
export const maintenanceContract = {
  agenda: agendaContract,
  plans: plansContract,
  sheets: sheetsContract,
  tasks: tasksContract,
  meters: metersContract,
  events: eventsContract,
  calendar: calendarContract,
  notInUse: notInUseContract,
  service: serviceContract,
  audit: auditContract,
  import: importContract,
};
