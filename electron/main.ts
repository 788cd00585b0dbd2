import module from 'node:module';
import path from 'node:path';
import { app } from 'electron';
import { declarePageScheme } from './shell/protocol.ts';
import { confineContents, quietEngine } from './shell/security.ts';
import { StartClock } from './shell/start-clock.ts';
import { readArguments } from './shell/start-settings.ts';
import { placeForWindow } from './shell/window-place.ts';

/** Where the application begins. Everything up to the dynamic import must happen before the browser engine is ready. */
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
if (app.requestSingleInstanceLock()) {
  // Newer runtimes keep compiled code between starts; it serves what is imported after this line.
  (module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache?.(
    path.join(windowFolder, 'compiled'),
  );
  const { runBench } = await import('./shell/run-bench.ts');
  runBench({ start, built: import.meta.dirname, dataFolder, windowFolder, clock }).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    app.exit(1);
  });
} else {
  app.quit();
}
