import v8 from 'node:v8';
import vm from 'node:vm';

/** What the engine's collector answers to, once it is exposed. */
type Collect = (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * For a start: little of what it makes is garbage, and looking for that takes a tenth of the time of the one thread everything
 * waits for. Holds until `giveBackMemory`; memory is bounded as ever.
 */
export function collectLater(): void {
  v8.setFlagsFromString('--no-incremental-marking');
  v8.setFlagsFromString('--semi-space-growth-factor=8');
}

/**
 * Gives back what a start took and nothing needs any more: a start allocates fast, and the engine keeps the room it grew for
 * that (some 15 MiB of a bench at rest) until somebody asks. Takes some 50 ms, once; for when nobody waits.
 */
export function giveBackMemory(): void {
  v8.setFlagsFromString('--incremental-marking');
  v8.setFlagsFromString('--semi-space-growth-factor=2');
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as Collect;
  v8.setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
