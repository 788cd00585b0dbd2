import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { sentenceOf } from '../../hub/cli/words.ts';
import { refusalOf } from '../../hub/server/refusals.ts';
import type { HubServer } from '../../hub/server/server.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { until } from '../harness/app.ts';
import { HubCaller } from '../harness/hub-client.ts';
import { hubStores } from '../harness/hub-stores.ts';
import { HubWriter } from '../harness/hub-writer.ts';

const main = path.join(projectRoot, 'hub/main.ts');
const readyLine =
  /^Benchside hub ready: (http:\/\/127\.0\.0\.1:\d+) \| enrolment code: (\w{4}-\w{4}-\w{4}-\w{4}) \(site "Ward 3", once, 24 h\) \| fingerprint: ((?:[a-z]{5} ){5}[a-z]{5})\n$/;

describe('npm run hub', () => {
  const stores = hubStores('sqlite');
  let running: ChildProcess | undefined;
  afterEach(() => running?.kill('SIGKILL'));

  test('starts on nothing, says one line, serves who has the code, obeys commands beside it, stops politely', async () => {
    const data = stores.folder();
    const hub = spawn(process.execPath, [main, '--data', data, '--port', '0', '--site', 'Ward 3']);
    running = hub;
    let said = '';
    let log = '';
    hub.stdout.on('data', (chunk) => (said += String(chunk)));
    hub.stderr.on('data', (chunk) => (log += String(chunk)));
    const [, url, code] = await until('the ready line', () => readyLine.exec(said), 60_000);
    const health = await fetch(`${url}/health`);
    expect(await health.json()).toMatchObject({ isReady: true, database: 'sqlite' });
    const writer = new HubWriter();
    const caller = new HubCaller(overNetwork(url!), health.headers.get('benchside-hub')!, writer);
    expect((await caller.enrol(code!)).json).toMatchObject({ siteName: 'Ward 3' });
    await caller.open();
    expect((await caller.push(writer.write(caller.site, 3))).json).toMatchObject({ added: 3 });

    const command = async (...args: string[]) => {
      const run = promisify(execFile)(process.execPath, [main, ...args, '--data', data]);
      return run.then(
        ({ stdout }) => stdout,
        (error: { code: number; stderr: string }) => `${error.code} ${error.stderr}`,
      );
    };
    const [listed, unknown] = await Promise.all([command('workstations'), command('fly')]);
    expect(listed).toContain(`${writer.device}\t1\tenrolled\tWard 3\t`);
    expect(unknown).toMatch(/^2 There is no command "fly"/);
    expect(await command('revoke', writer.device, '--reason', 'lost')).toContain('is revoked');
    expect((await caller.call('GET', '/v1/heads')).json).toMatchObject({ code: 'hub/no-session' });
    expect((await caller.open()).json).toMatchObject({ code: 'hub/device-revoked' });

    hub.kill('SIGTERM');
    expect((await once(hub, 'exit'))[0]).toBe(0);
    expect(said).toMatch(readyLine);
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['ready', 'request', 'enrolled', 'stopped']),
    );
    expect(log).not.toContain(code);
    expect(await command('verify')).toMatch(/^\d+ records proved/);
  }, 180_000);

  test('has a sentence, or a refusal, for every error it can end with', () => {
    const files = globSync('hub/**/*.ts', { cwd: projectRoot }).map((file) =>
      readFileSync(path.join(projectRoot, file), 'utf8'),
    );
    const codes = new Set(
      files.flatMap((text) => [...text.matchAll(/(?:AppError|refuse)\(\s*'([a-z/-]+)'/g)].map(([, code]) => code!)),
    );
    expect(codes.size).toBeGreaterThan(30);
    const silent = [...codes].filter(
      (code) => sentenceOf(code, {}).startsWith(code) && refusalOf(new AppError(code)).code === 'hub/internal',
    );
    expect(silent).toEqual([]);
  });
});

/** The same seam as a server's `inject`, over a real connection. */
const overNetwork = (url: string): Pick<HubServer, 'inject'> => ({
  async inject({ method, pathAndQuery, headers, body }) {
    const reply = await fetch(`${url}${pathAndQuery}`, { method, headers, body: body ? Buffer.from(body) : null });
    return {
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      body: new Uint8Array(await reply.arrayBuffer()),
    };
  },
});
