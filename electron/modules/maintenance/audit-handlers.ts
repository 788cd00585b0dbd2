import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type AuditFinding, type AuditRun, auditContract } from '../../../shared/modules/maintenance/audit-contract.ts';
import { auditRules, auditRulesVersion } from '../../../shared/modules/maintenance/audit-rules.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { type AuditDesk, sourcesOf } from './audit-desk.ts';

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
    rules: os.rules.handler(async () => ({
      version: auditRulesVersion,
      rules: [
        ...auditRules,
        ...(await sourcesOf(context)).filter(({ rule }) => !auditRules.some((own) => own.rule === rule)),
      ].map(({ rule, citation, link }) => ({ rule, citation, link })),
    })),
  });
}
