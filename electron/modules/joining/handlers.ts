import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { joiningContract } from '../../../shared/modules/joining/contract.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { ConflictDesk } from './conflicts.ts';
import { findDoneElsewhere } from './done-elsewhere.ts';
import { MeetingDesk } from './meetings.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(joiningContract);
  const conflicts = new ConflictDesk(context);
  const meetings = new MeetingDesk(context);
  const { store } = context;

  return os.router({
    conflicts: {
      list: os.conflicts.list.handler(() => conflicts.list()),
      decided: os.conflicts.decided.handler(({ input }) => conflicts.decided(input.limit)),
      decide: os.conflicts.decide.handler(async ({ input: { signing, ...given } }) => {
        // What would be refused is refused before a password is asked for.
        conflicts.draftOf(given);
        if (context.signing.isPossible && signing === null) throw new AppError('joining/signature-needed', {});
        const grant =
          context.signing.isPossible && signing !== null
            ? await context.signing.require({ ...signing, meaning: 'reviewed' })
            : null;
        return store.transaction(() => {
          const records = conflicts.decide(given, grant?.author ?? personAuthor(context.actor));
          grant?.sign(records);
          return { hash: records[0]!.hash };
        });
      }),
    },
    meetings: {
      list: os.meetings.list.handler(() => ({
        open: meetings.open(),
        decided: meetings.decided(),
        benches: meetings.benches(),
      })),
      join: os.meetings.join.handler(({ input: { subject, a, b, reason } }) => {
        requireFor(context, subject);
        meetings.join(subject, a, b, reason);
        return {};
      }),
      keepApart: os.meetings.keepApart.handler(({ input: { subject, a, b, reason } }) => {
        requireFor(context, subject);
        meetings.keepApart(subject, a, b, reason);
        return {};
      }),
    },
    doneElsewhere: os.doneElsewhere.handler(({ input }) => findDoneElsewhere(context, input.planId, input.occurrence)),
  });
}

/** Who may change an instrument or an account may say that two of them are one. */
function requireFor(context: HostContext, subject: 'instrument' | 'person'): void {
  context.session.require(subject === 'person' ? 'people.manage' : 'instruments.set-up');
}
