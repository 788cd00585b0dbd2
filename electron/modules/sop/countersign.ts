import { addMonths } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { effectiveVersion } from '../../../shared/modules/sop/rules-sop.ts';
import { requireVersion } from '../../../shared/modules/sop/rules-sop-acts.ts';
import type { RecordAuthor } from '../../../shared/records/define.ts';
import { act } from './acts.ts';
import type { SopDesk } from './desk.ts';

/** The clock acts, not a person. */
const system: RecordAuthor = { actor: 'system', auth: { session: null, proof: 'none' } };

/**
 * Makes an approved version effective where this bench decides and its day has come; true when it is. Called in the
 * transaction of the approval, by a person who resolves a conflict, and by the clock.
 */
export function countersign(desk: SopDesk, sopId: string, versionId: string, author = system): boolean {
  const { state: sop } = desk.sop(sopId);
  const version = requireVersion(sop, versionId);
  const today = desk.today();
  const office = desk.office();
  if (!office.isHere) throw new AppError('sop/not-the-deciding-bench', {});
  const months = desk.requireWords(version.approved?.writtenHash ?? '').reviewEveryMonths;
  act(
    desk,
    sopId,
    {
      ...{ do: 'countersign', versionId, device: office.device, officeHash: office.hash, today },
      reviewDueOn: addMonths(today, months),
    },
    author,
  );
  return effectiveVersion(desk.sop(sopId).state)?.versionId === versionId;
}
