import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseKeyProvider, osKeyStore, type SealingStore } from '../../../electron/shell/secrets.ts';

/** Stands in for the operating system: seals with a key that can be lost. */
function operatingSystem({ backend = 'gnome_libsecret', isAvailable = true } = {}) {
  let key = randomBytes(32);
  const seal = (plain: string): Buffer => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, body, cipher.getAuthTag()]);
  };
  const open = (sealed: Buffer): string => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  };
  const old: SealingStore = {
    isEncryptionAvailable: () => isAvailable,
    encryptString: seal,
    decryptString: open,
    getSelectedStorageBackend: () => backend,
  };
  let isRotated = false;
  const modern: SealingStore = {
    ...old,
    encryptString: () => {
      throw new Error('deprecated');
    },
    decryptString: () => {
      throw new Error('deprecated');
    },
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptStringAsync: async (plain) => seal(plain),
    decryptStringAsync: async (sealed) => ({ result: open(sealed), shouldReEncrypt: isRotated }),
  };
  return {
    old,
    modern,
    forget: () => {
      key = randomBytes(32);
    },
    rotate: () => {
      isRotated = true;
    },
  };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'benchside-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => path.join(folder, 'keys.os-store.json');

describe.each(['old', 'modern'] as const)('the OS key store of an %s runtime', (kind) => {
  it('gives back what it was given, and keeps only sealed bytes, for its owner alone', async () => {
    const keys = osKeyStore(folder, operatingSystem()[kind]);
    expect(await keys.read()).toBeUndefined();
    await keys.write('top secret');
    expect(await keys.read()).toBe('top secret');
    expect(readFileSync(file(), 'utf8')).not.toContain('top secret');
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('says that it is locked when the system no longer opens it, or the file is damaged', async () => {
    const system = operatingSystem();
    const keys = osKeyStore(folder, system[kind]);
    await keys.write('top secret');
    system.forget();
    await expect(keys.read()).rejects.toMatchObject({ code: 'keys/locked' });
    writeFileSync(file(), '{"format":2}');
    await expect(keys.read()).rejects.toMatchObject({ code: 'keys/locked' });
  });
});

it('is sealed anew when the system has a newer key', async () => {
  const system = operatingSystem();
  const keys = osKeyStore(folder, system.modern);
  await keys.write('top secret');
  const before = readFileSync(file(), 'utf8');
  system.rotate();
  expect(await keys.read()).toBe('top secret');
  expect(readFileSync(file(), 'utf8')).not.toBe(before);
});

describe('which provider keeps the keys', () => {
  it('is the OS store of a new folder, where there is a real one', async () => {
    expect(await chooseKeyProvider(folder, null, operatingSystem().modern)).toBe('os-store');
    expect(await chooseKeyProvider(folder, null, operatingSystem().old)).toBe('os-store');
    expect(await chooseKeyProvider(folder, 'file', operatingSystem().modern)).toBe('file');
  });

  it.each(['basic_text', 'unknown'])(
    'is a file where the system only obfuscates (%s), whatever is asked for',
    async (backend) => {
      expect(await chooseKeyProvider(folder, null, operatingSystem({ backend }).modern)).toBe('file');
      expect(await chooseKeyProvider(folder, 'os-store', operatingSystem({ backend }).old)).toBe('file');
    },
  );

  it('is a file where the system has no key store at the moment of the first start', async () => {
    expect(await chooseKeyProvider(folder, null, operatingSystem({ isAvailable: false }).modern)).toBe('file');
  });

  it('stays where the keys are', async () => {
    const system = operatingSystem();
    await osKeyStore(folder, system.old).write('top secret');
    expect(await chooseKeyProvider(folder, 'file', operatingSystem({ isAvailable: false }).old)).toBe('os-store');
    writeFileSync(path.join(folder, 'keys.json'), '{}');
    expect(await chooseKeyProvider(folder, 'os-store', system.old)).toBe('file');
  });
});
