import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { seededRandom } from './bit-flips.ts';
import type { FolderMode } from './encrypt.ts';

/** What the shim wrote down: one change to one file, or one sync. See `power-cut-shim.c`. */
interface DiskStep {
  readonly kind: 'C' | 'M' | 'W' | 'T' | 'S' | 'D' | 'U' | 'R';
  readonly path: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

/** How un-synced writes fare in one image. */
export type LossMode = 'dropped' | 'kept' | 'mixed' | 'torn';
const lossModes: readonly LossMode[] = ['dropped', 'kept', 'mixed', 'torn'];

export interface DiskImage {
  readonly folder: string;
  /** Names the image: step and mode, enough to make it again with the same seed. */
  readonly what: string;
  /** Everything the ledger said had been acknowledged by then. */
  readonly acknowledged: readonly string[];
}

/** A folder in memory where there is one: images are many, and nothing of them must last. */
export function fastFolder(name: string): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `benchside-${name}-`));
}

/** Compiles the shim; undefined (with the reason on stderr) where that can not be done. */
export function buildShim(folder: string): string | undefined {
  if (process.platform !== 'linux') {
    process.stderr.write('POWER-CUT HARNESS SKIPPED: LD_PRELOAD is there on Linux only\n');
    return undefined;
  }
  const target = join(folder, 'shim.so');
  const source = new URL('./power-cut-shim.c', import.meta.url).pathname;
  for (const compiler of ['cc', 'gcc']) {
    const made = spawnSync(compiler, ['-O2', '-shared', '-fPIC', '-o', target, source, '-ldl', '-lpthread'], {
      encoding: 'utf8',
    });
    if (made.status === 0) return target;
    if (!made.error) throw new Error(`the shim does not compile: ${made.stderr}`);
  }
  process.stderr.write('POWER-CUT HARNESS SKIPPED: no C compiler (install gcc)\n');
  return undefined;
}

