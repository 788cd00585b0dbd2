import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from '../build.ts';
import { runTool, tool } from '../run-command.ts';
import { projectRoot } from '../runtime.ts';
import { startsTheApp, type TestProject } from '../test-projects.ts';

export type Verdict = 'PASS' | 'FAIL' | 'CANNOT TELL';

/** One thing an issue had to show. */
export interface Line {
  readonly shows: string;
  run(): Promise<Verdict>;
}

export const verdict = (isGood: boolean): Verdict => (isGood ? 'PASS' : 'FAIL');
export const inProject = (...parts: string[]): string => path.join(projectRoot, ...parts);
const hasPapers = existsSync(inProject('..', 'shared', 'vectors'));

/** Test files of one kind, run with vitest; end-to-end ones with a build. */
export async function tests(project: TestProject, ...files: string[]): Promise<Verdict> {
  if (startsTheApp(project)) await ensureBuilt();
  const { code } = await runTool(tool('vitest', 'vitest.mjs'), ['run', '--project', project, ...files]);
  return verdict(code === 0);
}

export const needingPapers = (run: () => Promise<Verdict>) => async (): Promise<Verdict> =>
  hasPapers ? run() : 'CANNOT TELL';

export const soak =
  (...args: string[]) =>
  async (): Promise<Verdict> =>
    verdict((await runTool(inProject('scripts', 'soak.ts'), args)).code === 0);
