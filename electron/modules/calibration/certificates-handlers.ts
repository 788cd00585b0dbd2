import { implement } from '@orpc/server';
import { compareNames } from '../../../shared/kernel/compare-names.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type CertificateCommand,
  certificateDecider,
  type Demand,
  demandDecider,
} from '../../../shared/modules/calibration/certificates-rules.ts';
import {
  type CertificateRow,
  type RegisterRow,
  standardsContract,
} from '../../../shared/modules/calibration/standards-contract.ts';
import {
  certificateStanding,
  countingCertificate,
  dueStates,
} from '../../../shared/modules/calibration/standards-due.ts';
import { certificateDemandStream, certificateStream } from '../../../shared/modules/calibration/standards-records.ts';
import { lastGood } from '../../../shared/modules/calibration/standards-rules.ts';
import type {
  CertificateSubject,
  CertificateTerms,
  StandardTerms,
} from '../../../shared/modules/calibration/standards-terms.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import {
  allCertificates,
  allInstruments,
  allStandards,
  certificatesOf,
  demandOf,
  labNow,
  requireCertificate,
  requireInstrument,
  requireStandard,
  type StoredCertificate,
} from './standards-desk.ts';
import { openReview } from './standards-impact.ts';

/** What a subject is called, and what it needs. @throws AppError when it is not on this bench */
function subjectFacts(context: HostContext, { kind, id }: CertificateSubject): { name: string; demand: Demand } {
  if (kind === 'instrument') {
    const plate = requireInstrument(context, id);
    return { name: plate.name, demand: demandOf(context, plate) };
  }
  const { terms } = requireStandard(context, id);
  return { name: terms.name, demand: demandOfStandard(terms) };
}

const demandOfStandard = ({ needsCertificate, certificateMonths, warnDays }: StandardTerms): Demand => ({
  isNeeded: needsCertificate,
  certificateMonths,
  warnDays,
});

/** One certificate as the page shows it. `all` are those of the same subject. */
export function toCertificateRow(
  context: HostContext,
  certificate: StoredCertificate,
  all: readonly StoredCertificate[],
): CertificateRow {
  const { certificateId, subject, terms, isWithdrawn, addedAt, addedBy, hasConflict } = certificate;
  const { name, demand } = subjectFacts(context, subject);
  return {
    ...{ id: certificateId, subject, subjectName: name, terms, isWithdrawn, addedAt, hasConflict },
    standing: certificateStanding(terms, demand, labNow(context).on),
    isCounting: countingCertificate(all)?.certificateId === certificateId,
    addedBy: actorName(addedBy, context),
  };
}

/** What can be shown and printed; a certificate is a PDF or a picture of the paper. */
const fileTypes: Readonly<Record<string, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
  'image/jpeg': [0xff, 0xd8, 0xff],
};
const mostFileBytes = 10 * 1024 * 1024;
const filePurpose = 'certificate';

