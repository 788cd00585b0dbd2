import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL server of one's own: Debian's program on a folder and a port that go with it. It syncs to the disk. */
export interface PrivatePostgres {
  /** A new, empty database; answers its address. */
  newDatabase(): Promise<string>;
  /** Kills it as a power cut would (no shutdown checkpoint) and starts it again on the same folder. */
  crash(): void;
  stop(): void;
}

/** Starts one with the programs of a folder (`findPostgres`). */
export async function startPrivatePostgres(programFolder: string): Promise<PrivatePostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'benchside-pg-'));
  const as = unprivileged();
  if (as) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const port = await freePort();
  const run = (program: string, args: string[]) =>
    execFileSync(join(programFolder, program), args, {
      ...as,
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' },
      // A daemon that inherits a pipe keeps it open.
      stdio: 'ignore',
      timeout: 60_000,
    });
  const options = [
    `-p ${port}`,
    `-k ${folder}`,
    '-c listen_addresses=127.0.0.1',
    '-c fsync=on',
    '-c shared_buffers=64MB',
  ];
  const start = () => run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options.join(' '), 'start']);
  run('initdb', ['-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  start();
  const address = (database: string) => `postgres://hub@127.0.0.1:${port}/${database}`;
  let count = 0;
  return {
    async newDatabase() {
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      const name = `hub_${++count}`;
      // A superuser is above privileges; a hub's role is not one.
      if (count === 1) await client.query('CREATE ROLE bench_hub LOGIN');
      await client.query(`CREATE DATABASE ${name} OWNER bench_hub`);
      await client.end();
      return address(name).replace('//hub@', '//bench_hub@');
    },
    crash() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      start();
    },
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the server's programs lie; Debian keeps them out of PATH, by version. */
export function findPostgres(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(root, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

/** Installs Debian's server, as set-up does with what it lacks; root only. */
export function installPostgres(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  process.stderr.write('\nInstalling PostgreSQL for the tests of the hub ...\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env, timeout: 120_000 });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], {
    stdio: 'ignore',
    env,
    timeout: 300_000,
  });
  return findPostgres();
}

/** The server refuses to run as root: then it runs as `postgres`, or as nobody. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (user: string) => {
    const uid = spawnSync('id', ['-u', user], { encoding: 'utf8' });
    const gid = spawnSync('id', ['-g', user], { encoding: 'utf8' });
    return uid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
  };
  return idOf('postgres') ?? idOf('nobody');
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
