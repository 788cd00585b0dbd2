import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { Demand } from '../../../shared/modules/calibration/certificates-rules.ts';
import {
  certificateStanding,
  countingCertificate,
  type HeldCertificate,
  standardStanding,
} from '../../../shared/modules/calibration/standards-due.ts';
import type { CheckFact } from '../../../shared/modules/calibration/standards-rules.ts';
import type {
  CertificateSubject,
  CertificateTerms,
  ReliedOn,
  StandardStatus,
  StandardTerms,
} from '../../../shared/modules/calibration/standards-terms.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { nowIn, type PlaceTime } from '../place-time.ts';
import { grantFor } from './signing.ts';

/** What the calls of standards, certificates and pipette checks all read. */

/** Now at the lab: the civil date, and the instant with the lab's offset. */
export const labNow = (context: HostContext): PlaceTime => nowIn(context, '');

/**
 * Leave to sign, or null on a bench without accounts, where nobody can.
 *
 * @throws AppError `calibration/signature-needed`, those of signing
 */
export const signingGrant = (
  context: HostContext,
  meaning: 'performed' | 'reviewed',
  password: string | null,
  statement = '',
): Promise<SigningGrant | null> =>
  grantFor(context, meaning, password === null ? null : { password, statement: statement.slice(0, 1000) });

export interface StandardFacts {
  readonly standardId: string;
  readonly terms: StandardTerms;
  readonly status: StandardStatus;
  readonly checks: readonly CheckFact[];
  readonly hasConflict: boolean;
}

interface StandardTableRow {
  standard_id: string;
  status: StandardStatus;
  terms: string;
  checks: string;
  conflict_count: number;
}

const toFacts = (row: StandardTableRow): StandardFacts => ({
  standardId: row.standard_id,
  terms: JSON.parse(row.terms) as StandardTerms,
  status: row.status,
  checks: JSON.parse(row.checks) as CheckFact[],
  hasConflict: row.conflict_count > 0,
});

export function allStandards({ store }: HostContext): StandardFacts[] {
  return (store.db.prepare('SELECT * FROM standards ORDER BY name, standard_id').all() as StandardTableRow[]).map(
    toFacts,
  );
}

/** @throws AppError `calibration/standard-not-found` */
export function requireStandard({ store }: HostContext, standardId: string): StandardFacts {
  const row = store.db.prepare('SELECT * FROM standards WHERE standard_id = ?').get(standardId);
  if (!row) throw new AppError('calibration/standard-not-found', { standardId });
  return toFacts(row as StandardTableRow);
}

export interface StoredCertificate extends HeldCertificate {
  readonly subject: CertificateSubject;
  readonly addedBy: string;
  readonly hasConflict: boolean;
}

interface CertificateTableRow {
  certificate_id: string;
  subject_kind: CertificateSubject['kind'];
  subject_id: string;
  terms: string;
  is_withdrawn: number;
  added_at: string;
  added_by: string;
  conflict_count: number;
}

const toCertificate = (row: CertificateTableRow): StoredCertificate => ({
  certificateId: row.certificate_id,
  subject: { kind: row.subject_kind, id: row.subject_id },
  terms: JSON.parse(row.terms) as CertificateTerms,
  isWithdrawn: row.is_withdrawn === 1,
  addedAt: row.added_at,
  addedBy: row.added_by,
  hasConflict: row.conflict_count > 0,
});

/** Certificates of one thing, newest first. */
export function certificatesOf({ store }: HostContext, { kind, id }: CertificateSubject): StoredCertificate[] {
  const rows = store.db
    .prepare('SELECT * FROM certificates WHERE subject_kind = ? AND subject_id = ?')
    .all(kind, id) as CertificateTableRow[];
  return rows.map(toCertificate).toSorted((a, b) => (a.terms.issuedOn < b.terms.issuedOn ? 1 : -1));
}

