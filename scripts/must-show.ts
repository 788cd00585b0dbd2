import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { runTool, tool } from './run-command.ts';
import { openDisplay, projectRoot } from './runtime.ts';

/**
 * `npm run must-show`: what each issue had to show, shown again. One line each, `PASS`, `FAIL` or `CANNOT TELL` (what it
 * needs is not here), in under twenty minutes. `--only <issue>` runs one issue's lines. Each issue adds its own.
 */
type Verdict = 'PASS' | 'FAIL' | 'CANNOT TELL';

interface Line {
  readonly issue: string;
  readonly shows: string;
  run(): Promise<Verdict>;
}

const verdict = (isGood: boolean): Verdict => (isGood ? 'PASS' : 'FAIL');
const inProject = (...parts: string[]): string => path.join(projectRoot, ...parts);
const hasPapers = existsSync(inProject('..', 'shared', 'vectors'));

/** Test files of one kind, run with vitest; end-to-end ones with a build and a screen. */
async function tests(project: string, ...files: string[]): Promise<Verdict> {
  if (project === 'e2e') await ensureBuilt();
  const display = project === 'e2e' ? await openDisplay() : undefined;
  try {
    const { code } = await runTool(tool('vitest', 'vitest.mjs'), ['run', '--project', project, ...files], {
      ...display?.environment,
    });
    return verdict(code === 0);
  } finally {
    display?.close();
  }
}

const needingPapers = (run: () => Promise<Verdict>) => async (): Promise<Verdict> =>
  hasPapers ? run() : 'CANNOT TELL';

const soak =
  (...args: string[]) =>
  async (): Promise<Verdict> =>
    verdict((await runTool(inProject('scripts', 'soak.ts'), args)).code === 0);

/** Every screen, light and dark, and one picture in the README. */
function arePicturesThere(): boolean {
  const folder = inProject('docs', 'screens');
  if (!existsSync(folder)) return false;
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));
  const light = pictures.filter((name) => name.endsWith('-light.png'));
  const isPaired = light.every((name) => pictures.includes(name.replace('-light.png', '-dark.png')));
  const isSmall = pictures.every((name) => statSync(path.join(folder, name)).size < 200_000);
  return (
    light.length >= 12 && isPaired && isSmall && readFileSync(inProject('README.md'), 'utf8').includes('docs/screens/')
  );
}

