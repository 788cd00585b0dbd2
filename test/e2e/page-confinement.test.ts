import { startApp } from '../harness/app.ts';
import { makeProbedApp } from '../harness/probed-app.ts';
import { probeHtml, probeScript, tryConfinement } from './probes/confinement.ts';

tryConfinement(async (switches) => {
  const probed = makeProbedApp(probeScript, probeHtml);
  const { page, app, close } = await startApp({ appFolder: probed.folder, switches });
  return {
    page,
    pid: app.process().pid ?? 0,
    async close() {
      await close();
      probed.remove();
    },
  };
});
