import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { decontaminationDecider } from '../../../shared/modules/cases/rules-decontamination.ts';
import { type DecontaminationRow, decontaminationCalls } from '../../../shared/modules/cases/visit-contract.ts';
import { decontaminationStream } from '../../../shared/modules/cases/visit-records.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { nextNumber, readInstrument, requireGrant, requireInstrument } from './desk.ts';

/** Decontamination certificates: before a service, a return, a move. */
export function createDecontaminationHandlers(context: HostContext) {
  const os = implement(decontaminationCalls);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const rowOf = (decontaminationId: string): DecontaminationRow => {
    const stream = decontaminationStream(decontaminationId);
    const { certified, withdrawnReason } = store.records.fold(stream, decontaminationDecider).state;
    if (!certified) throw new AppError('cases/certificate-not-found', {});
    const { at, by, hash, ...body } = certified;
    const usedSinceCount = messagesSince(context, body.instrumentId, at);
    const doubts = [
      ...(withdrawnReason === null ? [] : ['decontamination.withdrawn']),
      ...(body.items.some(({ answer }) => answer === 'not-done') ? ['decontamination.item-not-done'] : []),
      ...(usedSinceCount > 0 ? ['decontamination.used-since'] : []),
    ];
    return {
      ...body,
      ...{ id: decontaminationId, at, hash, withdrawnReason, usedSinceCount, doubts },
      by: actorName(by, context),
      instrumentName: readInstrument(context, body.instrumentId)?.name ?? '',
    };
  };

  return os.router({
    list: os.list.handler(({ input: { instrumentId, limit } }) => {
      const where = instrumentId === null ? '' : 'WHERE instrument_id = ?';
      const ids = store.db
        .prepare(`SELECT decontamination_id FROM decontaminations ${where} ORDER BY at DESC LIMIT ?`)
        .pluck()
        .all(...(instrumentId === null ? [] : [instrumentId]), limit) as string[];
      return ids.map(rowOf);
    }),

    get: os.get.handler(({ input }) => rowOf(input.decontaminationId)),

    certify: os.certify.handler(async ({ input: { signing, ...given } }) => {
      const { model, serialNumber } = requireInstrument(context, given.instrumentId);
      const grant = await requireGrant(context, 'performed', signing, given.statement);
      return store.transaction(() => {
        const decontaminationId = newId();
        const number = nextNumber(context, 'D');
        const body = { decontaminationId, number, ...given, model, serialNumber };
        const { records } = store.records.decide(
          decontaminationDecider,
          decontaminationStream(decontaminationId),
          { do: 'certify', body },
          grant?.author ?? author(),
        );
        grant?.sign(records);
        return { decontaminationId, number };
      });
    }),

    withdraw: os.withdraw.handler(({ input: { decontaminationId, reason } }) => {
      const stream = decontaminationStream(decontaminationId);
      store.records.decide(decontaminationDecider, stream, { do: 'withdraw', reason }, author());
      return {};
    }),
  });
}

/** More are told as so many: that it was used is what matters. */
const mostCounted = 1000;

/** Messages an instrument sent after a moment. Times of receipt are local with their offset: compared as instants. */
function messagesSince({ store }: HostContext, instrumentId: string, at: string): number {
  return store.db
    .prepare(
      `SELECT count(*) FROM (
         SELECT 1 FROM messages WHERE received_at >= date(?, '-1 day') AND +instrument = ?
           AND +kind IN ('results', 'qc', 'background') AND julianday(received_at) > julianday(?) LIMIT ${mostCounted})`,
    )
    .pluck()
    .get(at, instrumentId, at) as number;
}
