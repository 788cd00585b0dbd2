import { AppError } from '../../kernel/errors.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft } from '../../records/define.ts';
import type { Told } from './rules-case.ts';
import { decontaminationCertified, decontaminationWithdrawn } from './visit-records.ts';

/** A decontamination certificate: made once, signed, and withdrawn with a reason if at all. */

export interface DecontaminationFold {
  readonly decontaminationId: string;
  readonly certified: Told<BodyOf<typeof decontaminationCertified>> | null;
  readonly withdrawnReason: string | null;
}

export type DecontaminationCommand =
  | { readonly do: 'certify'; readonly body: BodyOf<typeof decontaminationCertified> }
  | { readonly do: 'withdraw'; readonly reason: string };

function decide(state: DecontaminationFold, command: DecontaminationCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'certify') {
    const unexplained = command.body.items.filter(({ answer, note }) => answer === 'not-done' && note.trim() === '');
    if (unexplained.length > 0) {
      throw new AppError('cases/item-needs-note', { items: unexplained.map(({ key }) => key).join(', ') });
    }
    const keys = command.body.items.map(({ key }) => key);
    if (new Set(keys).size < keys.length) throw new AppError('cases/item-twice', {});
    return state.certified ? [] : [draft(decontaminationCertified, stream, command.body)];
  }
  const { certified, decontaminationId, withdrawnReason } = state;
  if (!certified) throw new AppError('cases/certificate-not-found', {});
  if (withdrawnReason !== null) throw new AppError('cases/certificate-withdrawn', {});
  const { instrumentId, hash } = certified;
  const body = { decontaminationId, instrumentId, reason: command.reason, answers: [hash] };
  return [draft(decontaminationWithdrawn, stream, body)];
}

/** Refuses with `cases/item-needs-note`, `item-twice`, `certificate-not-found`, `certificate-withdrawn`. */
export const decontaminationDecider: Decider<DecontaminationFold, DecontaminationCommand> = {
  initial: (stream) => ({
    decontaminationId: stream.slice(stream.indexOf('/') + 1),
    certified: null,
    withdrawnReason: null,
  }),
  evolve(state, record) {
    if (isRecordOf(record, decontaminationCertified)) {
      const { wall: at, actor: by, hash } = record;
      return state.certified ? state : { ...state, certified: { ...record.body, at, by, hash } };
    }
    if (isRecordOf(record, decontaminationWithdrawn)) {
      return { ...state, withdrawnReason: state.withdrawnReason ?? record.body.reason };
    }
    return state;
  },
  decide,
};
