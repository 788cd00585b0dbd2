import { AppError } from '../../../shared/kernel/errors.ts';
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