/** Certificates of instruments and standards, and what needs one. */
export function createCertificateHandlers(context: HostContext) {
  const os = implement(standardsContract.certificates);
  const { store } = context;
  const author = () => personAuthor(context.actor);
  const act = (certificateId: string, command: CertificateCommand) =>
    store.records.decide(certificateDecider, certificateStream(certificateId), command, author());

  /** What was found out of tolerance elsewhere asks the same as an own check: what rested on it since it was last good? */
  const reviewOf = (subject: CertificateSubject, terms: CertificateTerms, cause: { id: string; hash: string }) => {
    if (terms.asFound !== 'out-of-tolerance') return null;
    const earlier = certificatesOf(context, subject).filter(
      (one) => !one.isWithdrawn && one.terms.issuedOn < terms.issuedOn,
    );
    const checks = subject.kind === 'standard' ? requireStandard(context, subject.id).checks : [];
    const good = [
      earlier[0]?.terms.issuedOn,
      lastGood(checks.filter(({ performedOn }) => performedOn < terms.issuedOn))?.performedOn,
    ].filter((on) => on !== undefined);
    const lastGoodOn = good.toSorted().at(-1) ?? null;
    const { name } = subjectFacts(context, subject);
    const about = { subject, name, lastGoodOn, foundOn: terms.issuedOn };
    return openReview(context, { ...about, cause: { kind: 'certificate', ...cause } }, author());
  };

  return os.router({
    register: os.register.handler(() => {
      const { on } = labNow(context);
      const certificates = allCertificates(context);
      const row = (
        subject: CertificateSubject,
        thing: { name: string; kind: string; serialNumber: string },
        demand: Demand,
      ): RegisterRow | null => {
        const counting = countingCertificate(certificates.get(`${subject.kind}/${subject.id}`) ?? []);
        if (!(demand.isNeeded || counting)) return null;
        return {
          ...{ subject, ...thing, isNeeded: demand.isNeeded },
          standing: certificateStanding(counting?.terms ?? null, demand, on),
          certificateId: counting?.certificateId ?? null,
          number: counting?.terms.number ?? '',
          issuer: counting?.terms.issuer ?? '',
        };
      };
      const instruments = allInstruments(context)
        .filter(({ isRetired }) => !isRetired)
        .map((plate) => {
          const { instrumentId: id, name, serialNumber } = plate;
          const thing = { name, kind: 'instrument', serialNumber };
          return row({ kind: 'instrument', id }, thing, demandOf(context, plate));
        });
      const standards = allStandards(context)
        .filter(({ status }) => status === 'in-use')
        .map(({ standardId: id, terms }) => row({ kind: 'standard', id }, terms, demandOfStandard(terms)));
      const rank = ({ standing }: RegisterRow) => dueStates.indexOf(standing?.state ?? 'not-set-up');
      return [...instruments, ...standards]
        .filter((one) => one !== null)
        .map(({ subject, name, kind, serialNumber, isNeeded, standing, certificateId, number, issuer }) => ({
          ...{ subject, name, kind, serialNumber, isNeeded, standing, certificateId, number, issuer },
        }))
        .toSorted((a, b) => rank(a) - rank(b) || compareNames(a.name, b.name));
    }),

    list: os.list.handler(({ input: { subject } }) => {
      const all = certificatesOf(context, subject);
      return all.map((one) => toCertificateRow(context, one, all));
    }),

    add: os.add.handler(({ input: { subject, terms } }) => {
      subjectFacts(context, subject);
      const certificateId = newId();
      return store.transaction(() => {
        const { records } = act(certificateId, { do: 'add', subject, terms });
        return { certificateId, reviewId: reviewOf(subject, terms, { id: certificateId, hash: records[0]!.hash }) };
      });
    }),

    change: os.change.handler(({ input: { certificateId, terms, reason } }) => {
      store.transaction(() => {
        const before = requireCertificate(context, certificateId);
        const [record] = act(certificateId, { do: 'change', terms, reason }).records;
        // What the paper said all along was copied only now: it asks the same.
        const isNews = before.terms.asFound !== 'out-of-tolerance';
        if (record && isNews) reviewOf(before.subject, terms, { id: certificateId, hash: record.hash });
      });
      return {};
    }),

    withdraw: os.withdraw.handler(({ input: { certificateId, reason } }) => {
      act(certificateId, { do: 'withdraw', reason });
      return {};
    }),

    saveFile: os.saveFile.handler(({ input: { name, mediaType, bytes } }) => {
      const start = fileTypes[mediaType];
      // By what it is, not by what it is called.
      if (!start?.every((byte, at) => bytes[at] === byte))
        throw new AppError('calibration/not-a-certificate', { name });
      if (bytes.length > mostFileBytes) {
        throw new AppError('calibration/file-too-large', { name, most: mostFileBytes / (1024 * 1024) });
      }
      const { sha256 } = store.blobs.put(store.keys.seal(filePurpose, bytes));
      return { sha256, name: name.split(/[/\\]/).at(-1) ?? name, mediaType, byteCount: bytes.length };
    }),

    file: os.file.handler(({ input: { certificateId } }) => {
      const { file } = requireCertificate(context, certificateId).terms;
      const sealed = file && store.blobs.get(file.sha256);
      if (!(file && sealed)) throw new AppError('calibration/file-not-here', {});
      const { name, mediaType } = file;
      return { name, mediaType, bytes: new Uint8Array(store.keys.open(filePurpose, sealed)) };
    }),

    demand: os.demand.handler(({ input: { instrumentId } }) =>
      demandOf(context, requireInstrument(context, instrumentId)),
    ),

    setDemand: os.setDemand.handler(({ input: { instrumentId, reason, ...demand } }) => {
      requireInstrument(context, instrumentId);
      const stream = certificateDemandStream(instrumentId);
      store.records.decide(demandDecider, stream, { demand, reason }, author());
      return {};
    }),
  });
}
