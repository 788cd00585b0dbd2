import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeUpdateFile } from '../electron/sync/bundle/update-file.ts';

/**
 * `npm exec -- node scripts/sign-update.ts <installer> --key <pem file> --version 1.2.3 --platform win32 --arch x64 --out <file>`:
 * makes the signed file by which workstations without a network are updated. The key is an Ed25519 private key (`openssl genpkey
 * -algorithm ed25519`) that stays with whoever releases; the public half, which this prints, goes as `release-key.txt` into the
 * program's resources.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string' },
    version: { type: 'string' },
    platform: { type: 'string', default: process.platform },
    arch: { type: 'string', default: process.arch },
    out: { type: 'string' },
  },
});
const [installer] = positionals;
const { key: keyFile, version, platform, arch, out } = values;
if (installer === undefined || keyFile === undefined || version === undefined || out === undefined) {
  process.stderr.write('Needs an installer, --key, --version and --out.\n');
  process.exit(2);
}
const key = createPrivateKey(readFileSync(keyFile));
const publicKey = createPublicKey(key).export({ format: 'jwk' }).x;
if (key.asymmetricKeyType !== 'ed25519' || publicKey === undefined) throw new Error('The key is no Ed25519 key');
const { sha256, byteCount } = await writeUpdateFile({
  installer,
  path: out,
  update: { version, platform, arch },
  key,
  publicKey,
  madeAt: new Date().toISOString(),
  newId: randomUUID,
});
process.stdout.write(`${out}: version ${version}, ${byteCount} bytes, SHA-256 ${sha256}\nrelease key ${publicKey}\n`);
