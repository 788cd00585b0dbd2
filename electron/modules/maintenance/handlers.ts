import { lazily } from '../../host/lazily.ts';
import type { HostContext } from '../../host/module.ts';
import { deskOf } from './desk-of.ts';
import { auditDeskOf, importDeskOf } from './service-side.ts';

/** The calls of this module. Each part is loaded by itself: the Bench asks for the agenda's counts, and for nothing else. */
export function createHandlers(context: HostContext) {
  const desk = deskOf(context);
  return {
    agenda: lazily(async () => (await import('./agenda-handlers.ts')).createAgendaHandlers(context, desk)),
    plans: lazily(async () => (await import('./plan-handlers.ts')).createPlanHandlers(context, desk)),
    calendar: lazily(async () => (await import('./plan-handlers.ts')).createCalendarHandlers(context, desk)),
    sheets: lazily(async () => (await import('./sheet-handlers.ts')).createSheetHandlers(context, desk)),
    tasks: lazily(async () => (await import('./task-handlers.ts')).createTaskHandlers(context, desk)),
    meters: lazily(async () => (await import('./meter-handlers.ts')).createMeterHandlers(context, desk)),
    events: lazily(async () => (await import('./meter-handlers.ts')).createEventHandlers(context, desk)),
    notInUse: lazily(async () => (await import('./meter-handlers.ts')).createNotInUseHandlers(context, desk)),
    service: lazily(async () => {
      const [{ createServiceHandlers }, { ReadinessDesk }] = await Promise.all([
        import('./service-handlers.ts'),
        import('./service-readiness.ts'),
      ]);
      const sources = await Promise.all(context.modules.flatMap((module) => module.loadReadiness?.() ?? []));
      return createServiceHandlers(context, new ReadinessDesk(context, desk, sources));
    }),
    audit: lazily(async () => (await import('./audit-handlers.ts')).createAuditHandlers(context, auditDeskOf(context))),
    import: lazily(async () =>
      (await import('./import-handlers.ts')).createImportHandlers(context, importDeskOf(context)),
    ),
  };
}
