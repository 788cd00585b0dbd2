import { ensureBuilt } from './build.ts';
import { hasDisplay, startElectron } from './runtime.ts';

// The app on the person's own data folder; arguments go on to it (`npm start -- --data <folder>`).
if (!hasDisplay()) {
  process.stderr.write(
    'There is no display to show a window on. Run `npm run demo` to see the app work without one.\n',
  );
  process.exit(1);
}
await ensureBuilt();
const app = startElectron({ args: process.argv.slice(2) });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
app.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 0 : 1);
});
