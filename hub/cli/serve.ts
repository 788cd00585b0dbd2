import { networkInterfaces } from 'node:os';
import { AppError } from '../../shared/kernel/errors.ts';
import { fingerprintWords } from '../../shared/sync/fingerprint.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { createHubServer, type HubLogEntry } from '../server/server.ts';
import type { HubStore } from '../store/hub-store.ts';
import { recordCrypto } from '../store/record-crypto.ts';
import type { HubOptions } from './options.ts';

const firstSiteName = 'First site';

/** At most 200 signatures a second, some hundredths of a processor, until nothing is left. */
const auditEveryMs = 5000;
const auditedAtOnce = 1000;

/** Connections at once. A workstation has three; a site behind one address has some tens of workstations. */
const connections = { all: 4000, perAddress: 500 };

/** One JSON object a line on stderr; stdout has the ready line only. */
export function writeLog(entry: HubLogEntry): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
}

/** Runs the hub until it is told to stop: running requests end first, for ten seconds at most. */
export async function serve(store: HubStore, options: HubOptions, version: string): Promise<void> {
  const stopped = untilStopped();
  const server = await createHubServer(store, {
    version,
    log: writeLog,
    trustedProxies: options.trustedProxies,
    // Behind a proxy every connection comes from its address.
    connections: options.trustedProxies.length > 0 ? { ...connections, perAddress: connections.all } : connections,
    ...(options.tls ? { tls: options.tls } : {}),
  });
  try {
    const { port } = await listen(server, options);
    const url = `${options.tls ? 'https' : 'http'}://${reachableName(options.host)}:${port}`;
    writeLog({ event: 'ready', url, database: store.kind, version, hub: store.hub.device });
    if (!options.tls && options.trustedProxies.length === 0 && !isThisMachine(options.host)) {
      writeLog({ event: 'warning', what: 'no TLS: whoever sits on the network can read what is sent' });
    }
    process.stdout.write(`${await readyLine(store, options, url)}\n`);
    const auditing = setInterval(() => void audit(store), auditEveryMs);
    const signal = await stopped;
    clearInterval(auditing);
    writeLog({ event: 'stopping', signal });
  } finally {
    await server.close();
    writeLog({ event: 'stopped' });
  }
}

/** Proves a little of what ingest took on the word of a run; a log that does not hold is said aloud. */
async function audit(store: HubStore): Promise<void> {
  try {
    const { problems } = await store.records.audit(auditedAtOnce);
    for (const { log, seq, why } of problems) writeLog({ event: 'audit', problem: why, log, seq });
  } catch (error) {
    writeLog({ event: 'audit', problem: error instanceof Error ? error.message : String(error) });
  }
}

async function listen(server: Awaited<ReturnType<typeof createHubServer>>, { port, host }: HubOptions) {
  try {
    return await server.listen(port, host);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new AppError('hub/address-in-use', { port, host }, { cause: error });
    throw new AppError('hub/address-refused', { port, host, detail: message }, { cause: error });
  }
}

/** The one line a person needs to enrol a workstation. */
async function readyLine(store: HubStore, options: HubOptions, url: string): Promise<string> {
  const parts = [`Benchside hub ready: ${url}`];
  let sites = await store.enrolment.sites();
  if (sites.length === 0 && !options.isForExistingSite) {
    await store.enrolment.openSite(options.site ?? firstSiteName);
    sites = await store.enrolment.sites();
  }
  const meant = sites.filter(
    ({ site, name }) => options.site === undefined || name === options.site || site === options.site,
  );
  if (options.hasCode && options.isForExistingSite) {
    const { code } = await store.enrolment.newOpeningCode(syncLimits.codeHours);
    parts.push(`enrolment code: ${code} (for a site that exists already, once, ${syncLimits.codeHours} h)`);
  } else if (options.hasCode && meant.length === 1) {
    const { code } = await store.enrolment.newCode(meant[0]!.site, syncLimits.codeHours);
    parts.push(`enrolment code: ${code} (site "${meant[0]!.name}", once, ${syncLimits.codeHours} h)`);
  } else if (options.hasCode) {
    parts.push(`enrolment code: \`npm run hub -- code --site NAME\` (${sites.length} sites)`);
  }
  parts.push(`fingerprint: ${fingerprintWords(recordCrypto.hashText(store.hub.publicKey))}`);
  return parts.join(' | ');
}

const isThisMachine = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** What others type to reach this machine when it listens on all its addresses. */
function reachableName(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return outer?.address ?? '127.0.0.1';
}

function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(signal));
  });
}