/** Runs the work of `power-cut-work.ts` under the shim and answers the list of what reached the disk. */
export function recordWork(
  root: string,
  shim: string,
  options: { synchronous: 'FULL' | 'NORMAL'; rounds: number; mode?: FolderMode },
): DiskStep[] {
  const folder = join(root, 'work');
  const log = join(root, 'steps.log');
  mkdirSync(folder);
  const script = new URL('./power-cut-work.ts', import.meta.url).pathname;
  const done = spawnSync(process.execPath, [script, folder, options.synchronous, String(options.rounds)], {
    env: {
      ...process.env,
      LD_PRELOAD: shim,
      BENCHSIDE_POWER_CUT_FOLDER: folder,
      BENCHSIDE_POWER_CUT_LOG: log,
      BENCHSIDE_TEST_MODE: options.mode ?? 'plain',
    },
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (done.status !== 0) throw new Error(`the work failed (${done.status ?? done.signal}): ${done.stderr}`);
  return readSteps(readFileSync(log), folder);
}

function readSteps(list: Buffer, root: string): DiskStep[] {
  const steps: DiskStep[] = [];
  for (let at = 0; at < list.length; ) {
    const kind = String.fromCharCode(list[at]!) as DiskStep['kind'];
    const pathLength = list.readUInt32LE(at + 1);
    const path = list.toString('utf8', at + 5, at + 5 + pathLength).slice(root.length);
    at += 5 + pathLength;
    const offset = Number(list.readBigUInt64LE(at));
    const length = Number(list.readBigUInt64LE(at + 8));
    at += 16;
    const hasBytes = kind === 'W' || kind === 'R';
    steps.push({ kind, path, offset, bytes: hasBytes ? list.subarray(at, at + length) : Buffer.alloc(0) });
    if (hasBytes) at += length;
  }
  return steps.map((step) =>
    step.kind === 'R' ? { ...step, bytes: Buffer.from(step.bytes.toString('utf8').slice(root.length)) } : step,
  );
}

const ledgerPath = '/ledger';

/**
 * Cuts the power at `count` places of the list and writes each resulting disk to a folder of its own (removed when the
 * next one is asked for). What was synced is there; of the rest, names come back in the order they were made, up to some
 * point, and writes are dropped, kept, mixed, or torn at 512 bytes.
 */
export function* cutPower(steps: readonly DiskStep[], count: number, seed: number): Generator<DiskImage> {
  const random = seededRandom(seed);
  const places = Array.from({ length: count }, () => 1 + Math.floor(random() * steps.length)).sort((a, b) => a - b);
  const disk = new Disk();
  const acknowledged: string[] = [];
  let done = 0;
  for (const [number, place] of places.entries()) {
    for (; done < place; done++) {
      const step = steps[done]!;
      if (step.path === ledgerPath && step.kind === 'W')
        acknowledged.push(...step.bytes.toString('utf8').split('\n').filter(Boolean));
      else if (step.path !== ledgerPath) disk.take(step);
    }
    const folder = fastFolder('image');
    const mode = lossModes[number % lossModes.length]!;
    disk.writeImage(folder, mode, random);
    yield {
      folder,
      what: `step ${place} of ${steps.length}, un-synced writes ${mode}`,
      acknowledged: [...acknowledged],
    };
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes that grow in place: a file of some megabytes is written to thousands of times. */
class Content {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
    this.#length = bytes.length;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  copy(): Content {
    return new Content(Buffer.from(this.bytes));
  }

  write(at: number, bytes: Buffer): void {
    this.#grow(at + bytes.length);
    bytes.copy(this.#bytes, at);
  }

  truncate(length: number): void {
    this.#bytes.fill(0, Math.min(length, this.#length), this.#length);
    if (length > this.#length) this.#grow(length);
    this.#length = length;
  }

  #grow(length: number): void {
    if (length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(length, this.#bytes.length * 2));
      this.bytes.copy(grown);
      this.#bytes = grown;
    }
    this.#length = Math.max(this.#length, length);
  }
}

interface DiskFile {
  /** As a disk has it for certain. */
  readonly content: Content;
  /** Written since, and not synced. */
  unsynced: DiskStep[];
}

type Names = Map<string, DiskFile>;

class Disk {
  /** Names that are on the disk for certain, and those the running system sees. */
  readonly #durable: Names = new Map();
  readonly #seen: Names = new Map();
  readonly #folders = new Set<string>();
  readonly #madeBy = new Map<DiskStep, DiskFile>();
  #unsyncedNames: DiskStep[] = [];

  take(step: DiskStep): void {
    const file = this.#seen.get(step.path);
    if (step.kind === 'C') this.#madeBy.set(step, { content: new Content(), unsynced: [] });
    if (step.kind === 'W' || step.kind === 'T') file?.unsynced.push(step);
    else if (step.kind === 'S' && file) {
      for (const write of file.unsynced) applyWhole(file.content, write);
      file.unsynced = [];
    } else if (step.kind === 'D') this.#syncFolder(step.path);
    else {
      this.#changeNames(this.#seen, new Set(), step);
      this.#unsyncedNames.push(step);
    }
  }

  writeImage(folder: string, mode: LossMode, random: () => number): void {
    const names: Names = new Map(this.#durable);
    const folders = new Set(this.#folders);
    const waiting = this.#unsyncedNames.length;
    const kept = mode === 'kept' ? waiting : mode === 'dropped' ? 0 : Math.floor(random() * (waiting + 1));
    for (const step of this.#unsyncedNames.slice(0, kept)) this.#changeNames(names, folders, step);
    for (const path of folders) mkdirSync(join(folder, path), { recursive: true });
    for (const [path, file] of names) {
      const content = file.unsynced.length > 0 ? file.content.copy() : file.content;
      for (const write of file.unsynced) applyPart(content, write, mode, random);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content.bytes);
    }
  }

  #syncFolder(path: string): void {
    const isHere = (step: DiskStep) => dirname(step.path) === (path === '' ? '/' : path);
    for (const step of this.#unsyncedNames.filter(isHere)) this.#changeNames(this.#durable, this.#folders, step);
    this.#unsyncedNames = this.#unsyncedNames.filter((step) => !isHere(step));
  }

  #changeNames(names: Names, folders: Set<string>, step: DiskStep): void {
    if (step.kind === 'M') folders.add(step.path);
    if (step.kind === 'C') names.set(step.path, this.#madeBy.get(step)!);
    const file = names.get(step.path);
    if (step.kind === 'U' || step.kind === 'R') names.delete(step.path);
    if (step.kind === 'R' && file) names.set(step.bytes.toString('utf8'), file);
  }
}

function applyWhole(content: Content, step: DiskStep): void {
  if (step.kind === 'T') content.truncate(step.offset);
  else content.write(step.offset, step.bytes);
}

const sectorBytes = 512;

function applyPart(content: Content, step: DiskStep, mode: LossMode, random: () => number): void {
  if (mode === 'dropped') return;
  if (mode === 'kept') {
    applyWhole(content, step);
    return;
  }
  if (mode === 'mixed' || step.kind === 'T') {
    if (random() < 0.5) applyWhole(content, step);
    return;
  }
  for (let at = 0; at < step.bytes.length; ) {
    const end = Math.min(step.bytes.length, at + sectorBytes - ((step.offset + at) % sectorBytes));
    if (random() < 0.5) content.write(step.offset + at, step.bytes.subarray(at, end));
    at = end;
  }
}
