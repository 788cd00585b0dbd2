import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRuntimeFacts } from '../../../electron/shell/runtime-facts.ts';
import { readArguments } from '../../../electron/shell/start-settings.ts';

describe('readArguments', () => {
  it('reads both ways of writing a value', () => {
    expect(readArguments(['electron', '.', '--data', '/d', '--keys=file'])).toEqual({ dataFolder: '/d', keys: 'file' });
    expect(readArguments(['benchside', '--data=/d e'])).toEqual({ dataFolder: '/d e', keys: null });
  });

  it('makes a folder absolute, and takes nothing it does not know', () => {
    expect(readArguments(['x', '--data', 'here']).dataFolder).toBe(path.resolve('here'));
    expect(readArguments(['x', '--no-sandbox', '--keys', 'none', '--data'])).toEqual({ dataFolder: null, keys: null });
  });
});

describe('readRuntimeFacts', () => {
  it('takes an unreadable file for the official runtime, which needs nothing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'benchside-runtime-'));
    const file = path.join(folder, 'runtime.json');
    expect(await readRuntimeFacts(file)).toEqual({ source: 'official', sqliteBinding: null });
    writeFileSync(file, JSON.stringify({ source: 'registry fallback', sqliteBinding: '/a.node', more: 1 }));
    expect(await readRuntimeFacts(file)).toEqual({ source: 'registry fallback', sqliteBinding: '/a.node' });
    rmSync(folder, { recursive: true });
  });
});
