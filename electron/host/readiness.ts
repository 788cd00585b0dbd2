import type { Readiness, ReadinessReason } from '../../shared/modules/maintenance/readiness.ts';
import type { HostContext } from './module.ts';

export type { ReadinessReason };

/**
 * What a module knows about "ready to run?" of an instrument, over its own tables. Judging, showing and overriding it are
 * the maintenance module's; the sentence of a reason is `readiness.reason.<code>`.
 */
export interface ReadinessSource {
  /** What was looked at, as green names it. */
  readonly input: Readiness['inputs'][number];
  /** Reasons against it, empty where all is in order; null: there is nothing to look at, and green does not rest on it. */
  reasonsOf(context: HostContext, instrumentId: string): readonly ReadinessReason[] | null;
}
