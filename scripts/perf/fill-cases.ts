import type { Host } from '../../electron/host/host.ts';
import { addDays, type CivilDate } from '../../shared/kernel/civil-date.ts';
import { caseStream } from '../../shared/modules/cases/records.ts';
import { type CaseCommand, caseDecider } from '../../shared/modules/cases/rules-case-decider.ts';
import { type VisitCommand, visitDecider } from '../../shared/modules/cases/rules-visit-decider.ts';
import { visitStream } from '../../shared/modules/cases/visit-records.ts';
import type { RecordAuthor } from '../../shared/records/define.ts';
import { eachOnce } from './fill-each.ts';

/** Cases that are open, and visits that are planned: what the lists show first. */
const openCases = 12;
const plannedVisits = 3;
const notes = 8;

export const caseIdOf = (number: number): string => `perf-case-${number}`;

/** Cases with notes, tasks and time, all but the last few closed. */
export function fillCases(host: Host, instrumentIds: readonly string[], today: CivilDate, count: number): void {
  const { records } = host.context.store;
  eachOnce(host, count, (number) => {
    const caseId = caseIdOf(number);
    const stream = caseStream(caseId);
    const isOpen = number >= count - openCases;
    const on = addDays(today, -6 * (count - 1 - number));
    const write = (author: RecordAuthor): void => {
      const act = (command: CaseCommand) => records.decide(caseDecider, stream, command, author);
      const { folded } = act({
        do: 'open',
        body: {
          ...{ caseId, instrumentId: instrumentIds[number % instrumentIds.length] ?? null, number: `C-P${number + 1}` },
          ...{ title: `Case ${number + 1}`, description: 'The analysis did not work.', kind: 'fault', reportedBy: '' },
          ...{ resultsAffected: 'no', affectedNote: '', hasBackup: 'yes', deadlineOn: null, deadlineSource: '' },
          ...{ promisedAt: null, assignee: '', origin: 'error', happenedAt: `${on}T08:00:00.000Z` },
          // An open one is about the code the errors have: whether it recurs is looked up among ten years of them.
          code: isOpen ? 'Error_Func' : `E-${number % 50}`,
        },
      });
      const work: CaseCommand[] = [
        ...Array.from({ length: notes }, (_, at): CaseCommand => ({ do: 'note', text: `Looked at, time ${at + 1}.` })),
        { do: 'add-task', body: { taskId: 'clean', title: 'Clean the detector', assignee: '', dueOn: on } },
        { do: 'add-task', body: { taskId: 'check', title: 'Run the controls', assignee: '', dueOn: null } },
        { do: 'add-time', body: { minutes: 40, kind: 'work', on, note: '' } },
      ];
      records.append(
        work.flatMap((command) => caseDecider.decide(folded.state, command, stream)),
        author,
      );
      if (isOpen) return;
      for (const taskId of ['clean', 'check']) act({ do: 'end-task', body: { taskId, as: 'done', note: '' } });
      act({ do: 'set-state', to: 'closed', note: 'The detector was cleaned.' });
    };
    return { stream, write };
  });
}

/** Visits with work and a summary, all but the last few closed. */
export function fillVisits(host: Host, instrumentIds: readonly string[], today: CivilDate, count: number): void {
  const { records } = host.context.store;
  eachOnce(host, count, (number) => {
    const visitId = `perf-visit-${number}`;
    const stream = visitStream(visitId);
    const isPlanned = number >= count - plannedVisits;
    const plannedOn = addDays(today, isPlanned ? number - count + plannedVisits : -30 * (count - number));
    const write = (author: RecordAuthor): void => {
      const act = (command: VisitCommand) => records.decide(visitDecider, stream, command, author);
      const instrumentId = instrumentIds[number % instrumentIds.length] ?? null;
      act({
        do: 'plan',
        body: {
          ...{ visitId, number: `V-P${number + 1}`, place: 'Customer', contact: '', purpose: 'Yearly look', plannedOn },
          ...{ fromTime: '08:00', toTime: '16:00', specialist: '', preparation: [], caseIds: [], workOrderIds: [] },
          instrumentIds: instrumentId === null ? [] : [instrumentId],
        },
      });
      if (isPlanned) return;
      act({ do: 'arrive', at: `${plannedOn}T08:00:00.000Z`, note: '' });
      for (let at = 0; at < 3; at += 1) {
        const about = { instrumentId, caseId: null, workOrderId: null, stream: '', minutes: 30 };
        act({ do: 'add-work', body: { entryId: `work-${at}`, text: `Work ${at + 1}`, ...about } });
      }
      act({ do: 'summarize', body: { found: 'In order', done: 'Cleaned', leftAs: 'In service', openPoints: '' } });
      act({ do: 'customer-decline', printedName: 'Customer', reason: 'Nobody was there.' });
      act({ do: 'leave', at: `${plannedOn}T15:00:00.000Z`, note: '' });
      act({ do: 'close', statement: '', seenHash: '0'.repeat(64) });
    };
    return { stream, write };
  });
}
