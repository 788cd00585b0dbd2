import * as z from 'zod';
import { definitionKey, sourced } from './definition-facts.ts';
import type { Signal } from './signals.ts';

/**
 * `knowledge.yaml`: what an instrument's codes and marks mean, what else is known of it, and what nobody published. Read by
 * people; nothing is computed from it.
 */

/** What a code or mark says, in our own words. */
export const term = z.strictObject({
  kind: z.enum([
    'item',
    'abnormal',
    'suspect',
    'judgement',
    'action',
    'image',
    'service',
    'mark',
    'status',
    'id-read-by',
    'inquiry',
    'specimen',
    'profile',
  ]),
  /** As it stands on the wire, compared whole. */
  code: z.string().min(1).max(80),
  means: z.string().min(1).max(600),
  ...sourced,
});
export type Term = z.infer<typeof term>;

/** A fact that no other file of the definition has a place for: throughput, a cable, a detector. */
export const fact = z.strictObject({
  key: definitionKey,
  about: z.string().min(1).max(120),
  text: z.string().min(1).max(600),
  ...sourced,
});

/** Something searched for and found nowhere in public: never filled with a likely value. */
export const blank = z.strictObject({
  key: definitionKey,
  about: z.string().min(1).max(200),
  /** Where the lab finds it. */
  ask: z.string().min(1).max(300),
});

export const knowledge = z.strictObject({
  terms: z.array(term).max(1000).default([]),
  facts: z.array(fact).max(500).default([]),
  blanks: z.array(blank).max(200).default([]),
});
export type Knowledge = z.infer<typeof knowledge>;

/** What is wrong in it beyond its shape: a code explained twice in one kind, a key used twice. */
export function findKnowledgeFaults({ terms, facts, blanks }: Knowledge): string[] {
  const names = [
    ...terms.map(({ kind, code }) => `term ${kind} ${code}`),
    ...facts.map(({ key }) => `fact ${key}`),
    ...blanks.map(({ key }) => `blank ${key}`),
  ];
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size).map((name) => `used-twice ${name}`);
}

/** The code in a test as sent: one component of it, or the whole. */
export function codeOfTest(test: string, component: number | null): string {
  return (component === null ? test : (test.split('^')[component - 1] ?? '')).trim();
}

/** Kinds of terms that a result's test code may have. */
const TEST_KINDS: readonly Term['kind'][] = ['item', 'abnormal', 'suspect', 'judgement', 'action', 'image', 'service'];

/**
 * The terms that explain the signals of a message: its test codes, how ids came in, what an order or an inquiry says.
 *
 * @param codeOf the code of a test as sent (`^^^^WBC^1` is `WBC`)
 */
export function explainSignals(
  { terms }: Knowledge,
  signals: readonly Signal[],
  codeOf: (test: string) => string,
): Term[] {
  const wanted = new Set<string>();
  for (const signal of signals) {
    if ('rawValue' in signal) for (const kind of TEST_KINDS) wanted.add(`${kind} ${codeOf(signal.test)}`);
    if (signal.kind !== 'order') continue;
    wanted.add(`id-read-by ${signal.readBy}`);
    wanted.add(`inquiry ${signal.purpose === 'inquiry' ? 'Q.13' : 'O.12'} ${signal.action}`);
    for (const profile of signal.profiles) wanted.add(`profile ${profile}`);
  }
  return terms.filter(({ kind, code }) => wanted.has(`${kind} ${code}`));
}
