import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CertificateTerms, StandardTerms } from '../../../shared/modules/calibration/standards-terms.ts';
import { standardsWords } from '../../../shared/modules/calibration/standards-words.ts';
import { openPeopleBench, ownerPassword, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const dayMs = 86_400_000;
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;

beforeEach(async () => {
  dataFolder = testFolder('calibration-standards');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
});
afterEach(() => bench.close());

const standards = () => bench.page.calibration.standards;
const refused = (code: string) => expect.objectContaining({ code });
const today = () => new Date(clock.now).toISOString().slice(0, 10);
const passes = (days: number): void => {
  clock.now += days * dayMs;
  clock.mono += days * dayMs;
};

const thermometer: StandardTerms = {
  ...{ kind: 'thermometer', name: 'Bath thermometer', maker: '', model: '', serialNumber: 'T7', assetNumber: '' },
  ...{ place: 'Lab 1', unit: '°C', checkMonths: 6, needsCertificate: false, certificateMonths: null, warnDays: 30 },
  ...{ source: 'SOP 7', pipette: null, instrumentIds: [], note: '' },
  points: [{ label: 'Bath', nominal: '37', limit: '0.5', limitKind: 'unit' }],
};
const reference: StandardTerms = {
  ...thermometer,
  ...{ name: 'Reference thermometer', serialNumber: 'R1', checkMonths: null, needsCertificate: true },
};
const certificate = (more: Partial<CertificateTerms> = {}): CertificateTerms => ({
  ...{ number: 'K-1', issuer: 'Example calibration', accreditation: '', traceability: '', issuedOn: today() },
  ...{ validTo: null, uncertainty: '', asFound: 'in-tolerance', file: null, note: '' },
  ...more,
});
const checkOf = (standardId: string, referenceId: string | null, observed: string, password: string | null = null) => ({
  ...{ standardId, phase: 'as-found' as const, performedOn: null, source: 'SOP 7', note: '', password },
  reference:
    referenceId === null
      ? null
      : {
          ...{ kind: 'standard' as const, standardId: referenceId, name: 'made up by the page' },
          relied: { state: 'current' as const, certificateId: null, number: 'made up', validTo: null },
        },
  points: [{ ...thermometer.points[0]!, reference: '37.0', correction: null, observed }],
});

async function bath(): Promise<{ standardId: string; referenceId: string }> {
  const { standardId: referenceId } = await standards().equipment.register({ terms: reference });
  const { standardId } = await standards().equipment.register({ terms: thermometer });
  return { standardId, referenceId };
}
const certify = async (id: string, more: Partial<CertificateTerms> = {}) =>
  await standards().certificates.add({ subject: { kind: 'standard', id }, terms: certificate(more) });

describe('the register of standards', () => {
  test('a new standard is missing its check, passes, is due soon and then overdue; it never was green by default', async () => {
    const { standardId, referenceId } = await bath();
    const stateOf = async () => (await standards().equipment.get({ standardId })).state;
    expect(await stateOf()).toBe('missing');
    await certify(referenceId, { validTo: '2099-12-31' });
    const outcome = await standards().equipment.checkPoints(checkOf(standardId, referenceId, '37.2'));
    expect(outcome).toMatchObject({ verdict: 'pass', why: [], reviewId: null });
    expect(await stateOf()).toBe('current');
    passes(160);
    expect(await stateOf()).toBe('due-soon');
    passes(30);
    expect(await stateOf()).toBe('overdue');
    expect(await standards().equipment.list({ show: 'in-use' })).toMatchObject([
      { name: 'Bath thermometer', state: 'overdue', check: { state: 'overdue' }, certificate: null },
      { name: 'Reference thermometer', state: 'current', check: null, certificate: { dueOn: '2099-12-31' } },
    ]);
  });

  test('what the page says of a reference is not believed: its certificate is the one of the register', async () => {
    const { standardId, referenceId } = await bath();
    const without = await standards().equipment.checkPoints(checkOf(standardId, referenceId, '37.2'));
    expect(without).toMatchObject({ verdict: 'cannot-evaluate', why: ['reference-not-current'] });
    await certify(referenceId, { validTo: '2099-12-31', number: 'K-9' });
    const { checkId } = await standards().equipment.checkPoints(checkOf(standardId, referenceId, '37.2'));
    const detail = await standards().equipment.getCheck({ checkId });
    expect(detail).toMatchObject({
      verdict: 'pass',
      recomputed: { algorithm: 'points-1', verdict: 'pass', isSame: true },
      measurement: { reference: { name: 'Reference thermometer', relied: { number: 'K-9', state: 'current' } } },
    });
    await expect(
      standards().equipment.checkPoints({ ...checkOf(standardId, null, '37'), performedOn: '2099-01-01' }),
    ).rejects.toEqual(refused('calibration/in-the-future'));
  });

  test('a host started again shows the same register, and rebuilt tables hold the same', async () => {
    const { standardId, referenceId } = await bath();
    await certify(referenceId, { validTo: '2099-12-31' });
    await standards().equipment.checkPoints(checkOf(standardId, referenceId, '38'));
    const before = await standards().equipment.get({ standardId });
    await bench.close();
    bench = await openPeopleBench(dataFolder, { clock });
    expect(await standards().equipment.get({ standardId })).toEqual(before);
  });
});

describe('found out of tolerance', () => {
  test('an impact review names the work since the last good check, and waits until it is answered and signed', async () => {
    await bench.makeOwner();
    const { standardId, referenceId } = await bath();
    await certify(referenceId, { validTo: '2099-12-31' });
    const check = async (observed: string) =>
      await standards().equipment.checkPoints(checkOf(standardId, referenceId, observed, ownerPassword));
    await expect(standards().equipment.checkPoints(checkOf(standardId, referenceId, '37.1'))).rejects.toEqual(
      refused('calibration/signature-needed'),
    );
    await check('37.1');
    const lastGoodOn = today();
    passes(60);
    await bench.signIn('ruth');
    const { standardId: otherId } = await standards().equipment.register({
      terms: { ...thermometer, name: 'Incubator' },
    });
    await standards().equipment.checkPoints(checkOf(otherId, standardId, '37.1', ownerPassword));
    passes(1);
    await bench.signIn('ruth');
    const { verdict, reviewId } = await check('38.4');
    expect(verdict).toBe('fail');
    expect(await standards().equipment.get({ standardId })).toMatchObject({ state: 'failed', openReviewCount: 1 });
    const review = await standards().impact.get({ reviewId: reviewId! });
    expect(review).toMatchObject({
      lastGoodOn,
      answer: null,
      itemCount: 1,
      items: [{ kind: 'check', name: 'Incubator' }],
    });

    const answer = { reviewId: reviewId!, outcome: 'work-repeated', statement: 'Incubator checked again.' } as const;
    await expect(standards().impact.answer({ ...answer, password: null })).rejects.toEqual(
      refused('calibration/signature-needed'),
    );
    await standards().impact.answer({ ...answer, password: ownerPassword });
    expect(await standards().impact.list({ show: 'open', limit: 10 })).toEqual([]);
    const answered = await standards().impact.get({ reviewId: reviewId! });
    expect(answered).toMatchObject({ itemCount: 1, answer: { outcome: 'work-repeated', by: 'Ruth Keller' } });
    const signatures = await bench.page.people.signatures({ hashes: [answered.answer!.hash] });
    expect(signatures).toMatchObject([{ meaning: 'reviewed', printedName: 'Ruth Keller' }]);
    await expect(standards().impact.answer({ ...answer, password: ownerPassword })).rejects.toEqual(
      refused('calibration/review-answered'),
    );
    // Put right: it is good again, and the failure stays in its history.
    await check('37.1');
    const healed = await standards().equipment.get({ standardId });
    expect(healed).toMatchObject({ state: 'current', openReviewCount: 0, lastVerdict: 'pass' });
    expect(healed.checks.map((one) => one.verdict)).toEqual(['pass', 'fail', 'pass']);
  });

  test('a voided check counts no longer and takes its unanswered review with it; both stay in the history', async () => {
    const { standardId, referenceId } = await bath();
    await certify(referenceId, { validTo: '2099-12-31' });
    await standards().equipment.checkPoints(checkOf(standardId, referenceId, '37.1'));
    const { checkId } = await standards().equipment.checkPoints(checkOf(standardId, referenceId, '73.1'));
    expect(await standards().impact.list({ show: 'open', limit: 10 })).toHaveLength(1);
    await standards().equipment.voidCheck({ checkId, reason: 'Digits swapped', password: null });
    expect(await standards().impact.list({ show: 'all', limit: 10 })).toEqual([]);
    const after = await standards().equipment.get({ standardId });
    expect(after).toMatchObject({ state: 'current', checks: [{ verdict: 'pass' }] });
    expect(after.history.map(({ type }) => type)).toContain('record.voided');
    await expect(standards().equipment.getCheck({ checkId })).rejects.toEqual(refused('calibration/check-not-found'));
  });

  test('a certificate that says so opens one too: from the certificate before to the day it was found', async () => {
    const balance = await bench.register('mettler-toledo-mt-sics', { name: 'Balance' });
    const subject = { kind: 'instrument', id: balance } as const;
    await standards().certificates.add({ subject, terms: certificate({ issuedOn: '2025-11-20' }) });
    const { reviewId } = await standards().certificates.add({
      ...{ subject, terms: certificate({ number: 'K-2', issuedOn: '2026-10-01', asFound: 'out-of-tolerance' }) },
    });
    expect(await standards().impact.get({ reviewId: reviewId! })).toMatchObject({
      ...{ name: 'Balance', lastGoodOn: '2025-11-20', foundOn: '2026-10-01', cause: { kind: 'certificate' } },
    });
    // It is part of the instrument's story.
    const story = await bench.page.instruments.timeline({ instrumentId: balance, before: null, limit: 20 });
    expect(JSON.stringify(story)).toContain('timeline.calibration.impact-review-opened');
    expect(JSON.stringify(story)).toContain('timeline.calibration.certificate-added');
  });
});

describe('certificates', () => {
  test('one that is corrected to "out of tolerance" asks what that meant, once', async () => {
    const { referenceId } = await bath();
    const { certificateId, reviewId } = await certify(referenceId, { validTo: '2099-12-31' });
    expect(reviewId).toBeNull();
    const terms = certificate({ validTo: '2099-12-31', asFound: 'out-of-tolerance' });
    await standards().certificates.change({ certificateId, terms, reason: 'Page 2 was overlooked' });
    await standards().certificates.change({ certificateId, terms: { ...terms, note: 'n' }, reason: 'A note' });
    expect(await standards().impact.list({ show: 'open', limit: 10 })).toMatchObject([
      { name: 'Reference thermometer', cause: { kind: 'certificate', id: certificateId } },
    ]);
  });

  test('a balance needs one from the day it is registered; an analyzer when the lab says so', async () => {
    const balance = await bench.register('mettler-toledo-mt-sics', { name: 'Balance' });
    const analyzer = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
    expect(await standards().certificates.register()).toMatchObject([
      { subject: { id: balance }, isNeeded: true, standing: { state: 'missing' } },
    ]);
    const demand = { instrumentId: analyzer, isNeeded: true, certificateMonths: 12, warnDays: 14 };
    await standards().certificates.setDemand({ ...demand, reason: 'Policy 4' });
    await standards().certificates.add({
      subject: { kind: 'instrument', id: analyzer },
      terms: certificate({ issuedOn: today() }),
    });
    const rows = await standards().certificates.register();
    expect(rows.map(({ name, standing }) => [name, standing!.state])).toEqual([
      ['Balance', 'missing'],
      ['XN 1', 'current'],
    ]);
    passes(360);
    expect((await standards().certificates.register())[1]!.standing!.state).toBe('due-soon');
  });

  test('the paper is kept sealed and comes back byte for byte; what is no paper is refused', async () => {
    const { referenceId } = await bath();
    const bytes = new TextEncoder().encode('%PDF-1.7 certificate');
    const name = 'K-1.pdf';
    const file = await standards().certificates.saveFile({ name, mediaType: 'application/pdf', bytes });
    const { certificateId } = await certify(referenceId, { file });
    expect(await standards().certificates.file({ certificateId })).toEqual({
      name,
      mediaType: 'application/pdf',
      bytes,
    });
    await expect(
      standards().certificates.saveFile({ name: 'a.pdf', mediaType: 'application/pdf', bytes: new Uint8Array([1, 2]) }),
    ).rejects.toEqual(refused('calibration/not-a-certificate'));
  });

  test('changed and withdrawn with a reason; the one before counts again', async () => {
    const { referenceId } = await bath();
    await certify(referenceId, { issuedOn: '2026-01-01', validTo: '2027-01-01' });
    const { certificateId } = await certify(referenceId, { number: 'K-2', validTo: '2098-01-01' });
    const numberOf = async () => (await standards().certificates.register())[0]!.number;
    expect(await numberOf()).toBe('K-2');
    await standards().certificates.withdraw({ certificateId, reason: 'Of another thermometer' });
    expect(await numberOf()).toBe('K-1');
    await expect(standards().certificates.change({ certificateId, terms: certificate(), reason: 'r' })).rejects.toEqual(
      refused('calibration/certificate-withdrawn'),
    );
  });
});

test('who may do it: a technician checks and cannot answer a review; an auditor only looks', async () => {
  await bench.makeOwner();
  const { standardId } = await bath();
  await bench.addPerson('tom', ['tech']);
  await bench.addPerson('ada', ['auditor']);
  await bench.signIn('ada');
  expect(await standards().equipment.list({ show: 'all' })).toHaveLength(2);
  await expect(standards().equipment.checkPoints(checkOf(standardId, null, '37', ownPassword))).rejects.toEqual(
    refused('people/not-permitted'),
  );
  await bench.signIn('tom');
  await expect(
    standards().impact.answer({ reviewId: 'r', outcome: 'no-effect', statement: 's', password: ownPassword }),
  ).rejects.toEqual(refused('people/not-permitted'));
});

test('the self-audit names what cannot be relied on: a standard past its date, a balance without a certificate, an open review', async () => {
  await bench.page.maintenance.audit.run();
  expect((await bench.page.maintenance.audit.latest()).run!.notEvaluated).toContain('REF');
  const { standardId, referenceId } = await bath();
  const balance = await bench.register('mettler-toledo-mt-sics', { name: 'Balance' });
  await certify(referenceId, { validTo: '2099-12-31' });
  await standards().equipment.checkPoints(checkOf(standardId, referenceId, '39'));
  passes(3);
  await bench.page.maintenance.audit.run();
  const { run, findings } = await bench.page.maintenance.audit.latest();
  expect(run!.notEvaluated).not.toContain('REF');
  const found = findings.filter(({ rule }) => rule === 'REF').map((one) => [one.subject, one.variant, one.grade]);
  expect(found).toEqual([
    ['Bath thermometer', 'failed', 'deficiency'],
    ['Balance', 'missing', 'deficiency'],
    ['Bath thermometer', 'review-open', 'deficiency'],
  ]);
  expect(findings.find(({ variant }) => variant === 'missing')).toMatchObject({ instrumentId: balance });
  const { rules } = await bench.page.maintenance.audit.rules();
  expect(rules.map(({ rule }) => rule)).toContain('REF');
  for (const variant of ['failed', 'overdue', 'missing', 'cannot-evaluate', 'not-set-up', 'review-open']) {
    expect(standardsWords).toHaveProperty([`audit.REF.${variant}.seen`]);
    expect(standardsWords).toHaveProperty([`audit.REF.${variant}.fix`]);
  }
});