/** Certificates by `kind/id` of what they are about. */
export function allCertificates({ store }: HostContext): Map<string, StoredCertificate[]> {
  const found = new Map<string, StoredCertificate[]>();
  for (const row of store.db.prepare('SELECT * FROM certificates').all() as CertificateTableRow[]) {
    const key = `${row.subject_kind}/${row.subject_id}`;
    found.set(key, [...(found.get(key) ?? []), toCertificate(row)]);
  }
  return found;
}

/** @throws AppError `calibration/certificate-not-found` */
export function requireCertificate({ store }: HostContext, certificateId: string): StoredCertificate {
  const row = store.db.prepare('SELECT * FROM certificates WHERE certificate_id = ?').get(certificateId);
  if (!row) throw new AppError('calibration/certificate-not-found', { certificateId });
  return toCertificate(row as CertificateTableRow);
}

export interface InstrumentPlate {
  readonly instrumentId: string;
  readonly name: string;
  readonly serialNumber: string;
  readonly isRetired: boolean;
  readonly isBalance: boolean;
}

interface InstrumentTableRow {
  instrument_id: string;
  name: string;
  service_status: string;
  definition_key: string;
  current: string;
}

function toPlate({ catalog }: HostContext, row: InstrumentTableRow): InstrumentPlate {
  return {
    instrumentId: row.instrument_id,
    name: row.name,
    serialNumber: (JSON.parse(row.current) as { serialNumber?: string }).serialNumber ?? '',
    isRetired: row.service_status === 'retired',
    isBalance: catalog.get(row.definition_key)?.instrumentClass === 'balance',
  };
}

export function allInstruments(context: HostContext): InstrumentPlate[] {
  const rows = context.store.db.prepare('SELECT * FROM instruments ORDER BY name').all() as InstrumentTableRow[];
  return rows.map((row) => toPlate(context, row));
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument(context: HostContext, instrumentId: string): InstrumentPlate {
  const row = context.store.db.prepare('SELECT * FROM instruments WHERE instrument_id = ?').get(instrumentId);
  if (!row) throw new AppError('instruments/not-found', { instrumentId });
  return toPlate(context, row as InstrumentTableRow);
}

/** Told thirty days ahead, as everywhere a lab has said nothing else. */
const usualWarnDays = 30;

/** What an instrument needs: as set, else a balance a certificate and the others none. */
export function demandOf({ store }: HostContext, { instrumentId, isBalance }: InstrumentPlate): Demand {
  const set = store.db
    .prepare('SELECT demand FROM certificate_demands WHERE instrument_id = ?')
    .pluck()
    .get(instrumentId) as string | undefined;
  if (set !== undefined) return JSON.parse(set) as Demand;
  return { isNeeded: isBalance, certificateMonths: null, warnDays: usualWarnDays };
}

/** A standard as something relies on it on that day: its check and certificate, whichever is worse. */
export function reliedStandard(context: HostContext, standard: StandardFacts, on: CivilDate): ReliedOn {
  const certificates = certificatesOf(context, { kind: 'standard', id: standard.standardId });
  const counting = countingCertificate(certificates);
  // Checks after that day were not known on it.
  const checks = standard.checks.filter(({ performedOn }) => performedOn <= on);
  const { state } = standardStanding(standard, checks, certificates, on);
  return { state, ...namedOn(counting) };
}

/** An instrument as something relies on it: by its certificate alone. */
export function reliedInstrument(context: HostContext, plate: InstrumentPlate, on: CivilDate): ReliedOn {
  const counting = countingCertificate(certificatesOf(context, { kind: 'instrument', id: plate.instrumentId }));
  const { state } = certificateStanding(counting?.terms ?? null, demandOf(context, plate), on);
  return { state, ...namedOn(counting) };
}

function namedOn(certificate: HeldCertificate | null): Omit<ReliedOn, 'state'> {
  return {
    certificateId: certificate?.certificateId ?? null,
    number: certificate?.terms.number ?? '',
    validTo: certificate?.terms.validTo ?? null,
  };
}
