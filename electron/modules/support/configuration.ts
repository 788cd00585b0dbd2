import { type LinesOfInstrument, lineAt } from '../../../shared/instruments/line-at.ts';
import type { LinkSettings } from '../../../shared/instruments/link-settings.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { ConfigurationLine, ConfigurationSnapshot } from '../../../shared/modules/support/contract.ts';
import { configurationTaken, supportStream } from '../../../shared/modules/support/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { whereOf } from '../../instruments/links/link.ts';
import { actorName, personAuthor } from '../authors.ts';

/** What the register holds, as the instruments module keeps it. */
export interface Registered {
  readonly instrumentId: string;
  readonly name: string;
  readonly serialNumber: string;
  readonly assetNumber: string;
  readonly place: string;
  readonly firmware: string;
  readonly definitionKey: string;
  readonly link: LinkSettings;
  readonly isAnswering: boolean;
  readonly silenceMinutes: number;
}

/** @throws AppError `support/instrument-not-found` */
export function requireRegistered({ store }: HostContext, instrumentId: string): Registered {
  const text = store.db.prepare('SELECT current FROM instruments WHERE instrument_id = ?').pluck().get(instrumentId);
  if (typeof text !== 'string') throw new AppError('support/instrument-not-found', { instrumentId });
  const current = JSON.parse(text) as Registered & LinesOfInstrument;
  return { ...current, ...lineAt(current, store.keys.device) };
}

/** What is known without anybody reading it off a screen: what the wire said, the register, the factors in force. */
export function knownLines(context: HostContext, instrument: Registered): ConfigurationLine[] {
  const { store, catalog } = context;
  const lines: ConfigurationLine[] = [];
  const add = (group: ConfigurationLine['group'], key: string, value: string): void => {
    if (value.trim() !== '') lines.push({ group, key: key.slice(0, 120), value: value.slice(0, 400) });
  };
  const said = store.db
    .prepare(
      `SELECT model, software, serial_number FROM instrument_identities WHERE instrument_id = ?
       ORDER BY hlc DESC LIMIT 1`,
    )
    .get(instrument.instrumentId) as { model: string; software: string; serial_number: string } | undefined;
  if (said !== undefined) {
    add('wire', 'model', said.model);
    add('wire', 'software', said.software);
    add('wire', 'serial-number', said.serial_number);
  }
  const definition = catalog.get(instrument.definitionKey);
  add('register', 'serial-number', instrument.serialNumber);
  add('register', 'asset-number', instrument.assetNumber);
  add('register', 'firmware', instrument.firmware);
  add('register', 'place', instrument.place);
  add('register', 'definition', `${instrument.definitionKey} ${definition?.version ?? ''}`.trim());
  add('register', 'link', linkText(instrument.link));
  add('register', 'answering', instrument.isAnswering ? 'yes' : 'no');
  add('register', 'silence-minutes', String(instrument.silenceMinutes));
  for (const { label, after } of factorsOf(context, instrument.instrumentId)) add('factor', label, after);
  return lines;
}

function linkText(link: Registered['link']): string {
  if (link.kind !== 'serial') return whereOf(link);
  const { baud, dataBits, parity, stopBits, flow } = link.serial;
  return `${link.path}, ${baud} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}, flow ${flow}`;
}

/** Calibration factors as last decided. A host without the calibration module has none. */
function factorsOf({ store }: HostContext, instrumentId: string): { label: string; after: string }[] {
  const isKept = store.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'calibration_factors'").get();
  if (!isKept) return [];
  const rows = store.db
    .prepare('SELECT label, after FROM calibration_factors WHERE instrument_id = ? ORDER BY on_date, at')
    .all(instrumentId) as { label: string; after: string }[];
  const last = new Map(rows.map((row) => [row.label, row]));
  return [...last.values()].slice(0, 100);
}

interface SnapshotRow {
  hash: string;
  at: string;
  actor: string;
  visit_id: string | null;
  note: string;
  lines: string;
}

/** Snapshots of one instrument, newest first. */
export function readSnapshots(context: HostContext, instrumentId: string): ConfigurationSnapshot[] {
  const numbers = new Map(visitsOf(context).map(({ id, number }) => [id, number]));
  const rows = context.store.db
    .prepare(
      `SELECT hash, at, actor, visit_id, note, lines FROM configurations WHERE instrument_id = ?
       ORDER BY hlc DESC LIMIT 200`,
    )
    .all(instrumentId) as SnapshotRow[];
  return rows.map((row) => ({
    id: row.hash,
    at: row.at,
    by: actorName(row.actor, context),
    visitId: row.visit_id,
    visitNumber: row.visit_id === null ? '' : (numbers.get(row.visit_id) ?? ''),
    note: row.note,
    lines: JSON.parse(row.lines) as ConfigurationLine[],
  }));
}

/** Visits, the newest first. A host without the cases module has none. */
export function visitsOf({ store }: HostContext): { id: string; number: string; place: string; state: string }[] {
  const isKept = store.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'visits'").get();
  if (!isKept) return [];
  return store.db
    .prepare('SELECT visit_id AS id, number, place, state FROM visits ORDER BY planned_on DESC, number DESC LIMIT 200')
    .all() as { id: string; number: string; place: string; state: string }[];
}

/** Names a person entered last time; the values are not carried over, because nobody has looked again. */
export function namesOf(snapshots: readonly ConfigurationSnapshot[]): string[] {
  const names = snapshots.flatMap(({ lines }) =>
    lines.filter(({ group }) => group === 'entered').map(({ key }) => key),
  );
  return [...new Set(names)].slice(0, 100);
}

/**
 * Records how an instrument is set now.
 *
 * @returns the record's hash
 * @throws AppError `support/instrument-not-found`, `support/visit-not-found`, `support/name-twice`
 */
export function takeSnapshot(
  context: HostContext,
  taken: { instrumentId: string; visitId: string | null; note: string; entered: { name: string; value: string }[] },
): string {
  const { instrumentId, visitId, note, entered } = taken;
  const instrument = requireRegistered(context, instrumentId);
  if (visitId !== null && !visitsOf(context).some(({ id }) => id === visitId)) {
    throw new AppError('support/visit-not-found', { visitId });
  }
  const twice = entered.find(({ name }, index) => entered.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new AppError('support/name-twice', { name: twice.name });
  const own = entered.map(({ name, value }) => ({ group: 'entered' as const, key: name, value }));
  const at = new Date(context.clock.wallMs()).toISOString();
  const lines = [...knownLines(context, instrument), ...own];
  const body = { instrumentId, at, visitId, note, lines };
  const author = personAuthor(context.actor);
  const [record] = context.store.records.append([draft(configurationTaken, supportStream(instrumentId), body)], author);
  return record?.hash ?? '';
}
