import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  const page = path.join(folder, 'out/renderer/index.html');
  writeFileSync(path.join(folder, 'out/renderer/probe.js'), script);
  const text = readFileSync(page, 'utf8')
    .replace('<head>', '<head><script src="./probe.js"></script>')
    .replace('</body>', `${html}</body>`);
  writeFileSync(page, text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
