import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, isAppError } from '../../shared/kernel/errors.ts';
import { storeModules } from '../modules/all.ts';
import type { FolderReport } from '../store/verify-folder.ts';
import { verifyDataFolder } from '../store/verify-folder.ts';
import { escrowOption, escrowUsage, keysOf } from './escrow.ts';

/** Exit codes: everything proved, damage found, wrong use, nothing that can be judged. */
const exitCodes = { sound: 0, damaged: 1, usage: 2, unreadable: 3 } as const;

const usage = `npm run --silent verify -- <data folder> [--newest-signatures] [--json] [--escrow-code-file <file>]

Proves chain, hashes and signatures of every record, every electronic signature with the records it names, the tables
against a rebuild from the log, and the wire segments.
Changes nothing; works while Benchside is running.

  --newest-signatures   check only the newest signature of each log (it vouches for all before it): much faster
  --json                the whole report as one JSON object
${escrowUsage}

Exit codes: 0 everything is proved, 1 something does not hold (each thing is named), 2 wrong use, 3 nothing to judge.`;

const explained: Readonly<Record<string, string>> = {
  'store/cannot-open': 'There is no Benchside data in this folder.',
  'store/not-ours': 'The data file was not made by Benchside.',
  'store/from-the-future': 'The data file was written by a newer Benchside. Use that version.',
  'store/migration-edited': 'The data file was made by an altered Benchside.',
  'store/network-drive': 'The folder is on a network drive. Copy it to a local disk first.',
  'store/read-only': 'No permission to read the folder.',
  'store/disk-error': 'The disk could not be read.',
  'keys/unreadable': 'keys.json is not readable as Benchside keys.',
  'store/key-missing':
    'The data file is encrypted and its key is not in the folder. Write the printed escrow code in a file and name it with --escrow-code-file.',
  'store/wrong-key': 'The data file is encrypted with another key.',
  'store/escrow-code': 'This is not the escrow code of this data file.',
  'usage/escrow-file': 'The file with the escrow code can not be read.',
};

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [folder, ...more] = positionals;
  if (values.help || folder === undefined || more.length > 0) {
    process.stdout.write(`${usage}\n`);
    return values.help ? exitCodes.sound : exitCodes.usage;
  }
  const dataFolder = resolve(folder);
  if (!existsSync(dataFolder)) {
    process.stderr.write(`No such folder: ${dataFolder}\n`);
    return exitCodes.usage;
  }
  const report = await verifyDataFolder({
    dataFolder,
    modules: storeModules,
    keyProvider: keysOf(dataFolder, values['escrow-code-file'], { readonly: true }),
    everySignature: !values['newest-signatures'],
  });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${describe(report).join('\n')}\n`);
  return report.isSound ? exitCodes.sound : exitCodes.damaged;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'newest-signatures': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        ...escrowOption,
      },
    });
  } catch (error) {
    throw new AppError(
      'usage/not-understood',
      { detail: error instanceof Error ? error.message : '' },
      { cause: error },
    );
  }
}

function describe(report: FolderReport): string[] {
  const counted = (count: number, one: string, many = `${one}s`) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  return [
    `Records: ${counted(report.recordCount, 'record')} in ${counted(report.logCount, 'log')}, ${counted(report.signatureCount, 'signature')} checked.`,
    `Electronic signatures: ${report.provedCount.toLocaleString('en')} proved.`,
    `Tables: ${counted(report.tableCount, 'table')} compared with a rebuild from the log.`,
    `Wire: ${counted(report.wireEntryCount, 'entry', 'entries')} in ${counted(report.wireSegmentCount, 'segment')}.`,
    ...(report.pendingCount > 0 ? [`Waiting for a gap to close: ${counted(report.pendingCount, 'record')}.`] : []),
    ...(report.quarantineCount > 0 ? [`In quarantine: ${counted(report.quarantineCount, 'record')}.`] : []),
    ...report.knownLosses.map(
      (loss) => `KNOWN LOSS: ${loss.log} records ${loss.from} to ${loss.to}, named by a signed recovery record.`,
    ),
    ...report.notes.map((note) => `Note: ${note}.`),
    ...report.problems.map((problem) => `PROBLEM ${problem.code}: ${problem.where}: ${problem.detail}`),
    report.isSound ? 'Everything holds.' : `${counted(report.problems.length, 'problem')} found.`,
  ];
}

function explain(error: AppError): string {
  const { wrongGroups } = error.data;
  if (error.code === 'store/escrow-code' && wrongGroups) return escrowTypo(String(wrongGroups));
  if (error.code === 'usage/not-understood') return `${String(error.data.detail)}\n\n${usage}`;
  return `${explained[error.code] ?? 'The folder could not be judged.'} (${error.code})`;
}

const escrowTypo = (groups: string): string =>
  `The escrow code is mistyped in group ${groups.replaceAll(' ', ', ')}. (store/escrow-code)`;

try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(isAppError(error) ? `${explain(error)}\n` : `A fault of Benchside: ${message}\n`);
  const isUsage = isAppError(error) && error.code === 'usage/not-understood';
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.unreadable;
}
