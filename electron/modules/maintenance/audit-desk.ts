import { addDays, type CivilDate, daysBetween } from '../../../shared/kernel/civil-date.ts';
import type { AuditRun } from '../../../shared/modules/maintenance/audit-contract.ts';
import { auditRan, auditStream } from '../../../shared/modules/maintenance/audit-records.ts';
import { auditRulesVersion, runAudit } from '../../../shared/modules/maintenance/audit-rules.ts';
import { draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { AuditSource } from '../../host/audit.ts';
import type { HostContext } from '../../host/module.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { gatherAuditFacts } from './audit-gather.ts';
import { dayStartMs } from './service-today.ts';

/** The hour of the night from which the day's run is due, on the lab's wall clock. */
export const nightHour = 2;
/** A record holds 64 KiB; findings with their evidence are some 2 KiB each. */
const findingsPerRecord = 25;

const nobody: RecordAuthor = { actor: 'system', auth: { session: null, proof: 'none' } };

/** Runs the rules, keeps what they found, and knows which night has no run yet. */
export class AuditDesk {
  readonly #context: HostContext;
  readonly #agenda: AgendaDesk;
  #running: Promise<string> | null = null;

  constructor(context: HostContext, agenda: AgendaDesk) {
    this.#context = context;
    this.#agenda = agenda;
  }

  /** One run at a time: a second caller gets the run that is on its way. Answers its id. */
  run(cause: AuditRun['cause'], author: RecordAuthor): Promise<string> {
    this.#running ??= this.#runNow(cause, author).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /**
   * The night's run, when it is due and was not made yet: each night once, and after nights without the machine one run
   * that says how many it makes up for. A run that was cut off wrote nothing, so it is simply made again.
   *
   * @returns the run's id, or null when none is due
   */
  async runIfDue(): Promise<string | null> {
    const { on, minutes } = this.#agenda.today(null);
    // Before the hour, last night's run is the one to look for.
    const night = minutes >= nightHour * 60 ? on : addDays(on, -1);
    const last = this.lastNight();
    if (last !== null && last >= night) return null;
    if (last === null && minutes < nightHour * 60) return null;
    return await this.run(last !== null && daysBetween(last, night) > 1 ? 'catch-up' : 'night', nobody);
  }

  /** The newest date a nightly run stands for. */
  lastNight(): CivilDate | null {
    return this.#context.store.db
      .prepare("SELECT MAX(for_date) FROM audit_runs WHERE part = 1 AND cause <> 'asked'")
      .pluck()
      .get() as CivilDate | null;
  }

  /** When the next nightly run is due: ISO time. */
  nextAt(): string {
    const { on, minutes } = this.#agenda.today(null);
    const date = minutes >= nightHour * 60 ? addDays(on, 1) : on;
    const start = dayStartMs(this.#agenda.calendarFor(null).timeZone, date);
    return new Date(start + nightHour * 3_600_000).toISOString();
  }

  async #runNow(cause: AuditRun['cause'], author: RecordAuthor): Promise<string> {
    const facts = await gatherAuditFacts(this.#context, this.#agenda);
    const more = [];
    for (const source of await sourcesOf(this.#context)) {
      more.push({ rule: source.rule, found: await source.find(this.#context) });
    }
    const { findings, notEvaluated } = runAudit(facts, more);
    const { on, minutes } = this.#agenda.today(null);
    const forDate = cause !== 'asked' && minutes < nightHour * 60 ? addDays(on, -1) : on;
    const last = this.lastNight();
    const missedNights = cause === 'asked' || last === null ? 0 : Math.max(0, daysBetween(last, forDate) - 1);
    const runId = newId();
    const partCount = Math.max(1, Math.ceil(findings.length / findingsPerRecord));
    const counts = {
      findingCount: findings.length,
      deficiencyCount: findings.filter(({ grade }) => grade === 'deficiency').length,
    };
    const drafts = [...Array(partCount).keys()].map((at) =>
      draft(auditRan, auditStream(runId), {
        ...{ runId, cause, forDate, missedNights, rulesVersion: auditRulesVersion, ...counts, notEvaluated },
        part: at + 1,
        partCount,
        findings: findings.slice(at * findingsPerRecord, (at + 1) * findingsPerRecord),
      }),
    );
    // All parts in one transaction: a run is there whole, or not at all.
    this.#context.store.records.append(drafts, author);
    return runId;
  }
}

/** Rules the other modules bring along. */
export async function sourcesOf({ modules }: HostContext): Promise<readonly AuditSource[]> {
  return (await Promise.all(modules.map((module) => module.loadAudits?.() ?? []))).flat();
}
