/** What one long run came to. */
export interface SoakResult {
  /** Plain figures for the summary line, e.g. `{ images: 1000, lost: 0 }`. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** One line for each thing that is not as it must be; empty when all is well. */
  readonly failures: readonly string[];
}

/**
 * One kind of long run. Each `test/soak/*.suite.ts` exports one as `suite`; `npm run soak` finds it by itself and offers
 * it as `--<flag> N`.
 */
export interface SoakSuite {
  /** Name of the option that says how often: `images` makes `--images N`. */
  readonly flag: string;
  /** What `run` is told a number of, where it is no count of the flag itself: `minutes` makes `--flag --minutes N`. */
  readonly unit?: 'minutes';
  readonly says: string;
  /** How often when `npm run soak` is called without options. */
  readonly usualCount: number;
  run(count: number, tools: { seed: number; print: (line: string) => void }): Promise<SoakResult>;
}
