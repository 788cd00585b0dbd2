import { AppError } from '../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';

/** What several parts of the module need: time, zones, numbers, leave to sign. */

export const nowOf = ({ clock }: Pick<HostContext, 'clock'>): string => new Date(clock.wallMs()).toISOString();

/** An instrument of the register as cases see it. */
export interface InstrumentFacts {
  readonly instrumentId: string;
  readonly name: string;
  readonly place: string;
  readonly serialNumber: string;
  readonly serviceStatus: string;
  readonly definitionKey: string;
  readonly maker: string;
  readonly model: string;
}

interface RegisterRow {
  instrument_id: string;
  name: string;
  service_status: string;
  definition_key: string;
  current: string;
}

function toFacts({ catalog }: HostContext, row: RegisterRow): InstrumentFacts {
  const { place = '', serialNumber = '' } = JSON.parse(row.current) as { place?: string; serialNumber?: string };
  const definition = catalog.get(row.definition_key);
  return {
    instrumentId: row.instrument_id,
    name: row.name,
    place,
    serialNumber,
    serviceStatus: row.service_status,
    definitionKey: row.definition_key,
    maker: definition?.maker ?? '',
    model: definition?.model ?? row.definition_key,
  };
}

export function readInstrument(context: HostContext, instrumentId: string): InstrumentFacts | undefined {
  const row = context.store.db.prepare('SELECT * FROM instruments WHERE instrument_id = ?').get(instrumentId);
  return row === undefined ? undefined : toFacts(context, row as RegisterRow);
}

export function readInstruments(context: HostContext): InstrumentFacts[] {
  const rows = context.store.db.prepare('SELECT * FROM instruments ORDER BY name').all() as RegisterRow[];
  return rows.map((row) => toFacts(context, row));
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument(context: HostContext, instrumentId: string): InstrumentFacts {
  const found = readInstrument(context, instrumentId);
  if (!found) throw new AppError('instruments/not-found', { instrumentId });
  return found;
}

/** Zone of an instrument's place, the lab's for null: as maintenance keeps it, the machine's own where it says nothing. */
export async function zoneOf(context: HostContext, instrumentId: string | null): Promise<string> {
  const { calendars } = await context.calls.maintenance.calendar.get();
  const place = instrumentId === null ? '' : (readInstrument(context, instrumentId)?.place ?? '');
  const calendar = calendars.find((one) => one.place === place) ?? calendars.find((one) => one.place === '');
  return calendar?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export const dateAt = (timeZone: string, ms: number): string => civilDateAt(ms, timeZone, intlZoneOffset);

/** Today where the instrument stands. */
export async function todayOf(context: HostContext, instrumentId: string | null): Promise<string> {
  return dateAt(await zoneOf(context, instrumentId), context.clock.wallMs());
}

/** A short number to say aloud, counted by this bench: `C-12`. Two benches apart may both have one; ids tell them apart. */
export function nextNumber({ store }: HostContext, letter: 'C' | 'V' | 'D' | 'I'): string {
  const table = { C: 'cases', V: 'visits', D: 'decontaminations', I: 'installations' }[letter];
  const count = store.db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get() as number;
  return `${letter}-${count + 1}`;
}

/**
 * Leave to sign, asked before the transaction; null while no account exists on this bench, as then nobody can sign.
 *
 * @throws AppError `cases/signature-needed`, those of `signing.require`
 */
export async function requireGrant(
  context: HostContext,
  meaning: 'performed' | 'reviewed' | 'approved',
  signing: { readonly password: string; readonly statement: string } | null,
  statement: string,
): Promise<SigningGrant | null> {
  if (!context.signing.isPossible) return null;
  if (signing === null) throw new AppError('cases/signature-needed', {});
  return context.signing.require({ ...signing, meaning, statement: signing.statement || statement });
}
