import * as z from 'zod';
import type { InstrumentFile } from '../../instruments/definition.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Naming } from './contract.ts';
import type { DefinitionChange } from './records.ts';

/** Pure rules of naming: a person's words to keys of the lab's own `instrument.yaml`, and what that changes. */

/** What a lab may say a place is. Identity can be declared, never undone. */
export const namedKind = z.enum(['result', 'flag', 'date', 'time', 'sequence', 'serial-number', 'identity', 'ignored']);
export const decimalsOf = z.number().int().min(0).max(6).nullable();

type PlainMap = Record<string, unknown>;

/** Kinds of mappings whose tests or positions a lab can name. */
export function isNameable({ mapping }: Pick<InstrumentFile, 'mapping'>): boolean {
  return 'fieldMap' in mapping || 'analytes' in mapping;
}

/**
 * The lab's own file (parsed; null where there is none) with the names laid over it. Everything else in it stays.
 *
 * @param shipped the definition as it is in use; its version plus one patch is the new one
 * @throws AppError `definitions/not-nameable`, `definitions/analyte-missing`, `definitions/name-missing`
 */
export function applyNames(own: unknown, inUse: InstrumentFile, names: readonly Naming[]): PlainMap {
  if (!isNameable(inUse)) throw new AppError('definitions/not-nameable', { key: inUse.key });
  const file: PlainMap = isMap(own) ? (JSON.parse(JSON.stringify(own)) as PlainMap) : {};
  file.key = inUse.key;
  file.version = nextVersion(inUse.version);
  const mapping = mapAt(file, 'mapping');
  for (const name of names) {
    const [what = '', ...rest] = name.place.split(' ');
    if (what === 'test') {
      if (name.analyte === null) throw new AppError('definitions/analyte-missing', { place: name.place });
      mapAt(mapping, 'analytes')[rest.join(' ')] = name.analyte;
    } else mapField(mapping, rest, name);
  }
  return file;
}

function mapField(mapping: PlainMap, [record = '', position = '']: readonly string[], name: Naming): void {
  if (name.name === '') throw new AppError('definitions/name-missing', { place: name.place });
  const isResult = name.kind === 'result';
  if (isResult && name.test === '') throw new AppError('definitions/name-missing', { place: name.place });
  const fields = mapAt(mapAt(mapAt(mapAt(mapping, 'fieldMap'), 'records'), record), 'fields');
  fields[position] = {
    name: name.name,
    kind: name.kind,
    ...(isResult || name.kind === 'flag' ? { test: name.test } : {}),
    ...(isResult ? { analyte: name.analyte, unit: name.unit, decimals: name.decimals } : {}),
    sources: ['LAB'],
    confidence: 'lab',
  };
}

/** `1.2.3` to `1.2.4`. */
export function nextVersion(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  return `${major}.${minor}.${Number(patch) + 1}`;
}

/** Positive where `one` is the higher version. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Every place in which two trees of plain data differ, by path; a missing side is an empty text. */
export function findChanges(before: unknown, after: unknown): DefinitionChange[] {
  const [left, right] = [flatten(before), flatten(after)];
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  return paths.flatMap((path) => {
    const [was = '', is = ''] = [left.get(path), right.get(path)];
    return was === is ? [] : [{ path: path.slice(0, 300), before: was.slice(0, 400), after: is.slice(0, 400) }];
  });
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    // Things with a name of their own are compared by it: one that is put in between moves no other.
    const entries = Array.isArray(value)
      ? value.map((item, index) => [nameOf(item) ?? String(index), item] as const)
      : Object.entries(value);
    for (const [key, child] of entries) flatten(child, path === '' ? key : `${path} › ${key}`, into);
  } else if (value !== undefined && value !== null && value !== '') into.set(path, String(value));
  return into;
}

function nameOf(item: unknown): string | undefined {
  if (!isMap(item)) return undefined;
  const name = item.key ?? item.code;
  return typeof name === 'string' ? name : undefined;
}

function mapAt(parent: PlainMap, key: string): PlainMap {
  const child = parent[key];
  if (isMap(child)) return child;
  const made: PlainMap = {};
  parent[key] = made;
  return made;
}

function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
