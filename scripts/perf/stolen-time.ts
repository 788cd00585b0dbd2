import { readFileSync } from 'node:fs';

/** A round in which more of the processors' time than this went to somebody else's machine says nothing about ours. */
const mostStolen = 0.01;

/**
 * What a virtual machine's processors were kept from doing because the machine below ran others (`steal` of
 * `/proc/stat`), as a share of all processor time between two looks. Where the system does not tell, always 0.
 */
export class StolenTime {
  #before = look();

  /** Share since the last look, 0 to 1. */
  share(): number {
    const now = look();
    const { all, stolen } = this.#before;
    this.#before = now;
    return now.all === all ? 0 : (now.stolen - stolen) / (now.all - all);
  }
}

/** Whether a round with this share stolen counts. */
export const isCalm = (stolenShare: number): boolean => stolenShare <= mostStolen;

function look(): { all: number; stolen: number } {
  try {
    // proc_stat(5): user nice system idle iowait irq softirq steal guest guest_nice, in ticks; guests are counted in user.
    const line = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '';
    const ticks = line.split(/\s+/).slice(1, 9).map(Number);
    return { all: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
  } catch {
    return { all: 0, stolen: 0 };
  }
}
