import type { Judgement } from './terms.ts';

/** What of a judgement a closing freezes, and whether it still says the same. */

/** A record holds 64 KiB; the rest of a closing (runs, reasons, envelope) needs its share of it. */
const mostLength = 36_000;

/**
 * The judgement as a closing holds it: whole in all but the largest sessions. There, series that passed are left out from
 * the end until it fits; they follow from the runs, which are records of their own. Nothing that failed or could not be
 * evaluated is ever left out.
 */
export function frozenJudgement(judgement: Judgement): Judgement {
  let length = JSON.stringify(judgement).length;
  if (length <= mostLength) return judgement;
  const kept = [...judgement.statistics];
  for (let at = kept.length - 1; at >= 0 && length > mostLength; at -= 1) {
    const line = kept[at]!;
    if (line.verdict !== 'pass') continue;
    length -= JSON.stringify(line).length + 1;
    kept.splice(at, 1);
  }
  return { ...judgement, statistics: kept };
}

/** True while everything that was frozen follows from the raw values today: verdicts, causes, factors, numbers. */
export function saysTheSame(frozen: Judgement, now: Judgement): boolean {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const lines = new Set(now.statistics.map((line) => JSON.stringify(line)));
  return (
    frozen.algorithm === now.algorithm &&
    frozen.verdict === now.verdict &&
    same(frozen.sections, now.sections) &&
    same(frozen.factors, now.factors) &&
    frozen.statistics.every((line) => lines.has(JSON.stringify(line)))
  );
}
