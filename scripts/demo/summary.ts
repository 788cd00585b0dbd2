import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { storeModules } from '../../electron/modules/all.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { verifyDataFolder } from '../../electron/store/verify-folder.ts';
import { type HostCalls, type Lab, openHostCalls, type Station } from './lab.ts';
import { ownerPassword } from './walk-people.ts';

export interface StationSummary {
  readonly name: string;
  readonly where: string;
  /** Messages the simulated instrument sent and this bench acknowledged; null where it is only asked. */
  readonly sent: number | null;
  /** Messages in the store after the window was closed. */
  readonly recorded: number;
  /** Messages the window said it had. */
  readonly shown: number;
}

export interface DemoSummary {
  readonly stations: readonly StationSummary[];
  /** Messages that were read from dropped files. */
  readonly fileMessages: number;
  readonly errors: readonly string[];
  readonly recordCount: number;
  readonly isSound: boolean;
  readonly pictures: readonly string[];
  readonly seconds: number;
  readonly problems: readonly string[];
}

/** The walk gave the bench an owner; from then on messages are for people who signed in. */
async function signInAsOwner(calls: HostCalls): Promise<void> {
  const { state } = await calls.people.state();
  const [owner] = await calls.people.signInNames();
  if (state !== 'no-owner' && owner !== undefined) {
    await calls.people.signIn({ signInName: owner.signInName, password: ownerPassword });
  }
}

/** Reads the closed data folder with the same host code and holds what is in it against what was sent and shown. */
export async function summarize(
  lab: Lab,
  shown: ReadonlyMap<string, number>,
  pictures: readonly string[],
  seconds: number,
): Promise<DemoSummary> {
  const { calls, host } = await openHostCalls(lab.dataFolder);
  const stations: StationSummary[] = [];
  let errors: string[] = [];
  let recordCount = 0;
  let fileMessages = 0;
  try {
    await signInAsOwner(calls);
    const countOf = async (instrumentId: string) =>
      (await calls.messages.count({ instrumentId, purpose: null, search: '', only: 'all' })).count;
    fileMessages = await countOf(lab.cytometer.instrumentId);
    for (const station of Object.values(lab.stations)) {
      const count = await countOf(station.instrumentId);
      stations.push(stationSummary(station, count, shown));
    }
    const rows = await calls.errors.list({ instrumentId: null, show: 'all', limit: 100 });
    errors = rows.map((row) => `${row.instrumentName}: ${row.code} (${row.severity}, ${row.state}) ${row.text}`.trim());
    recordCount = (await calls.system.health()).recordCount;
  } finally {
    await host.stop();
  }
  const report = await verifyDataFolder({
    dataFolder: lab.dataFolder,
    modules: storeModules,
    keyProvider: fileKeyProvider(lab.dataFolder),
    everySignature: true,
  });
  const problems = stations.flatMap((each) => [
    ...(each.sent !== null && each.sent !== each.recorded
      ? [`${each.name}: ${each.sent} sent, ${each.recorded} recorded`]
      : []),
    // A balance goes on being asked after the window was read.
    ...((each.sent === null ? each.shown > each.recorded : each.shown !== each.recorded)
      ? [`${each.name}: ${each.recorded} recorded, ${each.shown} shown`]
      : []),
  ]);
  if (fileMessages === 0) problems.push('No file of the cytometer was read.');
  if (errors.length === 0) problems.push('No error was raised.');
  if (!report.isSound) problems.push('The records could not be proved.');
  return { stations, fileMessages, errors, recordCount, isSound: report.isSound, pictures, seconds, problems };
}

function stationSummary(station: Station, recorded: number, shown: ReadonlyMap<string, number>): StationSummary {
  return {
    name: station.name,
    where: station.where,
    sent: station.messages === null ? null : station.deliveredCount,
    recorded,
    shown: shown.get(station.key) ?? 0,
  };
}

/** The summary in plain words. */
export function inWords(summary: DemoSummary): string {
  const rows = summary.stations.map(
    ({ name, sent, recorded, shown }) => `| ${name} | ${sent ?? 'is asked'} | ${recorded} | ${shown} |`,
  );
  return [
    '# What the demo did',
    '',
    'Simulated instruments on real serial lines (pseudo-terminals), one on the network, and a cytometer whose files were dropped into a folder, sent to the',
    'real application; a microscope and a tissue processor have no wire and were worked with by hand.',
    '',
    '| instrument | messages sent and acknowledged | recorded | shown |',
    '|---|--:|--:|--:|',
    ...rows,
    '',
    `Messages read from files of the cytometer: ${summary.fileMessages}`,
    '',
    `Errors on record: ${summary.errors.length}`,
    ...summary.errors.map((error) => `- ${error}`),
    '',
    `Records in the sealed log: ${summary.recordCount}. ${summary.isSound ? 'Chain, signatures and tables were proved.' : 'They could NOT be proved.'}`,
    '',
    `Pictures: ${summary.pictures.length} screens, in this folder.`,
    `It took ${summary.seconds.toFixed(0)} s.`,
    '',
    ...(summary.problems.length === 0
      ? ['Everything that was sent was recorded and shown.']
      : ['What did not fit:', ...summary.problems.map((problem) => `- ${problem}`)]),
    '',
  ].join('\n');
}

export function writeSummary(folder: string, summary: DemoSummary): void {
  writeFileSync(path.join(folder, 'summary.md'), inWords(summary));
  writeFileSync(path.join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
