import { createHash } from 'node:crypto';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { verifyDataFolder } from '../../electron/store/verify-folder.ts';
import { effectivenessChecked } from '../../shared/modules/cases/records.ts';
import { customerSigned, visitClosed } from '../../shared/modules/cases/visit-records.ts';
import { signed as signature } from '../../shared/modules/people/records.ts';
import type { BodyOf } from '../../shared/records/define.ts';
import { foundOn, noticesAFile, strokesOf } from './case-strokes.ts';
import { killAt } from './kill-at.ts';
import type { ModuleBench, PageClient } from './module-bench.ts';
import { owner, quickModules } from './people-bench.ts';

/**
 * Lets somebody work on cases, visits and notices and kills the host with -9 so many lines (and `delayMs`) later, for each of
 * `lines`, on the same folder. Answers one line for each thing that is not as it was told.
 */
export const killCases = (lines: readonly number[], delayMs?: () => number) =>
  killAt(new URL('./case-work.ts', import.meta.url), lines, judge, delayMs);

async function judge(bench: ModuleBench, told: readonly string[][]): Promise<string[]> {
  const { page, dataFolder } = bench;
  await page.people.signIn({ signInName: owner.signInName, password: owner.password });
  const ofWhat = (...wanted: string[]) => told.filter(([what]) => wanted.includes(what!));
  const failures: string[] = [];
  for (const [, caseId] of ofWhat('case')) failures.push(...(await judgeCase(page, caseId!, told)));
  for (const [, visitId] of ofWhat('visit')) failures.push(...(await judgeVisit(page, visitId!, told)));
  failures.push(...(await judgeNotices(page, told)), ...(await judgeActs(bench)));
  // The call `verify` looks at the chain and the signatures; this also compares every table with a rebuild.
  const report = await verifyDataFolder({
    ...{ dataFolder, modules: quickModules, keyProvider: fileKeyProvider(dataFolder) },
  });
  return [...failures, ...report.problems.map(({ code, where }) => `${code} ${where}`), ...report.notes];
}

async function judgeCase({ cases }: PageClient, caseId: string, told: readonly string[][]): Promise<string[]> {
  const failures: string[] = [];
  const found = await cases.get({ caseId });
  const { lines } = await cases.timeline({ caseId, limit: 500 });
  for (const [what, , id] of told.filter(([, of]) => of === caseId)) {
    const isThere =
      what === 'noted'
        ? lines.some(({ type }) => type === 'cases.case-noted')
        : what === 'task'
          ? found.tasks.some((task) => task.id === id)
          : what === 'task-done'
            ? found.tasks.some((task) => task.id === id && task.state === 'done')
            : what === 'declared'
              ? found.nonconformity !== null
              : what === 'worked'
                ? found.state === 'pending-verification' || found.state === 'closed'
                : what !== 'checked' || found.state === 'closed';
    if (!isThere) failures.push(`${what} and lost: case ${caseId}`);
  }
  const checks = found.nonconformity?.effectiveness ?? [];
  if ((found.state === 'closed') !== (checks.length === 1)) failures.push(`${found.state}, ${checks.length} checks`);
  for (const { evidence } of checks) {
    for (const one of evidence) {
      if (one.kind === 'picture' && !(await isKept(cases, one.picture.sha256, strokesOf(caseId)))) {
        failures.push(`evidence without its picture: case ${caseId}`);
      }
    }
  }
  return failures;
}

async function judgeVisit({ cases }: PageClient, visitId: string, told: readonly string[][]): Promise<string[]> {
  const failures: string[] = [];
  const found = await cases.visits.get({ visitId });
  for (const [what, , id] of told.filter(([, of]) => of === visitId)) {
    const isThere =
      what === 'work'
        ? found.work.some(({ entryId }) => entryId === id)
        : what === 'summarized'
          ? found.summary?.found === foundOn(visitId)
          : what === 'customer'
            ? found.signature !== null
            : what !== 'closed' || found.state === 'closed';
    if (!isThere) failures.push(`${what} and lost: visit ${visitId}`);
  }
  if (found.signature !== null) {
    const { sha256, seenHash } = found.signature;
    if (sha256 === null || !(await isKept(cases, sha256, strokesOf(visitId)))) {
      failures.push(`signed without strokes: visit ${visitId}`);
    }
    const seen = await cases.visits.seenSheet({ visitId }).catch(() => null);
    if (seen?.seenHash !== seenHash || seen.sheet.found !== foundOn(visitId)) {
      failures.push(`signed without the sheet that was seen: visit ${visitId}`);
    }
  }
  return failures;
}

const isKept = async (cases: PageClient['cases'], sha256: string, bytes: Uint8Array): Promise<boolean> =>
  createHash('sha256').update(bytes).digest('hex') === sha256 &&
  (await cases.picture({ sha256 }).then(
    (kept) => Buffer.compare(kept.bytes, bytes) === 0,
    () => false,
  ));

/** All of a file or nothing of it, and all of one that was called taken. */
async function judgeNotices({ cases }: PageClient, told: readonly string[][]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { number } of await cases.notices.list({ instrumentId: null, show: 'all', limit: 500 })) {
    const file = number.slice(0, number.lastIndexOf('-'));
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return [
    ...[...counts].flatMap(([file, count]) =>
      count === noticesAFile ? [] : [`${count} of ${noticesAFile} notices of file ${file}`],
    ),
    ...told.flatMap(([what, file]) => (what === 'taken' && !counts.has(file!) ? [`taken and lost: ${file}`] : [])),
  ];
}

/** An act and its signature stand or fall together, told of or not; and no drawn signature without its strokes. */
async function judgeActs({ host, page }: ModuleBench): Promise<string[]> {
  const all = (...types: string[]) => host.context.store.records.page({ types, limit: 1_000_000 }).records;
  const types = [effectivenessChecked.type, visitClosed.type];
  const acts = new Set(all(...types).map(({ hash }) => hash));
  const signed = all(signature.type).flatMap((record) =>
    (record.body as BodyOf<typeof signature>).targets.flatMap(({ type, hash }) =>
      types.some((one) => one === type) ? [hash] : [],
    ),
  );
  const failures = [
    ...[...acts].filter((hash) => !signed.includes(hash)).map((hash) => `done and not signed: ${hash}`),
    ...signed.filter((hash) => !acts.has(hash)).map((hash) => `signed and not done: ${hash}`),
    ...(signed.length === new Set(signed).size ? [] : ['signed twice']),
  ];
  for (const record of all(customerSigned.type)) {
    const { strokes, visitId } = record.body as BodyOf<typeof customerSigned>;
    if (strokes === null || !(await isKept(page.cases, strokes.sha256, strokesOf(visitId)))) {
      failures.push(`a customer's signature without its strokes: ${visitId}`);
    }
  }
  return failures;
}
