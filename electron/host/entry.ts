import path from 'node:path';
import { takeCompiledCode } from '../boot/compiled-code.ts';
import { collectLater } from '../boot/give-back.ts';
import type { FromHost } from './main-messages.ts';

/**
 * Where the utility process begins: small, so that our own code, most of a start, comes in its compiled form. Main names the
 * folder of that; what it says meanwhile waits.
 */
collectLater();
const main = process.parentPort;
const tell = (message: FromHost): void => main.postMessage(message);
const mark = (name: string): void => tell({ type: 'mark', name, at: performance.timeOrigin + performance.now() });

mark('host-loaded');
// No call of ours carries a form. Asking whether one does would load the engine's whole web client, which takes longer than
// reading the cards.
Object.defineProperty(globalThis, 'FormData', { value: class FormData {}, configurable: true, writable: true });
const waiting: Electron.MessageEvent[] = [];
const wait = (event: Electron.MessageEvent): void => {
  waiting.push(event);
};
main.on('message', wait);
// Schemas that a start makes check a handful of bodies: compiling each for speed would take longer than all its checks. Zod's own
// place for this is read as each schema is made; those made after the start are compiled (`runHost`).
(globalThis as { __zod_globalConfig?: { jitless: boolean } }).__zod_globalConfig = { jitless: true };
const compiledFolder = process.argv.at(-1) as string;
const keepCompiled = takeCompiledCode(path.join(compiledFolder, 'host'));
import('./run-host.ts').then(
  ({ runHost }) => {
    mark('host-code-loaded');
    const hear = runHost({ tell, mark, compiledFolder, keepCompiled });
    main.off('message', wait);
    main.on('message', hear);
    for (const event of waiting) hear(event);
  },
  (error: unknown) => {
    process.stderr.write(`[host] cannot load: ${String(error)}\n`);
    tell({ type: 'cannot-start', code: 'host/cannot-start', data: { reason: String(error) } });
  },
);
