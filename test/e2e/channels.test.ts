import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Channel, channels } from '../../electron/shell/channels.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await startApp();
  await until('the first screen', () => running.page.url().endsWith('#/bench'));
});
afterAll(async () => {
  await running?.close();
});

type Outcome = { channel: string; outcome: string }[];
type Asker = 'page' | 'other-window' | 'sub-frame' | 'gone-frame';

/**
 * Hands payloads to Electron's own registered listeners, as if they came from a page: the preload sends only well-formed
 * ones, an attacker who broke out of it would not.
 */
function ask(payloads: { channel: string; payload: unknown[] }[], asker: Asker): Promise<Outcome> {
  return running.app.evaluate(
    async ({ BrowserWindow, ipcMain }, [text, who]) => {
      const all = JSON.parse(text) as { channel: string; payload: unknown[] }[];
      const [bench] = BrowserWindow.getAllWindows();
      if (bench === undefined) throw new Error('no window');
      const other = who === 'other-window' ? new BrowserWindow({ show: false }) : null;
      await other?.loadURL('app://benchside/index.html');
      const sender = (other ?? bench).webContents;
      const frames = { page: sender.mainFrame, 'other-window': sender.mainFrame, 'gone-frame': null };
      const subFrame = { url: 'app://benchside/index.html', parent: sender.mainFrame };
      const senderFrame = who === 'sub-frame' ? subFrame : frames[who];
      const calls = (ipcMain as unknown as { _invokeHandlers: Map<string, (...values: unknown[]) => unknown> })
        ._invokeHandlers;
      const outcomes: { channel: string; outcome: string }[] = [];
      for (const { channel, payload } of all) {
        const event = { sender, senderFrame };
        const call = calls.get(channel);
        try {
          if (call !== undefined) await call(event, ...payload);
          else ipcMain.emit(channel, event, ...payload);
          outcomes.push({ channel, outcome: call === undefined ? 'sent' : 'answered' });
        } catch (error) {
          outcomes.push({ channel, outcome: error instanceof Error ? error.message : String(error) });
        }
      }
      other?.destroy();
      return outcomes;
    },
    // As text: Playwright's own carrier stumbles over odd keys.
    [JSON.stringify(payloads), asker] as const,
  );
}

/**
 * Everything a channel could change. Of pages only their number of windows: the process Chromium kept ready at the start may
 * end at any moment.
 */
const state = () =>
  running.app.evaluate(({ BrowserWindow, app, clipboard, nativeTheme }) => ({
    windows: BrowserWindow.getAllWindows().map((window) => [
      window.getBounds(),
      window.isFullScreen(),
      window.webContents.getURL(),
    ]),
    theme: nativeTheme.themeSource,
    clipboard: clipboard.readText(),
    processes: app
      .getAppMetrics()
      .filter(({ type }) => type !== 'Tab')
      .map(({ type, pid }) => `${type} ${pid}`),
  }));

const names = Object.keys(channels) as Channel[];

describe('channels', () => {
  it('are those of the table and no other', async () => {
    const open = await running.app.evaluate(({ ipcMain }) => ({
      calls: [...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys()].sort(),
      // `error` is Electron's own.
      sends: ipcMain.eventNames().map(String).sort(),
    }));
    const ofKind = (kind: string) => names.filter((name) => channels[name].kind === kind).sort();
    expect(open).toEqual({ calls: ofKind('call'), sends: [...ofKind('send'), 'error'].sort() });
  });

  it('change nothing and let no exception out, whatever does not fit is sent', async () => {
    const before = await state();
    const payloads = fc
      .sample(
        fc
          .record({
            channel: fc.constantFrom(...names),
            payload: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 4, size: 'small' }),
          })
          .filter(({ channel, payload }) => !channels[channel].input.safeParse(payload).success),
        400,
      )
      // What one turn of the wire between test and main carries must be JSON.
      .map((each) => JSON.parse(JSON.stringify(each)) as { channel: Channel; payload: unknown[] });
    const outcomes = await ask(payloads, 'page');
    expect(outcomes).toHaveLength(payloads.length);
    for (const { channel, outcome } of outcomes) {
      expect(outcome).toBe(channels[channel as Channel].kind === 'call' ? 'shell/bad-input' : 'sent');
    }
    expect(await state()).toEqual(before);
    expect(running.output()).not.toMatch(/Uncaught|Unhandled/);
  });

  const wellFormed: { channel: Channel; payload: unknown[] }[] = [
    { channel: 'host:request', payload: [] },
    { channel: 'host:retry', payload: [] },
    { channel: 'host:next-site', payload: [] },
    { channel: 'host:unlock', payload: [{ way: 'passphrase', text: 'x' }] },
    { channel: 'host:state', payload: [] },
    { channel: 'dialog:open', payload: ['capture'] },
    { channel: 'dialog:save', payload: ['capture', 'x.jsonl'] },
    { channel: 'print:set', payload: [] },
    { channel: 'print:dialog', payload: [] },
    { channel: 'clipboard:write', payload: ['stolen'] },
    { channel: 'window:theme', payload: ['dark'] },
    { channel: 'window:full-screen', payload: [true] },
    { channel: 'start:mark', payload: ['x'] },
  ];

  it.each<Asker>(['other-window', 'sub-frame', 'gone-frame'])(
    'answer nobody but the main frame of our window (%s)',
    async (asker) => {
      expect(wellFormed.map(({ channel }) => channel).sort()).toEqual([...names].sort());
      const before = await state();
      for (const { channel, outcome } of await ask(wellFormed, asker)) {
        expect(`${channel} ${outcome}`).toBe(
          `${channel} ${channels[channel as Channel].kind === 'call' ? 'shell/not-allowed' : 'sent'}`,
        );
      }
      const after = await state();
      expect({ ...after, processes: [] }).toEqual({ ...before, processes: [] });
    },
  );

  it('serve the page itself', async () => {
    const served = wellFormed.filter(({ channel }) => ['host:state', 'clipboard:write'].includes(channel));
    expect((await ask(served, 'page')).map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect((await state()).clipboard).toBe('stolen');
  });
});

describe('web preferences', () => {
  it('are those of a sandboxed page in every web contents', async () => {
    const all = await running.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const preferences = (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        return Object.fromEntries(
          [
            'sandbox',
            'contextIsolation',
            'nodeIntegration',
            'nodeIntegrationInWorker',
            'nodeIntegrationInSubFrames',
            'webviewTag',
            'webSecurity',
            'allowRunningInsecureContent',
            'experimentalFeatures',
          ].map((name) => [name, preferences[name] ?? false]),
        );
      }),
    );
    expect(all).toEqual([
      {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
      },
    ]);
  });
});

describe('the host', () => {
  it('is started again after a kill, with a new port for the page, and nobody starts a second window', async () => {
    const before = await running.hostPid();
    process.kill(before, 'SIGKILL');
    const after = await until('another host', async () => {
      const pid = await running.hostPid().catch(() => before);
      return pid === before ? null : pid;
    });
    expect(after).not.toBe(before);
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('inherits no variable that could make Node load something else', async () => {
    const own = await startApp({ environment: { NODE_OPTIONS: '--title=evil', NODE_EXTRA_CA_CERTS: '/none' } });
    const pid = await own.hostPid();
    const { readFileSync } = await import('node:fs');
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    expect(environment.filter((line) => /^(NODE_|ELECTRON_RUN)/.test(line))).toEqual([]);
    await own.close();
  });
});
