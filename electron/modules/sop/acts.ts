import { type SopCommand, sopDecider } from '../../../shared/modules/sop/rules-sop-acts.ts';
import type { SopContent } from '../../../shared/modules/sop/terms.ts';
import { sopStream } from '../../../shared/modules/sop/version-records.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import { newId } from '../new-id.ts';
import type { SopDesk } from './desk.ts';

/** Appends what the command becomes, in the name of the person at the bench. */
export function act(desk: SopDesk, sopId: string, command: SopCommand, author = desk.author()): StoredRecord[] {
  return desk.context.store.records.decide(sopDecider, sopStream(sopId), command, author).records;
}

/** A new SOP with its first draft, in one transaction. */
export function addSop(
  desk: SopDesk,
  given: {
    code: string;
    origin: 'written' | 'starter' | 'imported';
    from: string;
    content: SopContent;
    reason: string;
  },
): { sopId: string; versionId: string } {
  const { code, origin, from, content, reason } = given;
  const [sopId, versionId] = [newId(), newId()];
  desk.context.store.transaction(() => {
    act(desk, sopId, { do: 'add', code, origin, from });
    act(desk, sopId, { do: 'start', versionId, basedOn: null, content, reason });
  });
  return { sopId, versionId };
}
