import type { Signal } from '../../shared/instruments/signals.ts';

/** Last digits a balance at rest may flicker by; the smallest delivery of a pipette is many times more. */
const flickerSteps = 2;

interface Episode {
  readonly id: string;
  readonly value: number;
}

/**
 * Tells weighings of one balance apart. While the load rests, its last digits flicker, and the same answer again says
 * nothing new; once the load has changed, the same answer is another weighing (decision 4: values never decide). So an
 * answer counts as new within its episode, which ends when the weight jumps. Other readings, such as temperatures, are each
 * new: a question was answered at its own time.
 */
export class WeighingEpisodes {
  readonly #episodes = new Map<string, Episode>();

  /**
   * The episode an answer belongs to, or `''` for an answer without a weight (which ends the episode: an overload is a load).
   *
   * @param mark names this answer alone; becomes the episode's id when one begins
   */
  of(instrumentId: string, signals: readonly Signal[], mark: string): string {
    const weight = signals.find((signal) => signal.kind === 'result');
    if (weight && weight.analyte !== 'mass') return mark;
    const value = weight?.value == null ? Number.NaN : Number(weight.value);
    if (!weight || Number.isNaN(value)) {
      this.#episodes.delete(instrumentId);
      return '';
    }
    const places = weight.rawValue.split('.')[1]?.trim().length ?? 0;
    const before = this.#episodes.get(instrumentId);
    const hasJumped = before === undefined || Math.abs(value - before.value) > flickerSteps * 10 ** -places + 1e-12;
    const id = hasJumped ? mark : before.id;
    this.#episodes.set(instrumentId, { id, value });
    return id;
  }
}
