import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctorWords } from '../../../renderer/i18n/en/doctor.ts';
import { hostWords } from '../../../renderer/i18n/words.ts';
import { doctorVerdict } from '../../../shared/instruments/doctor-verdicts.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const sources = globSync(['shared/**/*.ts', 'electron/**/*.ts'], { cwd: root }).filter(
  // The command line has words of its own.
  (file) => !file.endsWith('words.ts') && !file.startsWith(path.join('electron', 'cli')),
);
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Codes that never reach the page: what is typed on the command line is answered there. */
const ofTheCommandLine = /^(usage|simulate|probe|replay)\//;

function codesIn(text: string): string[] {
  const thrown = [...text.matchAll(/AppError\(\s*'([a-z-]+\/[a-z0-9-]+)'/g)];
  const named = [...text.matchAll(/\b(?:code|problem|reason): '([a-z-]+\/[a-z0-9-]+)'/g)];
  const quoted = [...text.matchAll(/'((?:link|keys|store)\/[a-z0-9-]+)'/g)];
  return [...thrown, ...named, ...quoted].map((match) => match[1] ?? '');
}

describe('sentences', () => {
  it('are there for every error code of the source', () => {
    expect(sources.length).toBeGreaterThan(100);
    const codes = new Set(
      sources.flatMap((file) => codesIn(textOf(file))).filter((code) => !ofTheCommandLine.test(code)),
    );
    expect(codes.size).toBeGreaterThan(50);
    expect([...codes].filter((code) => hostWords[code] === undefined).toSorted()).toEqual([]);
  });

  it('are there for every next step of a card', () => {
    const keys = [...textOf('shared/modules/instruments/rules-card.ts').matchAll(/reason\([^,]+, '([a-z-]+)'/g)];
    expect(keys.length).toBeGreaterThan(10);
    for (const [, key] of keys) {
      expect(hostWords[`instruments.next.${key}`], key).toBeDefined();
    }
  });

  it('are there for every verdict and every advice of the link doctor', () => {
    for (const verdict of doctorVerdict.options) {
      expect(doctorWords.verdict[verdict]).toMatch(/\.$/);
    }
    const advice = [...textOf('shared/instruments/doctor.ts').matchAll(/act\('([a-z-]+)'\)/g)].map((match) => match[1]);
    expect(advice.length).toBeGreaterThan(10);
    expect(advice.filter((key) => !Object.hasOwn(doctorWords.advice, key ?? ''))).toEqual([]);
  });

  it('are plain: no exclamation marks, no "we", no blame', () => {
    const all = [...Object.values(hostWords), ...readPageSentences()];
    expect(all.filter((sentence) => /!|\b(we|our|please|sorry|oops|you must)\b/i.test(sentence))).toEqual([]);
  });
});

function readPageSentences(): string[] {
  const files = globSync(['renderer/i18n/en/*.ts', 'renderer/modules/*/*words.ts'], { cwd: root });
  return files.flatMap((file) =>
    [...textOf(file).matchAll(/^\s+(?:'?[\w/.-]+'?:)?\s*'([^']+)'/gm)].map((match) => match[1] ?? ''),
  );
}
