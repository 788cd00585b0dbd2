import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { codeOfTest, explainSignals, findKnowledgeFaults } from '../../shared/instruments/knowledge.ts';
import { resourcesFolder } from '../harness/definitions.ts';

const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });

/** Groups whose codes are messages: a person has to be told what each says. */
const TOLD = ['flag', 'suspect', 'judgement'];

for (const { key, knowledge, mapping } of catalog.list()) {
  if (knowledge.terms.length === 0 && knowledge.facts.length === 0) continue;

  describe(key, () => {
    test('explains nothing twice, and gives every blank a place to ask', () => {
      expect(findKnowledgeFaults(knowledge)).toEqual([]);
      for (const { about, ask } of knowledge.blanks) expect(ask.length, about).toBeGreaterThan(5);
    });

    test('explains every message its wire may carry, where it explains any', () => {
      const told = knowledge.terms.filter(({ kind }) => ['abnormal', 'suspect', 'judgement', 'action'].includes(kind));
      if (told.length === 0 || !('groups' in mapping)) return;
      const explained = new Set(told.map(({ code }) => code));
      const codes = mapping.groups.filter(({ kind }) => TOLD.includes(kind)).flatMap((group) => group.codes);
      expect(codes.filter((code) => !explained.has(code))).toEqual([]);
    });

    test('claims no more than its sources do: a meaning that follows from a name is inferred', () => {
      for (const { code, sources, confidence } of knowledge.terms) {
        if (sources.every((source) => source === 'BENCH')) expect(confidence, code).toBe('inferred');
      }
    });
  });
}

test('what a code says is found by the code in the test as sent, and only for what the message holds', () => {
  const xn = catalog.get('sysmex-xn-1000');
  expect(codeOfTest('^^^^PLT_Clumps?', 5)).toBe('PLT_Clumps?');
  expect(codeOfTest('041', null)).toBe('041');
  expect(xn && explainSignals(xn.knowledge, [], (test) => test)).toEqual([]);
});
