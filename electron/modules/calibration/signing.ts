import { AppError } from '../../../shared/kernel/errors.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';

/**
 * Leave to sign, asked before the transaction; null on a bench without accounts, where nobody can.
 *
 * @throws AppError `calibration/signature-needed`, those of signing
 */
export async function grantFor(
  context: HostContext,
  meaning: 'performed' | 'reviewed' | 'approved',
  signing: { readonly password: string; readonly statement: string } | null,
): Promise<SigningGrant | null> {
  if (!context.signing.isPossible) return null;
  if (signing === null) throw new AppError('calibration/signature-needed', {});
  return context.signing.require({ ...signing, meaning });
}
