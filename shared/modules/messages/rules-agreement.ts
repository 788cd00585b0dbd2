import { checkSample, type IdentityKey, joinSamples } from '../../instruments/plausibility.ts';
import type { Signal } from '../../instruments/signals.ts';

/** One stored message as far as the check is concerned. */
export interface AgreementSample {
  readonly messageId: string;
  readonly receivedAt: string;
  readonly signals: readonly Signal[];
}

export interface Disagreement {
  readonly messageId: string;
  readonly receivedAt: string;
  readonly identity: IdentityKey;
  /** What was sent, and what the other values of the sample give; decimal texts. */
  readonly stated: string;
  readonly computed: string;
}

export interface Agreement {
  readonly verdict: 'fits' | 'does-not-fit' | 'cannot-evaluate';
  /** Messages that held enough values to be evaluated, and how many of them agree. */
  readonly evaluatedCount: number;
  readonly agreeingCount: number;
  /** The first of each identity that fails, newest message first. */
  readonly disagreements: readonly Disagreement[];
}

/**
 * Whether the numbers of an instrument's messages agree with each other, and so whether its field map fits. Values of
 * patients and controls count alike: an analyzer computes them in the same way. Nothing with a failed checksum counts.
 *
 * @param samples newest first
 */
export function judgeAgreement(samples: readonly AgreementSample[]): Agreement {
  const disagreements = new Map<IdentityKey, Disagreement>();
  const verdicts = samples.map(({ messageId, receivedAt, signals }) => {
    const values = signals.flatMap((one) =>
      (one.kind === 'result' || one.kind === 'qc-result') && one.checksum !== 'failed' ? [one] : [],
    );
    const sample = checkSample(values);
    for (const { key, verdict, stated, computed } of sample.checks) {
      if (verdict !== 'fails' || disagreements.has(key)) continue;
      disagreements.set(key, { messageId, receivedAt, identity: key, stated, computed });
    }
    return sample;
  });
  const evaluated = verdicts.filter(({ verdict }) => verdict !== 'cannot-evaluate');
  return {
    verdict: joinSamples(verdicts),
    evaluatedCount: evaluated.length,
    agreeingCount: evaluated.filter(({ verdict }) => verdict === 'fits').length,
    disagreements: [...disagreements.values()],
  };
}
