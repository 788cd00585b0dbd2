import * as z from 'zod';
import { isAppError } from '../../shared/kernel/errors.ts';
import type { KeepCompiled } from '../boot/compiled-code.ts';
import { giveBackMemory } from '../boot/give-back.ts';
import { watchAttention } from '../modules/maintenance/desk-of.ts';
import { siteFolders } from '../store/site-folders.ts';
import { createHost, type Host } from './host.ts';
import { KeyQuestions } from './key-questions.ts';
import { type FromHost, type HostSettings, toHost } from './main-messages.ts';
import { openKeys } from './open-keys.ts';
import { type ClientPort, createServer } from './serve.ts';

/** Longer than the page needs for its first screens: compiled code is kept, and memory given back, when nobody waits. */
const AT_REST_AFTER_MS = 3_000;

export interface HostProcess {
  readonly tell: (message: FromHost) => void;
  readonly mark: (name: string) => void;
  /** Where what was compiled and read is kept between starts. */
  readonly compiledFolder: string;
  readonly keepCompiled: KeepCompiled;
}

const say = (text: string): void => {
  process.stderr.write(`[host] ${text}\n`);
};
const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/**
 * The host in its process: it is told what to open by main, serves every client port main hands it, and ends when main says
 * so or is gone. Ports that arrive before the host is ready wait with what they carry. Answers with what hears main.
 */
export function runHost({ tell, mark, compiledFolder, keepCompiled }: HostProcess) {
  const keys = new KeyQuestions((id, ask) => tell({ type: 'key-question', id, ask }));
  const waiting: Electron.MessagePortMain[] = [];
  const waitingGrants: (() => void)[] = [];
  let serve: ((port: Electron.MessagePortMain) => void) | null = null;
  let host: Host | null = null;

  async function start(settings: HostSettings): Promise<void> {
    if (settings.sqliteBinding !== null) process.env.BENCHSIDE_SQLITE_BINDING = settings.sqliteBinding;
    try {
      const opened = await openKeys(settings, keys.provider());
      const { dataFolder: folder, site } = settings;
      host = await createHost({
        ...settings,
        sites: siteFolders(site.root, { id: site.id, folder, problem: site.problem }),
        keyProvider: opened.provider,
        moveKeys: opened.move,
        catalogCacheFolder: compiledFolder,
        onMark: mark,
        onRestartWanted: () => tell({ type: 'restart' }),
      });
    } catch (error) {
      say(`cannot start: ${describe(error)}`);
      tell(
        isAppError(error)
          ? { type: 'cannot-start', code: error.code, data: error.data }
          : { type: 'cannot-start', code: 'host/cannot-start', data: { reason: String(error) } },
      );
      return;
    }
    const server = createServer(host.router, { onFault: (error, call) => say(`${call}: ${describe(error)}`) });
    serve = (port) => {
      server(port as unknown as ClientPort);
      port.start();
    };
    for (const port of waiting.splice(0)) serve(port);
    for (const take of waitingGrants.splice(0)) take();
    tell({ type: 'ready' });
    watchAttention(host.context, ({ counts: { overdue, due }, notices }) =>
      tell({
        type: 'attention',
        overdue,
        due,
        notices: notices
          .slice(0, 500)
          .map(({ id, kind, title, instrumentName }) => ({ id, kind, title, instrumentName })),
      }),
    );
    setTimeout(() => {
      z.config({ jitless: false });
      keepCompiled();
      giveBackMemory();
    }, AT_REST_AFTER_MS).unref();
  }

  /** Grants come through another door than calls: main waits for `granted` before it tells the page the id. */
  function withHost(take: (ready: Host) => void, id: string): void {
    if (host === null) {
      waitingGrants.push(() => withHost(take, id));
      return;
    }
    take(host);
    tell({ type: 'granted', id });
  }

  async function stop(): Promise<void> {
    try {
      await host?.stop();
    } catch (error) {
      say(`while stopping: ${describe(error)}`);
    }
    tell({ type: 'stopped' });
    process.exit(0);
  }

  return ({ data, ports }: Electron.MessageEvent): void => {
    const message = toHost.parse(data);
    switch (message.type) {
      case 'start':
        void start(message.settings);
        return;
      case 'client': {
        const [port] = ports;
        if (port === undefined) return;
        if (serve === null) waiting.push(port);
        else serve(port);
        return;
      }
      case 'power':
        void host?.power(message.event);
        return;
      case 'marks':
        host?.takeMarks(message.marks);
        return;
      case 'file-grant':
        withHost((ready) => ready.context.files.add(message.grant), message.grant.id);
        return;
      case 'parcel':
        withHost((ready) => ready.context.files.addParcel(message.parcel), message.parcel.id);
        return;
      case 'key-answer':
        keys.answer(message);
        return;
      case 'stop':
        void stop();
        return;
    }
  };
}
