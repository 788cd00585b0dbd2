import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBare, until } from '../../harness/app.ts';
import { foreignSockets } from '../../harness/process-sockets.ts';
import { openSink, type Sink } from '../../harness/sink.ts';

/** The script that is put into the page, and what is put into its HTML for the policy to refuse. */
export const probeScript = readFileSync(path.join(import.meta.dirname, 'page-probe.js'), 'utf8');
export const probeHtml =
  '<script>window.htmlScriptRan = 1</script><img hidden src="app://benchside/none.png" onerror="window.htmlHandlerRan = 1">';

/** A running application whose page carries the probes. */
export interface ProbedPage {
  readonly page: Page;
  readonly pid: number;
  close(): Promise<void>;
}

/**
 * The rows of the security plan that concern the page, each tried by a script that is part of the page.
 *
 * @param start starts an application that carries the probes, with these switches for the engine
 */
export function tryConfinement(start: (switches: readonly string[]) => Promise<ProbedPage>): void {
  let running: ProbedPage;
  let sink: Sink;

  beforeAll(async () => {
    sink = await openSink();
    // Whatever the engine asks of the network by itself goes to the sink, too.
    running = await start([`--proxy-server=127.0.0.1:${sink.port}`]);
  });
  afterAll(async () => {
    await running?.close();
    await sink?.close();
  });

  /** Runs one probe of the page's own script. */
  const probe = <T = string>(name: string, ...input: string[]): Promise<T> =>
    running.page.evaluate(
      ([which, values]) =>
        (window as unknown as { probes: Record<string, (...all: string[]) => T> }).probes[which]!(...values),
      [name, input] as const,
    ) as Promise<T>;

  describe('sandbox and isolation', () => {
    it('shows the page nothing of Node or Electron', async () => {
      expect(await probe('node')).toBe('');
    });

    it('shows the page the bridge and only the bridge, which it can not change', async () => {
      expect(await probe('bridge')).toBe(
        [
          'chooseFileToOpen',
          'chooseFileToSave',
          'copyText',
          'mark',
          'onHostState',
          'onPower',
          'openNextSite',
          'platform',
          'printPages',
          'requestHost',
          'retryHost',
          'setFullScreen',
          'setPages',
          'setTheme',
          'unlockHost',
        ].join(' '),
      );
      expect(await probe('bridgeIsFrozen')).not.toBe('gave number');
    });
  });

  describe('content policy', () => {
    it.each([
      ['eval', 'threw EvalError'],
      ['newFunction', 'threw EvalError'],
      ['markup', 'threw TypeError'],
      ['inlineScript', 'threw TypeError'],
      ['foreignScript', 'threw TypeError'],
      ['handlerAttribute', 'threw TypeError'],
      ['scriptAddress', 'did not run'],
      ['inlineStyle', 'not applied'],
      ['dataImport', 'threw TypeError'],
    ])('refuses %s', async (name, outcome) => {
      expect(await probe(name)).toBe(outcome);
    });

    it.each(['textTimer', 'blobWorker', 'serviceWorker'])('refuses %s', async (name) => {
      expect(await probe(name)).toMatch(/^threw /);
    });

    it('refuses inline code that was in the HTML itself', async () => {
      expect(await probe<number>('inHtml')).toBe(0);
    });

    it('reports what it refused (so the probes did reach it)', async () => {
      const seen = await running.page.evaluate(() => (window as unknown as { violations: string[] }).violations);
      expect([...new Set(seen)]).toEqual(
        expect.arrayContaining(['script-src-elem', 'style-src-elem', 'require-trusted-types-for']),
      );
    });

    it('lets in the one style element that carries the nonce of this load', async () => {
      const nonce = await running.page.evaluate(
        () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
      );
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      await running.page.reload();
      const next = await running.page.evaluate(
        () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
      );
      expect(next).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      expect(next).not.toBe(nonce);
    });
  });

  describe('app:// and nothing else', () => {
    it.each([
      'app://benchside/..%2f..%2fpackage.json',
      'app://benchside/%2e%2e%2f%2e%2e%2fpackage.json',
      'app://benchside/..%5c..%5cpackage.json',
      'app://benchside/assets/',
      'app://benchside/none.html',
    ])('has nothing at %s', async (address) => {
      expect(await probe('fetchStatus', address)).toBe('gave 404');
    });

    it('serves its own page', async () => {
      expect(await probe('fetchStatus', 'app://benchside/index.html')).toBe('gave 200');
    });

    it.each(['file:///etc/passwd', 'app://other/index.html', 'https://example.com/', 'data:text/plain,x'])(
      'refuses to fetch %s',
      async (address) => {
        expect(await probe('fetchText', address)).toBe('threw TypeError');
      },
    );
  });

  describe('navigation and windows', () => {
    it.each([
      'https://example.com/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://other/',
      'app://benchside/none.html',
    ])('stays when sent to %s', async (address) => {
      expect(await probe('go', address)).toBe('stayed');
      expect(new URL(running.page.url()).host).toBe('benchside');
    });

    it.each(['submit', 'refresh'])('stays after %s', async (name) => {
      await probe(name, 'https://example.com/');
      expect(running.page.url()).toMatch(/^app:\/\/benchside\/index\.html/);
    });

    it.each(['about:blank', 'https://example.com/', 'app://benchside/index.html'])(
      'opens no window for %s',
      async (address) => {
        expect(await probe('open', address)).toBe('null');
        expect(running.page.context().pages()).toHaveLength(1);
      },
    );

    it.each(['app://benchside/index.html', 'https://example.com/', ''])(
      'gives a frame (%s) neither content nor bridge',
      async (address) => {
        const frame = await probe<{ bridge: string; hasContent: boolean }>('frame', address);
        expect(frame.bridge).toMatch(/^(undefined|unreachable)$/);
        expect(frame.hasContent).toBe(false);
      },
    );
  });

  describe('permissions', () => {
    it('grants none', async () => {
      const states = await probe<Record<string, string>>('permissions');
      expect(Object.keys(states).length).toBeGreaterThan(15);
      expect(Object.entries(states).filter(([, state]) => state === 'granted')).toEqual([]);
    });

    it('gives no device', async () => {
      const devices = await probe<Record<string, string>>('devices');
      for (const [device, outcome] of Object.entries(devices)) {
        expect(`${device} ${outcome}`).toMatch(/threw |gave denied|gave 0/);
      }
    });
  });

  describe('network', () => {
    it('can not be reached by any way a page has', async () => {
      const place = `127.0.0.1:${sink.port}`;
      expect(await probe('fetchText', `http://${place}/`)).toBe('threw TypeError');
      expect(await probe('socket', `ws://${place}/`)).toMatch(/^threw /);
      expect(await probe('events', `http://${place}/`)).toMatch(/^threw /);
      expect(await probe('image', `http://${place}/x.png`)).toMatch(/^threw /);
      await probe('beacon', `http://${place}/`);
      await probe('peer', place);
      await probe('preconnect', `http://${place}/`);
      expect(sink.count()).toBe(0);
      if (process.platform === 'linux') expect(foreignSockets(running.pid)).toEqual([]);
    });

    it('would have been seen by the sink: an application without the guards is', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'benchside-unguarded-'));
      writeFileSync(
        path.join(folder, 'package.json'),
        JSON.stringify({ name: 'unguarded', version: '1.0.0', main: 'main.mjs' }),
      );
      writeFileSync(
        path.join(folder, 'main.mjs'),
        `import { app, BrowserWindow } from 'electron';
         app.setPath('userData', ${JSON.stringify(folder)});
         void app.whenReady().then(() => new BrowserWindow().loadURL('http://example.invalid/').catch(() => undefined));`,
      );
      const before = sink.count();
      const unguarded = await startBare(folder, [`--proxy-server=127.0.0.1:${sink.port}`]);
      await until('a connection at the sink', () => sink.count() > before);
      await unguarded.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });
  });
}
