import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FuseV1Options } from '@electron/fuses';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { wantedFuses } from '../../../scripts/package/smoke.ts';

const root = new URL('../../../', import.meta.url);
const settings = parse(readFileSync(new URL('electron-builder.yml', root), 'utf8'));
// The packager's schema is not among its exports; it lies beside the file that is.
const require = createRequire(import.meta.url);
const schemaFile = require.resolve('app-builder-lib/scheme.json', { paths: [require.resolve('electron-builder')] });
const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

describe('electron-builder.yml', () => {
  test("holds against the packager's own schema", () => {
    validate(settings);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema is really looked at: a wrong target and an unknown key are refused', () => {
    expect(validate({ ...settings, win: { target: 42 } })).toBe(false);
    expect(validate({ ...settings, unheardOf: true })).toBe(false);
  });

  test('names every target the product ships', () => {
    const targets = [settings.win, settings.mac, settings.linux].map((platform) => platform.target);
    expect(targets).toEqual([['nsis', 'portable'], ['dmg'], ['AppImage', 'deb', 'dir']]);
  });

  test('sets the fuses the smoke test asks for', () => {
    const names = wantedFuses.map(([fuse, isOn]) => {
      const name = FuseV1Options[fuse] ?? '';
      return [name.charAt(0).toLowerCase() + name.slice(1), isOn] as const;
    });
    expect(settings.electronFuses).toEqual(Object.fromEntries(names));
  });

  test('leaves native add-ons outside the archive and nothing else', () => {
    expect(settings.asarUnpack).toEqual(['**/*.node']);
    expect(settings.asar).toEqual({ smartUnpack: false });
  });
});
