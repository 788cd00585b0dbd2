import { type LineHere, lineAt } from '../../../shared/instruments/line-at.ts';
import { isSamePort, type LinkSettings } from '../../../shared/instruments/link-settings.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { instrumentStream, registerRecords } from '../../../shared/modules/instruments/records.ts';
import {
  type CurrentInstrument,
  type InstrumentCommand,
  instrumentDecider,
  isExpectedNow,
} from '../../../shared/modules/instruments/rules.ts';
import { instrumentSameAs, recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import type { SupervisedInstrument } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { readScanner } from '../scanner-setting.ts';
import { storyTypes } from '../story-types.ts';

/** An instrument as this workstation has it: the line is its own. */
export interface RegisteredInstrument extends CurrentInstrument, LineHere {
  readonly conflictCount: number;
}

interface RegisterRow {
  current: string;
  conflict_count: number;
}

function fromRow({ store }: HostContext, row: RegisterRow): RegisteredInstrument {
  const current = JSON.parse(row.current) as CurrentInstrument;
  return { ...current, ...lineAt(current, store.keys.device), conflictCount: row.conflict_count };
}

/** Every instrument of the register, retired ones too. */
export function readRegister(context: HostContext): RegisteredInstrument[] {
  const rows = context.store.db.prepare('SELECT current, conflict_count FROM instruments ORDER BY name').all();
  return (rows as RegisterRow[]).map((row) => fromRow(context, row));
}

export function findInstrument(context: HostContext, instrumentId: string): RegisteredInstrument | undefined {
  const row = context.store.db
    .prepare('SELECT current, conflict_count FROM instruments WHERE instrument_id = ?')
    .get(context.store.records.idsOf('instrument', instrumentId)[0]);
  return row ? fromRow(context, row as RegisterRow) : undefined;
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument(context: HostContext, instrumentId: string): RegisteredInstrument {
  const found = findInstrument(context, instrumentId);
  if (!found) throw new AppError('instruments/not-found', { instrumentId });
  return found;
}

/**
 * Whether a return-to-service list of the instrument is open: then only its signed review puts it in service. A host
 * without the maintenance module has no lists.
 */
export function hasOpenReturn({ store }: HostContext, instrumentId: string): boolean {
  const isKept = store.db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'rts_lists'").get();
  if (!isKept) return false;
  const open = store.db.prepare('SELECT 1 FROM rts_lists WHERE instrument_id = ? AND is_open = 1 LIMIT 1');
  return open.get(instrumentId) !== undefined;
}

/** Decides one command about an instrument in the name of the person at the bench. The line follows the record. */
export function changeInstrument(context: HostContext, instrumentId: string, command: InstrumentCommand): void {
  const stream = instrumentStream(instrumentId);
  context.store.records.decide(instrumentDecider, stream, command, personAuthor(context.actor));
}

/** What the supervisor needs of an instrument at this moment. */
export function toSupervised(context: HostContext, instrument: RegisteredInstrument): SupervisedInstrument {
  const now = new Date(context.clock.wallMs()).toISOString();
  return {
    instrumentId: instrument.instrumentId,
    definitionKey: instrument.definitionKey,
    link: instrument.link,
    isAnswering: instrument.isAnswering,
    isExpectedInUse: isExpectedNow(instrument.expectedUse, now),
    silenceMinutes: instrument.silenceMinutes,
  };
}

/**
 * Starts, changes or stops the line as the register says. A line without its definition stays off; the card says why.
 *
 * @returns when a line that is not wanted any more is closed
 */
export async function followLink(context: HostContext, instrument: RegisteredInstrument): Promise<void> {
  const isWanted =
    instrument.serviceStatus !== 'retired' &&
    instrument.link.kind !== 'none' &&
    context.catalog.get(instrument.definitionKey) !== undefined;
  if (isWanted) context.links.update(toSupervised(context, instrument));
  else await context.links.stop(instrument.instrumentId);
}

/** Types of records after which some instrument's story reads otherwise. */
const tellingTypes: ReadonlySet<string> = new Set([
  ...storyTypes,
  ...[recordAmended, recordVoided, instrumentSameAs].map(({ type }) => type),
]);

/** Tells screens when a story has grown or changed: no table of this module changes with it. */
export const followStories = ({ store, topics }: HostContext): (() => void) =>
  store.onCommitted(({ records }) => {
    if (records.some(({ type }) => tellingTypes.has(type))) topics.announce('instruments');
  });

/** Makes lines follow the register, whoever wrote the record: a person, the link doctor's advice, another bench. */
export function followRecords(context: HostContext): () => void {
  const types = new Set<string>(registerRecords.map((definition) => definition.type));
  return context.store.onCommitted(({ records }) => {
    const ids = records.flatMap((record) =>
      types.has(record.type) ? [(record.body as { instrumentId: string }).instrumentId] : [],
    );
    for (const id of new Set(ids)) {
      const instrument = findInstrument(context, id);
      if (instrument) void followLink(context, instrument);
    }
  });
}

/**
 * Refuses a link that could not work or would open the bench to anyone (decision 11).
 *
 * @throws AppError `instruments/peers-missing`, `instruments/port-in-use`, `scanner/port-of-scanner`
 */
export function checkLink(context: HostContext, link: LinkSettings, instrumentId: string | null): void {
  if (link.kind === 'tcp-server' && !isLoopback(link.address) && link.peers.length === 0) {
    throw new AppError('instruments/peers-missing', { address: link.address });
  }
  if (link.kind !== 'serial') return;
  const other = readRegister(context).find(
    (one) =>
      one.instrumentId !== instrumentId &&
      one.serviceStatus !== 'retired' &&
      one.link.kind === 'serial' &&
      one.link.path === link.path &&
      JSON.stringify(one.link.usb) === JSON.stringify(link.usb),
  );
  if (other) throw new AppError('instruments/port-in-use', { path: link.path, name: other.name });
  const scanner = readScanner(context.store.settings)?.port ?? null;
  if (scanner !== null && isSamePort(link, scanner)) throw new AppError('scanner/port-of-scanner', { path: link.path });
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}
