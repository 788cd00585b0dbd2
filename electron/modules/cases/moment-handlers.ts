import { implement } from '@orpc/server';
import type { Moment } from '../../../shared/modules/cases/moment-contract.ts';
import { momentCalls } from '../../../shared/modules/cases/moment-contract.ts';
import {
  checksSection,
  errorsSection,
  laterSection,
  linkSection,
  type MomentFacts,
  maintenanceSection,
  messagesSection,
  registeredAt,
  registerSection,
  Then,
} from '../../../shared/modules/cases/rules-moment.ts';
import {
  calibrationSection,
  peopleSection,
  proceduresSection,
  serviceSection,
} from '../../../shared/modules/cases/rules-moment-state.ts';
import type { TimelineData } from '../../../shared/modules/timeline.ts';
import type { HostContext } from '../../host/module.ts';
import { openStory } from '../story.ts';
import { storyLine } from '../story-line.ts';
import { dateAt, requireInstrument, zoneOf } from './desk.ts';
import { countMessages, gatherMoment, newestReadings } from './moment-records.ts';

/** Records that mark a time worth looking at. */
const markTypes = [
  'errors.error-raised',
  'instruments.service-status-changed',
  'instruments.definition-changed',
  'maintenance.downtime-started',
  'maintenance.downtime-ended',
  'maintenance.rts-raised',
  'maintenance.rts-approved',
  'maintenance.readiness-overridden',
  'maintenance.work-order-completed',
  'calibration.closed',
  'cases.case-opened',
  'cases.decontamination-certified',
  'cases.went-live',
] as const;

/** The state of an instrument at any past time. */
export function createMomentHandlers(context: HostContext) {
  const os = implement(momentCalls);
  const { clock, catalog } = context;

  return os.router({
    at: os.at.handler(async ({ input }): Promise<Moment> => {
      const { instrumentId } = input;
      const instrument = requireInstrument(context, instrumentId);
      const timeZone = await zoneOf(context, instrumentId);
      const atMs = Date.parse(input.at);
      const at = new Date(atMs).toISOString();
      const on = dateAt(timeZone, atMs);
      const asked = { at, atMs, on };
      const gathered = await gatherMoment(context, instrumentId, asked);
      const readings = newestReadings(context, new Then(gathered, at), asked);
      const records = [...gathered, ...readings.records];
      const facts: MomentFacts = {
        ...{ at, on, records },
        readingCount: readings.count,
        agenda: await context.calls.maintenance.agenda.past({ instrumentId, at }),
        messages: countMessages(context, instrumentId, atMs),
        modelOf: (key) => catalog.get(key)?.model ?? key,
      };
      const then = new Then(records, at);
      const since = registeredAt(records);
      const isBeforeRegister = since === null || !then.hasCome(since);
      return {
        ...{ instrumentId, at, timeZone, isBeforeRegister },
        instrumentName: instrument.name,
        registeredAt: since,
        isInFuture: atMs > clock.wallMs(),
        recordCount: then.count,
        sections: [
          registerSection(then, facts.modelOf),
          serviceSection(then, !isBeforeRegister),
          errorsSection(then),
          checksSection(then),
          maintenanceSection(facts.agenda),
          calibrationSection(then),
          proceduresSection(then, on),
          peopleSection(then, on, facts.readingCount),
          linkSection(then),
          messagesSection(then, facts),
          laterSection(then, facts),
        ],
      };
    }),

    marks: os.marks.handler(async ({ input: { instrumentId, limit } }) => {
      requireInstrument(context, instrumentId);
      const marks: { key: string; data: TimelineData; at: string; hash: string }[] = [];
      for (const { record } of await openStory(context.store, instrumentId, { types: markTypes })) {
        marks.push({ ...storyLine(record), at: record.wall, hash: record.hash });
        if (marks.length === limit) break;
      }
      return marks;
    }),
  });
}
