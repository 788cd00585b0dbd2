import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  factorDecided,
  factorNoted,
  factorsStream,
  sessionStream,
  triggerNoted,
  triggerStream,
} from '../../../shared/modules/calibration/records.ts';
import { momentWords } from '../../../shared/modules/cases/moment-words.ts';
import {
  checksSection,
  errorsSection,
  laterSection,
  linkSection,
  type MomentFacts,
  maintenanceSection,
  messagesSection,
  registerSection,
  Then,
} from '../../../shared/modules/cases/rules-moment.ts';
import {
  calibrationSection,
  peopleSection,
  proceduresSection,
  serviceSection,
} from '../../../shared/modules/cases/rules-moment-state.ts';
import { errorCleared, errorRaised, errorResolved, errorStream } from '../../../shared/modules/errors/records.ts';
import {
  instrumentRegistered,
  instrumentStream,
  serviceStatusChanged,
  settingsChanged,
} from '../../../shared/modules/instruments/records.ts';
import { downtimeEnded, downtimeStarted, downtimeStream } from '../../../shared/modules/maintenance/service-records.ts';
import {
  type AnyRecordDefinition,
  draft,
  type RecordDraft,
  type StoredRecord,
} from '../../../shared/records/define.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 22, 10);
const about = { instrumentId: 'i1' };
const iso = (hours: number) => new Date(start + hours * hourMs).toISOString();

const known: readonly AnyRecordDefinition[] = [
  ...[instrumentRegistered, settingsChanged, serviceStatusChanged, errorRaised, errorCleared, errorResolved],
  ...[factorNoted, factorDecided, triggerNoted, downtimeStarted, downtimeEnded],
];
const registered = draft(instrumentRegistered, instrumentStream('i1'), {
  ...{ ...about, name: 'XN 1', serialNumber: '', assetNumber: '', place: 'Lab', firmware: '', notes: '' },
  ...{ definitionKey: 'sysmex-xn-1000', definition: null, link: { kind: 'none' }, silenceMinutes: 15 },
});
const renamed = (to: string) =>
  draft(settingsChanged, instrumentStream('i1'), {
    ...{ ...about, changes: [{ field: 'serialNumber', from: '', to }], reason: '', answers: [] },
  });
const status = (serviceStatus: 'in-service' | 'out-of-service') =>
  draft(serviceStatusChanged, instrumentStream('i1'), {
    ...{ ...about, from: 'in-service', serviceStatus, reason: 'r', answers: [] },
  });
const raised = (errorId: string, at: string, severity: 'warn' | 'stop' = 'stop') =>
  draft(errorRaised, errorStream(errorId), {
    ...{ ...about, errorId, code: `c-${errorId}`, text: '', severity, affectsResults: 'no', origin: 'typed', at },
    ...{ messageId: null, frames: [], definition: null, specimen: null, readings: [] },
  });
const cleared = (errorId: string, at: string) =>
  draft(errorCleared, errorStream(errorId), {
    ...{ ...about, errorId, code: `c-${errorId}`, at, by: 'instrument', messageId: null },
  });
const resolved = (errorId: string) =>
  draft(errorResolved, errorStream(errorId), {
    ...{ ...about, errorId, code: `c-${errorId}`, whatWasDone: 'x', runId: null },
  });
const noted = (value: string, at: string) =>
  draft(factorNoted, factorsStream('i1'), {
    ...{ ...about, parameter: 'HGB', label: 'Hemoglobin', value, on: at.slice(0, 10), at, setBy: 'lab', note: '' },
  });
const decided = (set: string) =>
  draft(factorDecided, sessionStream('calibration', 's1'), {
    ...{ ...about, sessionId: 's1', parameter: 'HGB', current: null, analyzer: null, set, decision: 'updated' },
    ...{ note: '', answers: [] },
  });
const down = (at: string) =>
  draft(downtimeStarted, downtimeStream('d1'), {
    ...{ ...about, downtimeId: 'd1', kind: 'unplanned', cause: 'clog', from: at, resultsAffected: 'no' },
    ...{ affectedNote: '', workOrderId: null, rtsId: null },
  });
const up = (at: string) =>
  draft(downtimeEnded, downtimeStream('d1'), {
    ...{ ...about, downtimeId: 'd1', at, by: 'person', rtsId: null, reason: '', answers: [] },
  });
const asked = draft(triggerNoted, triggerStream('t1'), {
  ...{ ...about, triggerId: 't1', kind: 'critical-part', on: '2026-11-22', note: '' },
});

