import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readContainerBytes, saveContainer, signerOf } from '../../../electron/host/container-file.ts';
import { isAppError } from '../../../shared/kernel/errors.ts';
import { benchesOfOneSite } from '../../harness/bundle-benches.ts';

const made = { kind: 'sops', madeAt: '2026-11-23T10:00:00.000Z', madeBy: 'Ruth Keller' };

function tryToRead(bytes: Uint8Array) {
  try {
    return readContainerBytes(bytes, 'sops').file;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

describe('a small file a workstation signed', { timeout: 60_000 }, () => {
  test('names its workstation here and elsewhere; changed it names nobody', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    const [, stranger] = await benchesOfOneSite('Bench 7', 'Bench 8');
    const path = join(b!.folder, 'pack.benchside');
    await saveContainer(path, made, [{ a: 1 }, { b: 2 }], b!.store.keys);
    const bytes = readFileSync(path);
    const { file } = readContainerBytes(bytes, 'sops');
    expect(file).toMatchObject({ items: [{ value: { a: 1 } }, { value: { b: 2 } }], badLines: [] });
    const fingerprint = expect.stringMatching(/^([a-z]{5} ){5}[a-z]{5}$/) as unknown;
    expect(signerOf(file, b!.store)).toEqual({ label: expect.any(String) as unknown, fingerprint, standing: 'own' });
    expect(signerOf(file, a!.store)).toEqual({ label: 'Bench 2', fingerprint, standing: 'known' });
    expect(signerOf(file, stranger!.store)).toEqual({ label: '', fingerprint, standing: 'unknown' });
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const read = tryToRead(changed);
      // Where it still names somebody, nothing that was signed has changed.
      if (read?.signed) expect([at, read.items, read.madeBy]).toEqual([at, file.items, made.madeBy]);
      if (read?.signed) expect(read.signed.publicKey).toBe(b!.store.keys.publicKey);
    }
    await saveContainer(path, made, [{ a: 1 }]);
    expect(signerOf(readContainerBytes(readFileSync(path), 'sops').file, a!.store)).toBeNull();
  });
});
