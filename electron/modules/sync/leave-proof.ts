import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  isBlank,
  type LeaveFacts,
  missingForLeaving,
  type OwnLog,
  recordsLeftBehind,
} from '../../../shared/modules/sync/leaving.ts';
import { leavingStream, siteLeft } from '../../../shared/modules/sync/records.ts';
import { workstationOf } from '../../../shared/modules/sync/rules.ts';
import type { Leaving } from '../../../shared/modules/sync/sites-contract.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { readEnvelope } from '../../../shared/records/envelope.ts';
import type { HostContext } from '../../host/module.ts';
import { areFileKeysElsewhere } from '../../store/file-keys.ts';
import type { SyncHead } from '../../store/sync-store.ts';
import { filesHeldElsewhere } from '../../sync/bundle/held-files.ts';
import { gatherNames, ownFiles } from '../../sync/named-blobs.ts';
import { officeOf } from './office.ts';
import { siteNameOf } from './state.ts';

/** Of an open end so many records are looked at; what is behind them counts as held nowhere else. */
const mostLookedAt = 500;

/** What stands against leaving the open site, and what would go with it. Reads all it needs at one moment. */
export function readLeaving(context: HostContext): Leaving {
  const { store } = context;
  const said = newestSaid(context);
  const facts = readFacts(context, said);
  return {
    siteName: siteNameOf(context, store.sync.scope),
    isBlank: isBlank(facts),
    saidAt: said?.wall ?? null,
    missing: missingForLeaving(facts),
    lost: readLosses(context, facts.ownLogs),
  };
}

function newestSaid({ store }: HostContext) {
  return store.records.read(leavingStream(store.keys.device)).findLast((record) => isRecordOf(record, siteLeft));
}

function readFacts(context: HostContext, said: ReturnType<typeof newestSaid>): LeaveFacts {
  const { store } = context;
  while (gatherNames(store));
  const held = filesHeldElsewhere(store);
  const files = ownFiles(store).filter(({ isHere }) => isHere);
  return {
    ownLogs: store.sync
      .heads()
      .filter(({ isOwn }) => isOwn)
      .map((head) => readOwnLog(context, head, said?.log === head.log ? said.seq : 0)),
    isProvisional: store.sync.scope.startsWith('provisional:'),
    openFiles: files.filter(({ isOnHub, sha256 }) => !isOnHub && !held.has(sha256)).length,
    lockedFiles: areFileKeysElsewhere(store) ? 0 : files.length,
  };
}

function readOwnLog({ store }: HostContext, { log, seq, ackedSeq }: SyncHead, saidSeq: number): OwnLog {
  const open = seq === ackedSeq ? [] : store.sync.read(log, ackedSeq + 1, { records: mostLookedAt });
  const openTypes = open.map(({ raw }) => {
    const read = readEnvelope(raw);
    return 'envelope' in read ? read.envelope.type : '';
  });
  return { seq, ackedSeq, saidSeq, openTypes };
}

function readLosses(context: HostContext, ownLogs: readonly OwnLog[]): Leaving['lost'] {
  const { dataFolder, store } = context;
  const count = (sql: string) => store.db.prepare(sql).pluck().get() as number;
  const hubs = new Set(store.sync.devices().flatMap(({ device, source }) => (source === 'hub' ? device : [])));
  const others = store.sync.heads().filter(({ isOwn, log }) => !isOwn && !hubs.has(workstationOf(log)));
  const counted: Leaving['lost'] = [
    { kind: 'messages', count: count('SELECT count(*) FROM messages') },
    { kind: 'wire', count: store.wire.storage().byteCount },
    { kind: 'identities', count: count('SELECT count(*) FROM specimen_identities') },
    { kind: 'backups', count: store.backups().length },
    { kind: 'carried', count: namesIn(join(dataFolder, 'carried')) },
    { kind: 'definitions', count: namesIn(join(dataFolder, 'instruments')) },
    {
      kind: 'set-aside',
      count: count('SELECT (SELECT count(*) FROM quarantine) + (SELECT count(*) FROM pending)'),
    },
    { kind: 'others-records', count: others.reduce((sum, { seq, ackedSeq }) => sum + seq - ackedSeq, 0) },
    { kind: 'left-behind', count: recordsLeftBehind(ownLogs) },
    { kind: 'office', count: officeOf(context) === 'this' ? 1 : 0 },
  ];
  return [{ kind: 'unsaved', count: null }, ...counted.filter((loss) => loss.count !== 0)];
}

function namesIn(folder: string): number {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.')).length;
  } catch {
    return 0;
  }
}
