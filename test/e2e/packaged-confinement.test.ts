import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePackaged } from '../../scripts/package/app-folder.ts';
import { startPackaged } from '../../scripts/package/smoke.ts';
import { makeProbedPackage } from '../harness/probed-app.ts';
import { probeHtml, probeScript, tryConfinement } from './probes/confinement.ts';

// The same rows against the packaged, fused application.
tryConfinement(async (switches) => {
  const { folder, program } = await ensurePackaged();
  const scratch = mkdtempSync(path.join(tmpdir(), 'benchside-packaged-probe-'));
  const probed = await makeProbedPackage(folder, program, probeScript, probeHtml);
  const { page, process: child, close } = await startPackaged(probed.program, path.join(scratch, 'data'), {}, switches);
  return {
    page,
    pid: child.pid ?? 0,
    async close() {
      await close();
      probed.remove();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
});
