import { implement } from '@orpc/server';
import { addDays, type CivilDate, daysBetween } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type AuditFinding, type AuditRun, auditContract } from '../../../shared/modules/maintenance/audit-contract.ts';
import { auditRan, auditStream } from '../../../shared/modules/maintenance/audit-records.ts';
import { auditRules, auditRulesVersion, runAudit } from '../../../shared/modules/maintenance/audit-rules.ts';
import { draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { AuditSource } from '../../host/audit.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { gatherAuditFacts } from './audit-gather.ts';
import { dayStartMs } from './service-today.ts';

interface RunRow {
  run_id: string;
  at: string;
  actor: string;
  hash: string;
  cause: AuditRun['cause'];
  for_date: string;
  missed_nights: number;
  rules_version: string;
  finding_count: number;
  deficiency_count: number;
  not_evaluated: string;
}

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
    for (const source of sourcesOf(this.#context)) {
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
const sourcesOf = ({ modules }: HostContext): readonly AuditSource[] => modules.flatMap(({ audits = [] }) => audits);

/** Calls of the self-audit. */
export function createAuditHandlers(context: HostContext, desk: AuditDesk) {
  const os = implement(auditContract);
  const { store } = context;
  const columns = `run_id, at, actor, hash, cause, for_date, missed_nights, rules_version, finding_count,
    deficiency_count, not_evaluated`;

  const toRun = (row: RunRow): AuditRun => ({
    runId: row.run_id,
    at: row.at,
    cause: row.cause,
    forDate: row.for_date,
    missedNights: row.missed_nights,
    rulesVersion: row.rules_version,
    findingCount: row.finding_count,
    deficiencyCount: row.deficiency_count,
    notEvaluated: JSON.parse(row.not_evaluated) as string[],
    actor: actorName(row.actor, context),
    hash: row.hash,
  });
  const findingsOf = (runId: string): AuditFinding[] =>
    (
      store.db.prepare('SELECT findings FROM audit_runs WHERE run_id = ? ORDER BY part').pluck().all(runId) as string[]
    ).flatMap((findings) => JSON.parse(findings) as AuditFinding[]);
  const runs = (limit: number): RunRow[] =>
    store.db
      .prepare(`SELECT ${columns} FROM audit_runs WHERE part = 1 ORDER BY hlc DESC LIMIT ?`)
      .all(limit) as RunRow[];

  return os.router({
    latest: os.latest.handler(() => {
      const [row] = runs(1);
      return {
        run: row ? toRun(row) : null,
        findings: row ? findingsOf(row.run_id) : [],
        nextAt: desk.nextAt(),
      };
    }),
    run: os.run.handler(async () => ({ runId: await desk.run('asked', personAuthor(context.actor)) })),
    history: os.history.handler(({ input }) => runs(input.limit).map(toRun)),
    get: os.get.handler(({ input: { runId } }) => {
      const row = store.db.prepare(`SELECT ${columns} FROM audit_runs WHERE run_id = ? AND part = 1`).get(runId);
      if (!row) throw new AppError('maintenance/audit-not-found', { runId });
      return { run: toRun(row as RunRow), findings: findingsOf(runId) };
    }),
    rules: os.rules.handler(() => ({
      version: auditRulesVersion,
      rules: [
        ...auditRules,
        ...sourcesOf(context).filter(({ rule }) => !auditRules.some((own) => own.rule === rule)),
      ].map(({ rule, citation, link }) => ({ rule, citation, link })),
    })),
  });
}