const lines: readonly Line[] = [
  {
    issue: '2',
    shows: 'the demo runs by itself and finds everything that was sent',
    run: async () => verdict((await runTool(inProject('scripts', 'demo.ts'), [])).code === 0),
  },
  {
    issue: '2',
    shows: 'every ASTM capture gives exactly its results, whole and cut, as generic-lis02 and as sysmex-xn-1000',
    run: needingPapers(() => tests('catalog')),
  },
  {
    issue: '2',
    shows: 'the same through the command line',
    run: needingPapers(() => tests('integration', 'test/integration/instruments/replay-corpus.test.ts')),
  },
  {
    issue: '2',
    shows: 'all protocol vectors of stance standard, policy and peer; 23 of 23 receiver scenarios',
    run: needingPapers(() => tests('unit', 'test/unit/instruments')),
  },
  {
    issue: '2',
    shows: 'an instrument is added by keyboard and a simulated capture appears in the real window',
    run: () => tests('e2e', 'test/e2e/first-instrument.test.ts'),
  },
  {
    issue: '2',
    shows: 'the host is killed and the window reconnects in under 2 s',
    run: () => tests('e2e', 'test/e2e/host-restart.test.ts'),
  },
  { issue: '2', shows: '20 kills while two simulators send: nothing acknowledged lost', run: soak('--kills', '20') },
  {
    issue: '2',
    shows: '200 power cuts: nothing acknowledged lost, and the control at synchronous=NORMAL loses some',
    run: soak('--images', '200'),
  },
  { issue: '2', shows: 'noise on a line: every message complete, none wrong', run: soak('--noise', '50') },
  {
    issue: '2',
    shows: 'unplugged at each protocol state and put back; the doctor names twelve faults',
    run: () => tests('integration', 'test/integration/instruments/line-faults.test.ts', 'doctor-on-a-line.test.ts'),
  },
  {
    issue: '2',
    shows: 'the table of speeds is committed and every line reached what it must',
    run: async () => {
      const page = inProject('docs', 'performance.md');
      const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
      return verdict(text.includes('| ratio |') && !text.includes('**missed**'));
    },
  },
  { issue: '2', shows: 'pictures of every screen, light and dark', run: async () => verdict(arePicturesThere()) },
  {
    issue: '3',
    shows:
      'owner set-up, switch, lock and signature by keyboard in the real window; the auditor sees all and changes nothing',
    run: () => tests('e2e', 'test/e2e/people.test.ts'),
  },
  {
    issue: '3',
    shows:
      'plan from the definition, daily tasks in under a minute of typing, overdue explained, corrected, reviewed and signed',
    run: () => tests('e2e', 'test/e2e/maintenance.test.ts'),
  },
  {
    issue: '3',
    shows: 'part change, list of what must be proven, reviewed and signed, in service',
    run: () => tests('e2e', 'test/e2e/return-to-service.test.ts'),
  },
  {
    issue: '3',
    shows: 'the month grid printed to PDF from the real window',
    run: () => tests('e2e', 'test/e2e/print.test.ts'),
  },
  {
    issue: '3',
    shows: 'the worked cases of the schedule; its properties; the findings of inspectors, and none in a clean data set',
    run: () =>
      tests(
        'unit',
        'test/unit/modules/maintenance-schedule',
        'test/unit/modules/maintenance-audit',
        'test/unit/modules/maintenance-days.test.ts',
      ),
  },
  {
    issue: '3',
    shows: 'verify proves every signature; an amended record unseats the one on the old text',
    run: () => tests('integration', 'test/integration/modules/people-signatures.test.ts'),
  },
  {
    issue: '3',
    shows: 'killed in the middle of a sheet, a sign-off, an import: nothing called saved is lost, nothing half signed',
    run: () =>
      tests(
        'integration',
        'test/integration/modules/maintenance-kill.test.ts',
        'test/integration/modules/people-kills.test.ts',
        'test/integration/modules/maintenance-import.test.ts',
      ),
  },
  {
    issue: '3',
    shows: 'without the key an encrypted data file shows nothing; a wrong key touches nothing',
    run: () => tests('unit', 'test/unit/store/encrypted-folder.test.ts', 'test/unit/host/open-keys.test.ts'),
  },
  {
    issue: '3',
    shows: 'the printed code opens an encrypted folder and backup whose keys are lost',
    run: () => tests('integration', 'test/integration/store/escrow-cli.test.ts'),
  },
  {
    issue: '3',
    shows: 'power cuts: nothing acknowledged lost, plain, encrypted and switched over meanwhile',
    run: soak('--images', '100'),
  },
  {
    issue: '3',
    shows: 'one changed byte, plain and encrypted: found and named in a record, without harm elsewhere',
    run: soak('--flips', '100'),
  },
  {
    issue: '4',
    shows:
      'a procedure written, approved and run by keyboard, the host and the application killed in the middle, a deviation, signed',
    run: () => tests('e2e', 'test/e2e/procedure-writing.test.ts', 'test/e2e/procedure-run.test.ts'),
  },
];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const results: string[] = [];
let failedCount = 0;
for (const line of lines) {
  if (only !== undefined && line.issue !== only) continue;
  process.stdout.write(`\n== issue ${line.issue}: ${line.shows}\n`);
  const started = performance.now();
  const outcome = await line.run();
  if (outcome === 'FAIL') failedCount += 1;
  results.push(
    `${outcome.padEnd(11)} issue ${line.issue}: ${line.shows} (${((performance.now() - started) / 1000).toFixed(0)} s)`,
  );
}
process.stdout.write(`\n${results.join('\n')}\n`);
process.exitCode = failedCount === 0 ? 0 : 1;
