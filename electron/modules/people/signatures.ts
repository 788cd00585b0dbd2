import { AppError } from '../../../shared/kernel/errors.ts';
import type { Signature } from '../../../shared/modules/people/contract.ts';
import type { Meaning, signed } from '../../../shared/modules/people/records.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';

interface SignatureRow {
  hash: string;
  body: string;
}

const selectByTarget = `SELECT s.hash, s.body FROM signatures s WHERE s.hash IN
  (SELECT signature_hash FROM signature_targets WHERE target_hash IN (SELECT value FROM json_each(?)))
  ORDER BY s.hlc, s.hash`;

/** Every signature that names one of these records, oldest first, with what has been corrected since. */
export function findSignatures(context: HostContext, hashes: readonly string[]): Signature[] {
  const rows = context.store.db.prepare(selectByTarget).all(JSON.stringify(hashes)) as SignatureRow[];
  return rows.map((row) => toSignature(context, row));
}

/**
 * Signs records that are in the log. The page names every hash it showed, corrections of the records among them.
 *
 * @throws AppError `people/record-not-found`, `people/record-corrected`, `people/signed-already`, and whatever
 * `signing.require` throws
 */
export async function signRecords(
  context: HostContext,
  input: { targets: string[]; meaning: Meaning; password: string; statement: string },
): Promise<Signature> {
  const { store, signing } = context;
  const { meaning, password, statement } = input;
  const records = [...new Set(input.targets)].map((hash) => {
    const record = store.records.byHash(hash);
    if (!record) throw new AppError('people/record-not-found', { hash });
    return record;
  });
  const grant = await signing.require({ password, meaning, statement });
  const hashes = records.map((record) => record.hash);
  const isSame = (one: Signature) =>
    one.counts &&
    one.signerId === grant.signerId &&
    one.meaning === meaning &&
    one.targets.length === hashes.length &&
    one.targets.every((target) => hashes.includes(target.hash));
  if (findSignatures(context, hashes).some(isSame)) throw new AppError('people/signed-already', { meaning });
  const { hash } = grant.sign(records);
  const row = store.db.prepare('SELECT hash, body FROM signatures WHERE hash = ?').get(hash) as SignatureRow;
  return toSignature(context, row);
}

function toSignature({ people }: HostContext, row: SignatureRow): Signature {
  const body = JSON.parse(row.body) as BodyOf<typeof signed>;
  const named = new Set(body.targets.map((target) => target.hash));
  const corrections = body.targets.flatMap((target) => people.correctionsOf(target.hash));
  const amendedBy = [...new Set(corrections)].filter((hash) => !named.has(hash));
  return { ...body, hash: row.hash, counts: amendedBy.length === 0, amendedBy };
}
