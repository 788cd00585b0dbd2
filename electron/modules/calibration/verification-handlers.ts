import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  exemptionSet,
  exemptionStream,
  factorNoted,
  factorsStream,
  monthReviewed,
  monthStream,
  procedureSet,
  procedureStream,
  triggerDismissed,
  triggerNoted,
  triggerStream,
} from '../../../shared/modules/calibration/records.ts';
import { wholeMonths } from '../../../shared/modules/calibration/rules-due.ts';
import { exemptionFold, procedureFold, triggerFold } from '../../../shared/modules/calibration/rules-lists.ts';
import {
  factorsContract,
  monthsContract,
  proceduresContract,
  verificationContract,
} from '../../../shared/modules/calibration/verification-contract.ts';
import { draft, type RecordDraft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { nowAt, placedInstruments, requireInstrument } from './places.ts';
import { procedureKeys, procedureRow } from './procedures-desk.ts';
import { grantFor } from './signing.ts';
import { asOf, factorPoints, monthsSince, standingOf } from './verification-desk.ts';

/** Appends and signs in one transaction; on a bench without accounts there is no signature. Answers the record's hash. */
function appendSigned(context: HostContext, grant: SigningGrant | null, make: () => RecordDraft): string {
  return context.store.transaction(() => {
    const author = grant?.author ?? personAuthor(context.actor);
    const records = context.store.records.append([make()], author);
    grant?.sign(records);
    return records[0]!.hash;
  });
}

/** The six-month clock, what asks for verification at once, and who is excused. */
export function createVerificationHandlers(context: HostContext) {
  const os = implement(verificationContract);
  const { store } = context;

  return os.router({
    standing: os.standing.handler(({ input: { instrumentId } }) => {
      const asked = instrumentId === null ? placedInstruments(context) : [requireInstrument(context, instrumentId)];
      return asked.map((instrument) => standingOf(context, instrument));
    }),

    noteTrigger: os.noteTrigger.handler(({ input: { instrumentId, kind, on, note } }) => {
      requireInstrument(context, instrumentId);
      requirePast(context, instrumentId, on);
      const triggerId = newId();
      const body = { instrumentId, triggerId, kind, on, note };
      store.records.append([draft(triggerNoted, triggerStream(triggerId), body)], personAuthor(context.actor));
      return { triggerId };
    }),

    dismissTrigger: os.dismissTrigger.handler(({ input: { triggerId, reason } }) => {
      const stream = triggerStream(triggerId);
      const { noted, dismissed } = store.records.fold(stream, triggerFold).state;
      if (!noted) throw new AppError('calibration/trigger-not-found', {});
      if (dismissed) return {};
      const body = { instrumentId: noted.body.instrumentId, triggerId, reason };
      store.records.append([draft(triggerDismissed, stream, body)], personAuthor(context.actor));
      return {};
    }),

    setExemption: os.setExemption.handler(async ({ input: { signing, ...exemption } }) => {
      requireInstrument(context, exemption.instrumentId);
      const grant = await grantFor(context, 'approved', signing);
      const stream = exemptionStream(exemption.instrumentId);
      appendSigned(context, grant, () => {
        const { current } = store.records.fold(stream, exemptionFold).state;
        return draft(exemptionSet, stream, { ...exemption, answers: answersOf(current) });
      });
      return {};
    }),
  });
}

/** How each model is calibrated and verified, as the lab confirmed it (finding CC8c). */
export function createProcedureHandlers(context: HostContext) {
  const os = implement(proceduresContract);
  const { store } = context;

  return os.router({
    list: os.list.handler(() => procedureKeys(context).map((key) => procedureRow(context, key))),
    get: os.get.handler(({ input: { definitionKey } }) => procedureRow(context, definitionKey)),
    set: os.set.handler(async ({ input: { definitionKey, terms, reason, hash: shown, signing } }) => {
      if (terms.source === '') throw new AppError('calibration/procedure-needs-source', {});
      const keys = terms.parameters.map(({ key }) => key);
      if (new Set(keys).size !== keys.length) throw new AppError('calibration/parameter-twice', {});
      const grant = await grantFor(context, 'approved', signing);
      const stream = procedureStream(definitionKey);
      const hash = appendSigned(context, grant, () => {
        const { current } = store.records.fold(stream, procedureFold).state;
        if ((current?.value.hash ?? null) !== shown) throw new AppError('calibration/changed-meanwhile', {});
        return draft(procedureSet, stream, { definitionKey, terms, reason, answers: answersOf(current) });
      });
      return { hash };
    }),
  });
}

/** Factors over the years, and what held on a day. */
export function createFactorHandlers(context: HostContext) {
  const os = implement(factorsContract);
  return os.router({
    history: os.history.handler(({ input }) => factorPoints(context, input)),
    note: os.note.handler(({ input }) => {
      requireInstrument(context, input.instrumentId);
      requirePast(context, input.instrumentId, input.on);
      const { at } = nowAt(context, input.instrumentId);
      const drafts = [draft(factorNoted, factorsStream(input.instrumentId), { ...input, at })];
      const [record] = context.store.records.append(drafts, personAuthor(context.actor));
      return { hash: record!.hash };
    }),
    asOf: os.asOf.handler(({ input: { instrumentId, on } }) =>
      asOf(context, requireInstrument(context, instrumentId), on),
    ),
  });
}

interface MonthTableRow {
  month: string;
  report: string;
  verdict: 'in-order' | 'action-needed' | 'no-report';
  findings: string;
  at: string;
  actor: string;
  hash: string;
}

/** The maker's own monitoring, read and signed in the lab (finding CC7). */
export function createMonthHandlers(context: HostContext) {
  const os = implement(monthsContract);
  return os.router({
    list: os.list.handler(({ input: { instrumentId, limit } }) => {
      const instrument = requireInstrument(context, instrumentId);
      const rows = context.store.db
        .prepare('SELECT * FROM calibration_months WHERE instrument_id = ?')
        .all(instrumentId) as MonthTableRow[];
      const today = nowAt(context, instrumentId).on;
      const asked = new Set(wholeMonths(monthsSince(context, instrument), today));
      const read = new Map(rows.map((row) => [row.month, row]));
      // The running month can be read before it ends; nobody is asked for it yet.
      const months = [...new Set([...asked, ...read.keys(), today.slice(0, 7)])].toSorted().toReversed();
      return months.slice(0, limit).map((month) => {
        const row = read.get(month);
        return {
          month,
          isMissing: asked.has(month) && (row === undefined || row.verdict === 'no-report'),
          review: row
            ? {
                report: row.report,
                verdict: row.verdict,
                findings: row.findings,
                by: actorName(row.actor, context),
                at: row.at,
                hash: row.hash,
              }
            : null,
        };
      });
    }),
    review: os.review.handler(async ({ input: { signing, ...read } }) => {
      const { instrumentId, month } = read;
      requireInstrument(context, instrumentId);
      if (month > nowAt(context, instrumentId).on.slice(0, 7)) {
        throw new AppError('calibration/in-the-future', { date: month });
      }
      if (read.verdict !== 'no-report' && read.report === '') throw new AppError('calibration/needs-report', {});
      if (read.verdict !== 'in-order' && read.findings === '') throw new AppError('calibration/needs-findings', {});
      const grant = await grantFor(context, 'reviewed', signing);
      const hash = appendSigned(context, grant, () => draft(monthReviewed, monthStream(instrumentId, month), read));
      return { hash };
    }),
  });
}

/** @throws AppError `calibration/in-the-future` */
function requirePast(context: HostContext, instrumentId: string, on: string): void {
  const today = nowAt(context, instrumentId).on;
  if (on > today) throw new AppError('calibration/in-the-future', { date: on });
}
