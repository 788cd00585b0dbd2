import type { ClockState } from '../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../host/module.ts';

/** A wall clock this far from where it should be is told of (mission rule C.15: two minutes). */
const stepMs = 2 * 60_000;
/** How long a step is told of after it was seen. */
const toldMs = 24 * 60 * 60_000;

/**
 * Watches this machine's clock: set back behind the newest record, or stepped either way while the host ran. Nothing is
 * refused for it: what is recorded says in which state the clock was, and records stay in their order.
 */
export class ClockWatch {
  readonly #context: HostContext;
  readonly #newest;
  #mark: { readonly wallMs: number; readonly monoMs: number };
  #steppedMonoMs: number | null = null;

  constructor(context: HostContext) {
    this.#context = context;
    this.#newest = context.store.db.prepare('SELECT raw FROM record_log ORDER BY lsn DESC LIMIT 1').pluck();
    this.#mark = { wallMs: context.clock.wallMs(), monoMs: context.clock.monoMs() };
  }

  /** The clock as it stands now. */
  look(): { state: ClockState; now: string; newestAt: string | null } {
    const { clock } = this.#context;
    const mark = { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
    const step = mark.wallMs - this.#mark.wallMs - (mark.monoMs - this.#mark.monoMs);
    if (Math.abs(step) > stepMs) this.#steppedMonoMs = mark.monoMs;
    this.#mark = mark;
    const now = new Date(mark.wallMs).toISOString();
    const newestAt = this.#newestWall();
    if (newestAt !== null && Date.parse(newestAt) - mark.wallMs > stepMs) return { state: 'behind', now, newestAt };
    const isTold = this.#steppedMonoMs !== null && mark.monoMs - this.#steppedMonoMs < toldMs;
    return { state: isTold ? 'stepped' : 'ok', now, newestAt: null };
  }

  #newestWall(): string | null {
    const raw = this.#newest.get() as string | undefined;
    if (raw === undefined) return null;
    const found = /"wall":"([^"]{1,40})"/.exec(raw.slice(0, 2000));
    return found?.[1] ?? null;
  }
}
