import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Looks a report is set in. Code, hashes and numbers in columns are `mono`. */
export type Look = 'regular' | 'bold' | 'mono';

/** One run of letters that one font file holds. */
export interface Run {
  readonly font: string;
  readonly text: string;
}

/** What the faces need of a PDF document: pdfkit's own way to choose a font and to measure with it. */
export interface Measuring {
  registerFont(name: string, file: string): unknown;
  font(name: string): unknown;
  fontSize(size: number): unknown;
  widthOfString(text: string): number;
}

/** The scripts the shipped fonts cover, in the order they are asked; each is a file of its own. */
const scripts = ['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'];
const families: Readonly<Record<Look, { name: string; weight: number }>> = {
  regular: { name: 'inter', weight: 400 },
  bold: { name: 'inter', weight: 600 },
  mono: { name: 'roboto-mono', weight: 400 },
};

/** Letters that reports use and the fonts lack, in letters they have; what is left shows as the mark for "no letter". */
const spelled: Readonly<Record<string, string>> = {
  '≤': '<=',
  '≥': '>=',
  '→': '->',
  '←': '<-',
  '≠': '!=',
  '✓': 'yes',
  '✗': 'no',
};
const noLetter = '\uFFFD';
const unitSize = 100;

/** Where the font files lie: beside the built host, else in the packages they come from. */
export function fontFolders(): string[] {
  const built = join(import.meta.dirname, 'fonts');
  if (existsSync(built)) return [built];
  const { resolve } = createRequire(import.meta.filename);
  return ['@fontsource/inter', '@fontsource/roboto-mono'].map((name) =>
    join(dirname(resolve(`${name}/package.json`)), 'files'),
  );
}

/** Measures and splits text by the fonts that have its letters. Widths are kept a word, which is what repeats. */
export class Faces {
  readonly #pdf: Measuring;
  readonly #fonts: Readonly<Record<Look, readonly string[]>>;
  readonly #coverage = new Map<string, (point: number) => boolean>();
  readonly #widths = new Map<string, number>();

  /** @throws Error when a folder of fonts has gone. */
  constructor(pdf: Measuring, folders: readonly string[]) {
    this.#pdf = pdf;
    const files = new Map(folders.flatMap((folder) => readdirSync(folder).map((name) => [name, join(folder, name)])));
    const fontsOf = (look: Look): string[] => {
      const { name, weight } = families[look];
      return scripts.flatMap((script) => {
        const file = files.get(`${name}-${script}-${weight}-normal.woff`);
        if (file === undefined) return [];
        const font = `${look}-${script}`;
        pdf.registerFont(font, file);
        return [font];
      });
    };
    this.#fonts = { regular: fontsOf('regular'), bold: fontsOf('bold'), mono: fontsOf('mono') };
    for (const [look, fonts] of Object.entries(this.#fonts)) {
      if (fonts.length === 0) throw new Error(`no font for ${look}`);
    }
  }

  /** The text in runs of one font each. */
  runs(text: string, look: Look): Run[] {
    const runs: { font: string; text: string }[] = [];
    for (const letter of text) {
      for (const shown of this.#has(letter, look) === null ? (spelled[letter] ?? noLetter) : letter) {
        const font = this.#has(shown, look) ?? this.#fonts[look][0]!;
        const last = runs.at(-1);
        if (last?.font === font) last.text += shown;
        else runs.push({ font, text: shown });
      }
    }
    return runs;
  }

  /** Width in points. */
  widthOf(text: string, look: Look, size: number): number {
    const key = `${look} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = 0;
      for (const run of this.runs(text, look)) {
        this.#pdf.font(run.font);
        this.#pdf.fontSize(unitSize);
        width += this.#pdf.widthOfString(run.text);
      }
      if (this.#widths.size > 20_000) this.#widths.clear();
      this.#widths.set(key, width);
    }
    return (width * size) / unitSize;
  }

  /** Breaks text into lines that fit a width: at spaces, and inside a word that alone is too long. */
  wrap(text: string, look: Look, size: number, width: number): string[] {
    return text.split(/\r?\n/).flatMap((line) => this.#wrapLine(line, look, size, width));
  }

  #wrapLine(text: string, look: Look, size: number, width: number): string[] {
    const space = this.widthOf(' ', look, size);
    const lines: string[] = [];
    let line = '';
    let used = 0;
    for (const word of text.split(/[ \t]+/).flatMap((piece) => this.#breakWord(piece, look, size, width))) {
      const wide = this.widthOf(word, look, size);
      if (line !== '' && used + space + wide > width) {
        lines.push(line);
        line = '';
        used = 0;
      }
      used += line === '' ? wide : space + wide;
      line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  }

  #breakWord(word: string, look: Look, size: number, width: number): string[] {
    if (this.widthOf(word, look, size) <= width) return [word];
    const pieces: string[] = [];
    let piece = '';
    for (const letter of word) {
      if (piece !== '' && this.widthOf(piece + letter, look, size) > width) {
        pieces.push(piece);
        piece = '';
      }
      piece += letter;
    }
    return [...pieces, piece];
  }

  #has(letter: string, look: Look): string | null {
    const point = letter.codePointAt(0)!;
    return this.#fonts[look].find((font) => this.#covers(font)(point)) ?? null;
  }

  #covers(font: string): (point: number) => boolean {
    let covers = this.#coverage.get(font);
    if (covers === undefined) {
      this.#pdf.font(font);
      // pdfkit keeps the opened font there and has no other way to ask which letters it has.
      const opened = (this.#pdf as unknown as { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } })
        ._font.font;
      const known = new Map<number, boolean>();
      covers = (point) => {
        const had = known.get(point);
        if (had !== undefined) return had;
        const has = opened.hasGlyphForCodePoint(point);
        known.set(point, has);
        return has;
      };
      this.#coverage.set(font, covers);
    }
    return covers;
  }
}
