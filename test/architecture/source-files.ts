import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** A file of the project: its path with `/` from the root, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// What .gitignore names, plus git's own folder.
const left = new Set(['.git', 'node_modules', 'out', 'dist', 'demo-out', '.runtime', 'coverage']);

function walk(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if (left.has(entry.name)) return [];
    const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(below) : [below];
  });
}

export const allPaths: readonly string[] = walk('');

export const isSource = (file: string): boolean => /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(file);

export const readSource = (file: string): SourceFile => ({
  path: file,
  text: readFileSync(path.join(projectRoot, file), 'utf8'),
});

export const sourceFiles: readonly SourceFile[] = allPaths.filter(isSource).map(readSource);

/** What git tracks and is still there, or undefined where this is no clone (an unpacked archive). */
export function trackedPaths(): string[] | undefined {
  if (!existsSync(path.join(projectRoot, '.git'))) return undefined;
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '' && existsSync(path.join(projectRoot, file)));
}
