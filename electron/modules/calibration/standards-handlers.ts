import { implement } from '@orpc/server';
import { type StandardRow, standardsContract } from '../../../shared/modules/calibration/standards-contract.ts';
import { standardStanding } from '../../../shared/modules/calibration/standards-due.ts';
import { standardStream } from '../../../shared/modules/calibration/standards-records.ts';
import { type StandardCommand, standardDecider } from '../../../shared/modules/calibration/standards-rules.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { toCertificateRow } from './certificates-handlers.ts';
import { checkDetail, checksOf, dayOfCheck, pointsCheck, recordCheck, voidCheck } from './standards-checks.ts';
import {
  allCertificates,
  allStandards,
  certificatesOf,
  labNow,
  requireStandard,
  type StandardFacts,
  type StoredCertificate,
  signingGrant,
} from './standards-desk.ts';
import { standardsHistory } from './standards-history.ts';
import { openReviewCounts, reviewsOf } from './standards-impact.ts';

/** Checks shown with a standard; older ones are in the register's report. */
const shownChecks = 200;

function toRow(
  { standardId, terms, status, checks, hasConflict }: StandardFacts,
  certificates: readonly StoredCertificate[],
  openReviewCount: number,
  today: string,
): StandardRow {
  const { kind, name, maker, model, serialNumber, assetNumber, place } = terms;
  return {
    ...{ id: standardId, kind, name, maker, model, serialNumber, assetNumber, place, status },
    ...standardStanding({ terms, status }, checks, certificates, today),
    lastVerdict: checks.at(-1)?.verdict ?? null,
    openReviewCount,
    hasConflict,
  };
}

/** The register of reference standards and their checks. */
export function createEquipmentHandlers(context: HostContext) {
  const os = implement(standardsContract.equipment);
  const { store } = context;
  const author = () => personAuthor(context.actor);
  const act = (standardId: string, command: StandardCommand): void => {
    store.records.decide(standardDecider, standardStream(standardId), command, author());
  };

  return os.router({
    list: os.list.handler(({ input: { show } }) => {
      const { on } = labNow(context);
      const certificates = allCertificates(context);
      const reviews = openReviewCounts(context);
      return allStandards(context)
        .filter(({ status }) => show === 'all' || status === 'in-use')
        .map((facts) => {
          const own = certificates.get(`standard/${facts.standardId}`) ?? [];
          return toRow(facts, own, reviews.get(facts.standardId) ?? 0, on);
        });
    }),

    get: os.get.handler(({ input: { standardId } }) => {
      const facts = requireStandard(context, standardId);
      const { on } = labNow(context);
      const subject = { kind: 'standard', id: standardId } as const;
      const certificates = certificatesOf(context, subject);
      const reviews = reviewsOf(context, subject);
      const openCount = reviews.filter(({ answer }) => answer === null).length;
      return {
        ...toRow(facts, certificates, openCount, on),
        terms: facts.terms,
        checks: checksOf(context, standardId, shownChecks),
        certificates: certificates.map((one) => toCertificateRow(context, one, certificates)),
        reviews,
        history: standardsHistory(context, [standardStream(standardId)]),
        checkKind: facts.terms.kind === 'pipette' ? ('gravimetric' as const) : ('points' as const),
        needsPassword: context.signing.isPossible,
      };
    }),

    register: os.register.handler(({ input: { terms } }) => {
      const standardId = newId();
      act(standardId, { do: 'register', terms, on: labNow(context).on });
      return { standardId };
    }),

    change: os.change.handler(({ input: { standardId, terms, reason } }) => {
      act(standardId, { do: 'change', terms, reason });
      return {};
    }),

    setStatus: os.setStatus.handler(({ input: { standardId, status, reason } }) => {
      act(standardId, { do: 'set-status', status, reason });
      return {};
    }),

    checkPoints: os.checkPoints.handler(async ({ input: { password, performedOn, ...asked } }) => {
      const on = dayOfCheck(context, performedOn);
      // Refused before a password is asked for.
      pointsCheck(context, { ...asked, performedOn: on });
      const grant = await signingGrant(context, 'performed', password);
      return store.transaction(() => {
        const check = pointsCheck(context, { ...asked, performedOn: on });
        const { records, ...outcome } = recordCheck(context, check, grant?.author ?? author());
        grant?.sign(records);
        return outcome;
      });
    }),

    getCheck: os.getCheck.handler(({ input: { checkId } }) => checkDetail(context, checkId)),

    voidCheck: os.voidCheck.handler(async ({ input: { checkId, reason, password } }) => {
      checkDetail(context, checkId);
      const grant = await signingGrant(context, 'performed', password, reason);
      store.transaction(() => {
        const records = voidCheck(context, checkId, reason, grant?.author ?? author());
        grant?.sign(records);
      });
      return {};
    }),
  });
}
