import path from 'node:path';
import { expect, test } from 'vitest';
import { allPaths, isSource, readSource, sourceFiles } from './source-files.ts';

const MOST_LINES = 400;

const linesOf = (text: string) => (text.endsWith('\n') ? text.split('\n').length - 1 : text.split('\n').length);

test(`no source file is over ${MOST_LINES} lines`, () => {
  const styles = allPaths.filter((file) => file.endsWith('.css')).map(readSource);
  const long = [...sourceFiles, ...styles].filter(({ text }) => linesOf(text) > MOST_LINES);
  expect(long.map(({ path: file, text }) => `${file}: ${linesOf(text)}`)).toEqual([]);
});

test('no file only passes on what others export', () => {
  const statements = (text: string) =>
    text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*\/\/.*$/gm, '')
      .split(';')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== '');
  const isPassedOn = (statement: string) => /^export\s+(type\s+)?(\*|\{[^}]*\}).*\bfrom\b/s.test(statement);
  const barrels = sourceFiles.filter(({ text }) => {
    const all = statements(text);
    return all.length > 0 && all.every(isPassedOn);
  });
  expect(barrels.map((file) => file.path)).toEqual([]);
});

test('files are named for what they hold, in small letters with hyphens', () => {
  const isVague = (file: string) => /^(index|utils?|helpers?|misc|common|stuff)\./.test(path.basename(file));
  const isKebab = (file: string) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(path.basename(file));
  const named = allPaths.filter((file) => isSource(file) || /\.(css|json|ya?ml|html)$/.test(file));
  expect(named.filter((file) => !isKebab(file))).toEqual([]);
  expect(sourceFiles.map((file) => file.path).filter(isVague)).toEqual([]);
});

// Put together here, so that this file does not hold what it forbids.
const machinePaths = [
  ['/work', '/(main|shared|\\.)'],
  ['/ro', 'ot/'],
  ['/t', 'mp/'],
  ['\\.lib', 'rary/'],
  ['farm', '-(studio|bench)'],
].map((parts) => new RegExp(`(^|[\\s"'\`(=:])[^\\s"'\`]*${parts.join('')}`));

test('no file names a path of the machine it was written on', () => {
  const isText = (file: string) => isSource(file) || /\.(css|json|ya?ml|html|md|sh)$|^\.ci\/|^\.[a-z]+rc$/.test(file);
  const found = allPaths.filter(isText).flatMap((file) =>
    readSource(file)
      .text.split('\n')
      .flatMap((line, at) => (machinePaths.some((pattern) => pattern.test(line)) ? [`${file}:${at + 1}`] : [])),
  );
  expect(found).toEqual([]);
});

test('nothing is left undone or switched off', () => {
  const marks = [/\b(TO[D]O|FIX[M]E|XX[X])\b/, /\b(it|test|describe)\.(only|skip|todo)\b/];
  const found = sourceFiles.flatMap(({ path: file, text }) =>
    text.split('\n').flatMap((line, at) => (marks.some((mark) => mark.test(line)) ? [`${file}:${at + 1}`] : [])),
  );
  expect(found).toEqual([]);
});

test('zod is imported whole, which lets the bundler leave most of it out', () => {
  const wrong = sourceFiles.filter(({ text }) => /import\s*\{[^}]*\bz\b[^}]*\}\s*from\s*['"]zod['"]/.test(text));
  expect(wrong.map((file) => file.path)).toEqual([]);
});
