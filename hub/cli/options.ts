import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../shared/kernel/errors.ts';
import type { HubPlace } from '../store/open-hub-store.ts';

export const usage = `npm run hub -- [command] [options]

Without a command the hub starts and says one line: its address, a code to enrol a workstation, its fingerprint.

  code [--site S]             a code to enrol one workstation, good once within 24 hours
  code --existing-site        a code for a site that works without a hub until now: the workstation that uses it brings it
  site [NAME]                 opens a site; without a name lists the sites
  workstations [--site S]     lists the workstations: id, label, state
  revoke ID [--reason TEXT]   takes nothing from this workstation any more
  supervisor                  a code for the supervisor's page, good once within 15 minutes
  verify                      walks every chain and signature; exit code 1 when something does not hold
  export FILE                 everything the hub holds, into one file
  import FILE                 everything of such a file, into an empty hub
  restored                    once, after a backup of the hub was put back, before it starts

  --data DIR          folder of the hub (default ${defaultFolder()})
  --port N            default 8460; 0 takes a free one
  --host ADDRESS      default 127.0.0.1, this machine only; 0.0.0.0 for the network
  --tls-cert FILE --tls-key FILE    the hub speaks TLS itself (PEM)
  --trust-proxy LIST  addresses of proxies in front, with commas: their x-forwarded-for counts
  --site NAME         name of the first site of a new hub; with code and workstations: which site
  --existing-site     without a command: opens no first site, the code is one for a site that exists already
  --no-code           no code in the ready line

DATABASE_URL=postgres://...  keeps everything in PostgreSQL; HUB_KEY_FILE=FILE (default hub-database.key in the folder) opens
the hub's key there. The log goes to stderr, one JSON object a line. docs/operating-the-hub.md says more.`;

function defaultFolder(): string {
  const home = homedir();
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Benchside Hub');
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Benchside Hub');
  return join(process.env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'benchside-hub');
}

export interface HubOptions {
  readonly command: string;
  readonly argument: string | undefined;
  readonly folder: string;
  readonly place: HubPlace;
  readonly port: number;
  readonly host: string;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly trustedProxies: readonly string[];
  readonly site: string | undefined;
  readonly reason: string;
  readonly hasCode: boolean;
  readonly isForExistingSite: boolean;
  readonly isHelp: boolean;
}

/** @throws AppError `usage/...` */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): HubOptions {
  const { values, positionals } = parse(args);
  const [command = 'serve', argument, ...more] = positionals;
  if (more.length > 0) throw new AppError('usage/not-understood', { detail: `Too much: ${more.join(' ')}` });
  const folder = resolve(values.data ?? defaultFolder());
  const databaseUrl = environment.DATABASE_URL;
  return {
    command,
    argument,
    folder,
    place: databaseUrl
      ? { databaseUrl, keyFile: resolve(environment.HUB_KEY_FILE ?? join(folder, 'hub-database.key')) }
      : { folder },
    port: readPort(values.port ?? '8460'),
    host: values.host ?? '127.0.0.1',
    tls: readTls(values['tls-cert'], values['tls-key']),
    trustedProxies: (values['trust-proxy'] ?? '').split(',').filter((address) => address !== ''),
    site: values.site,
    reason: values.reason ?? '',
    hasCode: values['no-code'] !== true,
    isForExistingSite: values['existing-site'] === true,
    isHelp: values.help === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        'trust-proxy': { type: 'string' },
        site: { type: 'string' },
        reason: { type: 'string' },
        'no-code': { type: 'boolean' },
        'existing-site': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new AppError(
      'usage/not-understood',
      { detail: error instanceof Error ? error.message : '' },
      { cause: error },
    );
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new AppError('usage/number', { name: '--port', low: 0, high: 65_535 });
  return port;
}

function readTls(certFile: string | undefined, keyFile: string | undefined): HubOptions['tls'] {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) throw new AppError('usage/tls-pair', {});
  return { cert: readText('--tls-cert', certFile), key: readText('--tls-key', keyFile) };
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new AppError('usage/file', { name, detail }, { cause: error });
  }
}
