import { compareNames } from './compare-names.ts';

/** How something looks as a whole: calm, needs a person, must stop, cannot tell, or not in use. */
export type Tone = 'good' | 'attention' | 'stop' | 'unknown' | 'not-set-up';

/** How much a tone needs a person; the gravest of several reasons decides. */
export const toneRank: Readonly<Record<Tone, number>> = {
  good: 0,
  'not-set-up': 1,
  unknown: 2,
  attention: 3,
  stop: 4,
};

/** Anything that can be sorted by how much it needs a person. */
export interface Attended {
  readonly id: string;
  readonly name: string;
  readonly tone: Tone;
}

/** Order of the Bench: what needs a person first, then by name as people count, then by id so that nothing jumps. */
export function compareAttention(a: Attended, b: Attended): number {
  return toneRank[b.tone] - toneRank[a.tone] || compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
