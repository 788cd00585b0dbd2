import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPackage, extractAll } from '@electron/asar';
import { projectRoot } from '../../scripts/runtime.ts';

/**
 * A copy of the built application whose page also loads a script of ours, as if an attacker had got a foot in. Playwright's
 * `evaluate` runs past the content policy (its eval works where a page's does not), so probes must be part of the page.
 *
 * @param script a classic script, put beside the page's own; it runs before them
 * @param html put as it is at the end of the body: inline scripts and handlers for the policy to refuse
 */
export function makeProbedApp(script: string, html: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'benchside-probed-'));
  cpSync(path.join(projectRoot, 'out'), path.join(folder, 'out'), { recursive: true });
  cpSync(path.join(projectRoot, 'package.json'), path.join(folder, 'package.json'));
  for (const shared of ['node_modules', 'resources', '.runtime']) {
    symlinkSync(path.join(projectRoot, shared), path.join(folder, shared));
  }
  putProbeIn(path.join(folder, 'out/renderer'), script, html);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function putProbeIn(page: string, script: string, html: string): void {
  const file = path.join(page, 'index.html');
  writeFileSync(path.join(page, 'probe.js'), script);
  const text = readFileSync(file, 'utf8')
    .replace('<head>', '<head><script src="./probe.js"></script>')
    .replace('</body>', `${html}</body>`);
  writeFileSync(file, text);
}

/** The packaged application with the same probe in its archive (on Linux an archive's integrity is not checked). */
export async function makeProbedPackage(
  packaged: string,
  program: string,
  script: string,
  html: string,
): Promise<{ program: string; remove: () => void }> {
  const folder = mkdtempSync(path.join(path.dirname(packaged), 'probed-'));
  const archive = path.join('resources', 'app.asar');
  linkTree(packaged, folder, new Set([archive]));
  const content = mkdtempSync(path.join(tmpdir(), 'benchside-asar-'));
  extractAll(path.join(packaged, archive), content);
  putProbeIn(path.join(content, 'out/renderer'), script, html);
  await createPackage(content, path.join(folder, archive));
  rmSync(content, { recursive: true, force: true });
  return {
    program: path.join(folder, path.relative(packaged, program)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The same tree made of hard links: hundreds of megabytes in no time. */
function linkTree(from: string, to: string, without: ReadonlySet<string>, below = ''): void {
  for (const entry of readdirSync(path.join(from, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    if (without.has(name)) continue;
    if (entry.isDirectory()) {
      mkdirSync(path.join(to, name));
      linkTree(from, to, without, name);
    } else linkSync(path.join(from, name), path.join(to, name));
  }
}