/** Writes each draft an hour after the one before. */
function history(drafts: readonly RecordDraft[]): StoredRecord[] {
  const bench = new PaperBench('a', known, start);
  return drafts.flatMap((one, index) => {
    bench.wallMs = start + index * hourMs;
    return bench.write([one]);
  });
}
const facts = (records: readonly StoredRecord[], at: string, more: Partial<MomentFacts> = {}): MomentFacts => ({
  ...{ at, on: at.slice(0, 10), records, agenda: { items: [] }, modelOf: (key: string) => key },
  messages: { count: 0, results: 0, controls: 0, lastAt: null, oldestAt: null },
  readingCount: 0,
  ...more,
});
const sectionsOf = (records: readonly StoredRecord[], at: string) => {
  const then = new Then(records, at);
  const given = facts(records, at);
  return [
    registerSection(then, given.modelOf),
    serviceSection(then, then.count > 0),
    errorsSection(then),
    checksSection(then),
    maintenanceSection(given.agenda),
    calibrationSection(then),
    proceduresSection(then, given.on),
    peopleSection(then, given.on, given.readingCount),
    linkSection(then),
    messagesSection(then, given),
    laterSection(then, given),
  ];
};
const keys = (records: readonly StoredRecord[], at: string, key: string) =>
  sectionsOf(records, at)
    .find((section) => section.key === key)!
    .lines.map((line) => line.key.replace('moment.', ''));

test('what stood is what was there and had not ended: to the hour', () => {
  const records = history([
    ...[
      registered,
      raised('e1', iso(1)),
      down(iso(1)),
      noted('98.5', iso(3)),
      decided('100.32'),
      cleared('e1', iso(5)),
    ],
    ...[resolved('e1'), up(iso(7))],
  ]);
  expect(keys(records, iso(0.5), 'errors')).toEqual([]);
  expect(keys(records, iso(1), 'errors')).toEqual(['error-standing']);
  expect(keys(records, iso(5.5), 'errors')).toEqual(['error-no-outcome']);
  expect(keys(records, iso(6), 'errors')).toEqual([]);
  expect(keys(records, iso(6), 'service')).toEqual(['in-service', 'downtime-unplanned']);
  expect(keys(records, iso(7), 'service')).toEqual(['in-service']);
  const factor = (at: string) => calibrationSection(new Then(records, at)).lines.map(({ data }) => data.value);
  expect([iso(2), iso(3), iso(4)].map(factor)).toEqual([[], ['98.5'], ['100.32']]);
});

test('missing data is never shown as good: before the register, without serial number, without kept messages', () => {
  const records = history([registered, status('out-of-service'), renamed('11001')]);
  for (const section of sectionsOf(records, iso(-1))) expect(section.state).not.toBe('known');
  expect(keys(records, iso(1), 'register')).toContain('serial-missing');
  expect(keys(records, iso(2), 'register')).not.toContain('serial-missing');
  const then = new Then(records, iso(1));
  const silent = (oldestAt: string | null) =>
    messagesSection(
      then,
      facts(records, iso(1), { messages: { count: 0, results: 0, controls: 0, lastAt: null, oldestAt } }),
    );
  expect([silent(null).state, silent(iso(2)).state, silent(iso(0)).state]).toEqual(['missing', 'missing', 'nothing']);
  const unknown = { title: 'Filter', state: 'cannot-evaluate', dueOn: null, last: null };
  expect(maintenanceSection({ items: [unknown] }).lines).toMatchObject([{ key: 'moment.task-unknown', tone: 'warn' }]);
});

test('readings that are not told by name are counted', () => {
  const records = history([registered]);
  const people = (readingCount: number) => peopleSection(new Then(records, iso(1)), iso(1).slice(0, 10), readingCount);
  expect(people(0).lines).toEqual([]);
  expect(people(7).lines).toMatchObject([{ key: 'moment.more-readings', data: { count: 7 } }]);
});

test('each moment of any history is told alike in any order of arrival, and later records never change it', () => {
  const one = fc.constantFrom<RecordDraft>(
    ...[renamed('A'), renamed('B'), status('in-service'), status('out-of-service'), raised('e1', iso(1))],
    ...[cleared('e1', iso(2)), resolved('e1'), noted('98', iso(1)), decided('101'), down(iso(1)), up(iso(9)), asked],
  );
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 14 }),
      fc.nat({ max: 15 }),
      fc.infiniteStream(fc.nat()),
      (drafts, hour, random) => {
        const records = history([registered, ...drafts]);
        const at = iso(hour);
        const mixed = records
          .map((record) => ({ record, key: random.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ record }) => record);
        const told = sectionsOf(records, at);
        expect(sectionsOf([...mixed, ...mixed], at)).toEqual(told);
        const upToThen = records.filter(({ wall }) => Date.parse(wall) <= Date.parse(at));
        expect(sectionsOf(upToThen, at)).toEqual(told);
        for (const { key } of told.flatMap(({ lines }) => lines)) expect(momentWords).toHaveProperty([key]);
        for (const { why } of told) if (why !== '') expect(momentWords).toHaveProperty([why]);
      },
    ),
  );
});
