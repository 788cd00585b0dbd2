import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { formatOffset } from '../../../shared/kernel/clock.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset, isKnownZone } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';

/** What the calls of this module all read. */

export interface MicroscopePlate {
  readonly instrumentId: string;
  readonly name: string;
  readonly place: string;
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument({ store }: HostContext, instrumentId: string): MicroscopePlate {
  const row = store.db.prepare('SELECT name, current FROM instruments WHERE instrument_id = ?').get(instrumentId) as
    | { name: string; current: string }
    | undefined;
  if (!row) throw new AppError('instruments/not-found', { instrumentId });
  const { place = '' } = JSON.parse(row.current) as { place?: string };
  return { instrumentId, name: row.name, place };
}

export interface PlaceNow {
  readonly on: CivilDate;
  /** ISO time with the place's offset. */
  readonly at: string;
  readonly timeZone: string;
}

/** Date and time on the wall where the microscope stands: its place's zone, the lab's, else this machine's. */
export function nowAt({ store, clock }: HostContext, place: string): PlaceNow {
  const rows = store.db
    .prepare("SELECT place, calendar FROM place_calendars WHERE place = ? OR place = ''")
    .all(place) as { place: string; calendar: string }[];
  const own = rows.find((row) => row.place === place) ?? rows[0];
  const set = own ? (JSON.parse(own.calendar) as { timeZone: string }).timeZone : '';
  const timeZone = isKnownZone(set) ? set : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const ms = clock.wallMs();
  const offset = intlZoneOffset(timeZone, ms);
  const at = `${new Date(ms + offset * 60_000).toISOString().slice(0, -1)}${formatOffset(offset)}`;
  return { on: civilDateAt(ms, timeZone, intlZoneOffset), at, timeZone };
}

/**
 * Leave to sign what was done, asked before the transaction; null on a bench without accounts, where nobody can.
 *
 * @throws AppError `microscopy/signature-needed`, those of signing
 */
export async function grantFor(
  context: HostContext,
  signing: { readonly password: string; readonly statement: string } | null,
): Promise<SigningGrant | null> {
  if (!context.signing.isPossible) return null;
  if (signing === null) throw new AppError('microscopy/signature-needed', {});
  return context.signing.require({ ...signing, meaning: 'performed' });
}
