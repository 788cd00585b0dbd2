import path from 'node:path';
import { app, type UtilityProcess } from 'electron';
import { compiledIn, takeCompiledCode } from './boot/compiled-code.ts';
import { forkHost } from './shell/fork-host.ts';
import { declarePageScheme } from './shell/protocol.ts';
import { confineContents, quietEngine } from './shell/security.ts';
import { StartClock } from './shell/start-clock.ts';
import { readArguments } from './shell/start-settings.ts';
import { placeForWindow } from './shell/window-place.ts';

/** Where the application begins. What is said to the browser engine is said before it is ready. */
const clock = new StartClock();
clock.mark('main-loaded');
const start = readArguments(process.argv);
const dataFolder = start.dataFolder ?? path.join(app.getPath('appData'), app.getName());
const windowFolder = placeForWindow(dataFolder, app.getPath('temp'));
app.setPath('userData', windowFolder);
app.setPath('sessionData', windowFolder);
quietEngine(app);
declarePageScheme();
confineContents(app);

// One bench per data folder: a second start brings the first one's window to the front.
if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  try {
    await app.whenReady();
    clock.mark('app-ready');
    // The host's process takes longest to come: it is asked for before anything else, and our own code loads meanwhile.
    const built = import.meta.dirname;
    const compiledFolder = compiledIn(windowFolder);
    const newHost = () => forkHost({ built, compiledFolder, cwd: dataFolder });
    let first: UtilityProcess | null = newHost();
    clock.mark('host-forked');
    const fork = (): UtilityProcess => {
      const host = first ?? newHost();
      first = null;
      return host;
    };
    const keepCompiled = takeCompiledCode(path.join(compiledFolder, 'main'));
    const { runBench } = await import('./shell/run-bench.ts');
    await runBench({ start, built, dataFolder, windowFolder, clock, keepCompiled, fork });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    app.exit(1);
  }
}
