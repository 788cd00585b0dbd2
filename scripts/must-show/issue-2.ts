import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runTool } from '../run-command.ts';
import { inProject, type Line, needingPapers, soak, tests, verdict } from './line.ts';

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

/** A bench that runs. */
export const issue2: readonly Line[] = [
  {
    shows: 'the demo runs by itself and finds everything that was sent',
    run: async () => verdict((await runTool(inProject('scripts', 'demo.ts'), [])).code === 0),
  },
  {
    shows: 'every ASTM capture gives exactly its results, whole and cut, as generic-lis02 and as sysmex-xn-1000',
    run: needingPapers(() => tests('catalog')),
  },
  {
    shows: 'the same through the command line',
    run: needingPapers(() => tests('integration', 'test/integration/instruments/replay-corpus.test.ts')),
  },
  {
    shows: 'all protocol vectors of stance standard, policy and peer; 23 of 23 receiver scenarios',
    run: needingPapers(() => tests('unit', 'test/unit/instruments')),
  },
  {
    shows: 'an instrument is added by keyboard and a simulated capture appears in the real window',
    run: () => tests('e2e', 'test/e2e/first-instrument.test.ts'),
  },
  {
    shows: 'the host is killed and the window reconnects in under 2 s',
    run: () => tests('e2e', 'test/e2e/host-restart.test.ts'),
  },
  { shows: '20 kills while two simulators send: nothing acknowledged lost', run: soak('--kills', '20') },
  {
    shows: '200 power cuts: nothing acknowledged lost, and the control at synchronous=NORMAL loses some',
    run: soak('--images', '200'),
  },
  { shows: 'noise on a line: every message complete, none wrong', run: soak('--noise', '50') },
  {
    shows: 'unplugged at each protocol state and put back; the doctor names twelve faults',
    run: () => tests('integration', 'test/integration/instruments/line-faults.test.ts', 'doctor-on-a-line.test.ts'),
  },
  {
    shows: 'the table of speeds is committed and every line reached what it must',
    run: async () => {
      const page = inProject('docs', 'performance.md');
      const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
      return verdict(text.includes('| ratio |') && !text.includes('**missed**'));
    },
  },
  { shows: 'pictures of every screen, light and dark', run: async () => verdict(arePicturesThere()) },
  {
    shows:
      'owner set-up, switch, lock and signature by keyboard in the real window; the auditor sees all and changes nothing',
    run: () => tests('e2e', 'test/e2e/people.test.ts'),
  },
];
