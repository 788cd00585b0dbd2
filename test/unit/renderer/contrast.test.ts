import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, deficiencies, readTokens, simulate } from '../../harness/colour.ts';

const css = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8');
const themes = { light: readTokens(css, ':root'), dark: readTokens(css, ':root[data-theme="dark"]') };

/** Every pair of tokens that text and its ground form on some screen (WCAG 2.2, 1.4.3: 4.5 to 1). */
const textPairs = [
  ...['surface', 'ground', 'hover', 'pressed', 'selected'].map((ground) => ['text', ground] as const),
  ...['surface', 'ground', 'hover', 'selected'].map((ground) => ['muted', ground] as const),
  ...['surface', 'ground', 'hover', 'selected'].map((ground) => ['accent', ground] as const),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-stop', 'stop'],
  ...['good', 'attention', 'stop', 'unknown', 'info'].flatMap((tone) => [
    [tone, `${tone}-tint`] as const,
    [tone, 'surface'] as const,
    [tone, 'ground'] as const,
    [tone, 'hover'] as const,
    ['text', `${tone}-tint`] as const,
    ['muted', `${tone}-tint`] as const,
  ]),
] as const;

/** Edges and icons that must be seen to be used (WCAG 2.2, 1.4.11: 3 to 1). */
const edgePairs = [
  ['control-line', 'surface'],
  ['control-line', 'ground'],
  ['accent', 'surface'],
  ['accent', 'selected'],
] as const;

describe.each(Object.entries(themes))('%s theme', (_name, tokens) => {
  const colour = (name: string): string => {
    const value = tokens.get(name);
    if (value === undefined) {
      throw new Error(`tokens.css has no colour --${name}`);
    }
    return value;
  };

  it.each(textPairs)('%s on %s can be read by everyone', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(4.5);
    for (const deficiency of deficiencies) {
      const seen = contrast(simulate(colour(ink), deficiency), simulate(colour(ground), deficiency));
      expect(seen, deficiency).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(edgePairs)('%s on %s can be seen by everyone', (edge, ground) => {
    expect(contrast(colour(edge), colour(ground))).toBeGreaterThanOrEqual(3);
    for (const deficiency of deficiencies) {
      const seen = contrast(simulate(colour(edge), deficiency), simulate(colour(ground), deficiency));
      expect(seen, deficiency).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('the measure itself', () => {
  it('gives the two known ends', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#777777')).toBe(1);
  });

  it('sees red and green alike without the red or green cones, and not otherwise', () => {
    // Equal in lightness for a deuteranope (Machado, Oliveira, Fernandes 2009, severity 1).
    const apart = (a: string, b: string) => Math.abs(contrast(a, '#ffffff') - contrast(b, '#ffffff'));
    expect(simulate('#ffffff', 'deuteranopia')).toBe('#ffffff');
    expect(simulate('#000000', 'tritanopia')).toBe('#000000');
    expect(apart(simulate('#b3261e', 'protanopia'), '#b3261e')).toBeGreaterThan(0.5);
  });
});
