import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type LockFile, missingFromLock, platformOf } from '../../../scripts/complete-lock.ts';

const root = new URL('../../../', import.meta.url);
const lockText = readFileSync(new URL('package-lock.json', root), 'utf8');
const lock = JSON.parse(lockText) as LockFile;

test('npm ci takes the lock file on every platform (else run: node scripts/complete-lock.ts)', () => {
  expect(missingFromLock(lock)).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(lockText).not.toMatch(/"resolved"|https?:\/\/(registry|localhost|127\.)/);
});

test('package.json pins exact versions', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(new URL('package.json', root), 'utf8'),
  );
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
  );
  expect(loose).toEqual([]);
});

test('an optional package nobody answers for is found, also from inside another', () => {
  const small: LockFile = {
    packages: {
      '': {},
      'node_modules/a': { optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-win32-x64': '1.0.0' } },
      'node_modules/a/node_modules/a-linux-x64': {},
      'node_modules/a/node_modules/b': { dev: true, optionalDependencies: { 'a-linux-x64': '1.0.0', c: '2.0.0' } },
    },
  };
  expect(missingFromLock(small)).toEqual([
    { name: 'a-win32-x64', version: '1.0.0', isDev: false },
    { name: 'c', version: '2.0.0', isDev: true },
  ]);
});

test.each([
  ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@oxc-parser/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@oxc-parser/binding-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
  ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['left-pad', undefined],
])('platform of %s', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
