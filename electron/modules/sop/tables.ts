import type { SopNumber } from '../../../shared/modules/sop/rules-numbers.ts';
import {
  effectiveVersion,
  reviewDueOn,
  type SopFold,
  sopFold,
  versionStateOf,
  wordsOf,
} from '../../../shared/modules/sop/rules-sop.ts';
import { openVersion } from '../../../shared/modules/sop/rules-sop-acts.ts';
import type { Readers, VersionState } from '../../../shared/modules/sop/terms.ts';
import { officeTaken, versionRead, versionRecords } from '../../../shared/modules/sop/version-records.ts';
import type { StreamFold } from '../../../shared/records/decider.ts';
import { isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { decideSlot, type Slot } from '../../../shared/records/slot.ts';
import { defineProjection } from '../../store/projection.ts';

/** What a list needs to know of an SOP without reading its stream. */
export interface SopFacts {
  readonly code: string;
  readonly title: string;
  readonly origin: 'written' | 'starter' | 'imported';
  readonly from: string;
  readonly definitionKeys: readonly string[];
  readonly effective: {
    readonly versionId: string;
    readonly number: number;
    readonly writtenHash: string;
    readonly effectiveOn: string;
    readonly reviewDueOn: string;
    /** Who has read it. */
    readonly readBy: readonly string[];
    readonly numbers: readonly SopNumber[];
  } | null;
  readonly working: {
    readonly versionId: string;
    readonly number: number;
    readonly state: VersionState;
    readonly effectiveOn: string | null;
  } | null;
  readonly readers: Readers | null;
}

/** What the row of an SOP says. */
function factsOf(sop: SopFold): SopFacts {
  const now = effectiveVersion(sop);
  const version = now ? sop.versions[now.versionId] : undefined;
  const working = openVersion(sop);
  const newest = Object.values(sop.versions)
    .filter(({ started }) => started)
    .toSorted((a, b) => b.started!.number - a.started!.number)[0];
  const shown = version ?? working ?? newest;
  const words = shown && wordsOf(shown);
  const approved = version?.approved && version.wordings[version.approved.writtenHash];
  return {
    code: sop.added?.code ?? '',
    title: words?.title ?? '',
    origin: sop.added?.origin ?? 'written',
    from: sop.added?.from ?? '',
    definitionKeys: words?.definitionKeys ?? [],
    effective:
      now && version
        ? {
            versionId: now.versionId,
            number: version.started?.number ?? 0,
            writtenHash: version.approved?.writtenHash ?? '',
            effectiveOn: now.effectiveOn,
            reviewDueOn: reviewDueOn(sop, now),
            numbers: approved?.numbers ?? [],
            readBy: sop.reads.filter(({ versionId }) => versionId === now.versionId).map(({ personId }) => personId),
          }
        : null,
    working: working
      ? {
          versionId: working.versionId,
          number: working.started!.number,
          state: versionStateOf(sop, working.versionId),
          effectiveOn: working.approved?.effectiveOn ?? null,
        }
      : null,
    readers: sop.readers?.value ?? null,
  };
}

/** One row an SOP, and one each change request. */
export const sopsTable = defineProjection({
  name: 'sops',
  version: 1,
  tables: ['sops', 'sop_requests'],
  ddl: [
    `CREATE TABLE sops (
      stream TEXT NOT NULL UNIQUE, sop_id TEXT NOT NULL, code TEXT NOT NULL, is_retired INTEGER NOT NULL,
      open_requests INTEGER NOT NULL, conflict_count INTEGER NOT NULL, changed_at TEXT NOT NULL, tip TEXT NOT NULL,
      facts TEXT NOT NULL
    ) STRICT`,
    `CREATE TABLE sop_requests (
      stream TEXT NOT NULL, request_id TEXT PRIMARY KEY, sop_id TEXT NOT NULL, is_open INTEGER NOT NULL,
      asked_at TEXT NOT NULL, request TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX sop_requests_open ON sop_requests (asked_at) WHERE is_open = 1',
  ],
  reads: versionRecords,
  fold: sopFold,
  apply(_record, { state, stream, conflicts, tip }) {
    if (Object.values(state.versions).every(({ started }) => !started)) return [];
    const requests = Object.entries(state.requests).filter(([, { asked }]) => asked);
    const openCount = requests.filter(([, { answer }]) => !answer).length;
    return [
      {
        sql: `INSERT OR REPLACE INTO sops (stream, sop_id, code, is_retired, open_requests, conflict_count, changed_at, tip,
          facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.sopId,
          state.added?.code ?? '',
          state.retired ? 1 : 0,
          openCount,
          conflicts.length,
          state.changedAt,
          tip ?? '',
          JSON.stringify(factsOf(state)),
        ],
      },
      ...requests.map(([requestId, { asked, answer }]) => ({
        sql: `INSERT OR REPLACE INTO sop_requests (stream, request_id, sop_id, is_open, asked_at, request)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          requestId,
          state.sopId,
          answer ? 0 : 1,
          asked!.mark.at,
          JSON.stringify({ asked, answer: answer?.value ?? null }),
        ],
      })),
    ];
  },
});

/** One row a reading that is signed: cases read the newest before a moment. */
export const readingsTable = defineProjection({
  name: 'sop-readings',
  version: 1,
  tables: ['sop_readings'],
  ddl: [
    `CREATE TABLE sop_readings (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, version_id TEXT NOT NULL, hlc TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX sop_readings_of_version ON sop_readings (version_id, hlc)',
  ],
  reads: [versionRead],
  apply: (record) =>
    isRecordOf(record, versionRead)
      ? [
          {
            sql: 'INSERT OR REPLACE INTO sop_readings (stream, hash, version_id, hlc) VALUES (?, ?, ?, ?)',
            values: [record.stream, record.hash, record.body.versionId, record.hlc],
          },
        ]
      : [],
});

export interface Office {
  readonly device: string;
  readonly hash: string;
}

/** Who holds the office of the deciding workstation. Taken over apart: nobody holds it until one is named in sight of both. */
export const officeFold: StreamFold<Slot<Office> | null> = {
  initial: () => null,
  evolve: (slot, record: StoredRecord, context) =>
    isRecordOf(record, officeTaken)
      ? decideSlot(slot, record, { device: record.body.device, hash: record.hash }, context, {
          code: 'sop/office-conflict',
          hold: (a, b) => (a.device === b.device ? a : { device: '', hash: a.hash }),
          isSame: (a, b) => a.device === b.device,
          show: ({ device }) => device,
        })
      : slot,
};

export const officeTable = defineProjection({
  name: 'sop-office',
  version: 1,
  tables: ['sop_office'],
  ddl: ['CREATE TABLE sop_office (stream TEXT NOT NULL UNIQUE, device TEXT NOT NULL, hash TEXT NOT NULL) STRICT'],
  reads: [officeTaken],
  fold: officeFold,
  apply(_record, { state, stream }) {
    if (!state) return [];
    const { device, hash } = state.value;
    return [
      {
        sql: 'INSERT OR REPLACE INTO sop_office (stream, device, hash) VALUES (?, ?, ?)',
        values: [stream, device, hash],
      },
    ];
  },
});
