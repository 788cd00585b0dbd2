import * as z from 'zod';
import { definitionKey, sourced } from './definition-facts.ts';

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

/**
 * The terms that explain results of a message, by test code: what the code means where it is a message or a service item.
 * Codes without a term are left out.
 */
export function explainCodes({ terms }: Knowledge, codes: readonly string[]): { code: string; term: Term }[] {
  const byCode = new Map(
    terms
      .filter(({ kind }) => !['mark', 'status', 'id-read-by', 'inquiry', 'specimen', 'profile'].includes(kind))
      .map((one) => [one.code, one]),
  );
  return [...new Set(codes)].flatMap((code) => {
    const found = byCode.get(code);
    return found === undefined ? [] : [{ code, term: found }];
  });
}
