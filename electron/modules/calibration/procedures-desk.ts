import { blanksOf, defaultProcedure } from '../../../shared/modules/calibration/default-procedure.ts';
import type { ProcedureTerms } from '../../../shared/modules/calibration/terms.ts';
import type { ProcedureRow } from '../../../shared/modules/calibration/verification-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';

interface ProcedureTableRow {
  definition_key: string;
  terms: string;
  hash: string;
  at: string;
  actor: string;
  version_count: number;
}

/** What the outline needs of a definition. */
function outlineOf({ catalog, clock }: HostContext, definitionKey: string): ProcedureTerms {
  const definition = catalog.get(definitionKey);
  const analytes = definition?.mapping.kind === 'lis02' ? definition.mapping.analytes : {};
  const on = new Date(clock.wallMs()).toISOString().slice(0, 10);
  return defaultProcedure({ model: definition?.model ?? definitionKey, analytes }, on);
}

export interface Procedure {
  readonly terms: ProcedureTerms;
  /** Record that confirmed it, or null: then these are the outline's terms. */
  readonly hash: string | null;
}

/** The procedure of a model as the lab confirmed it, else the outline with its blanks. */
export function procedureOf(context: HostContext, definitionKey: string): Procedure {
  const row = rowOf(context, definitionKey);
  if (!row) return { terms: outlineOf(context, definitionKey), hash: null };
  return { terms: JSON.parse(row.terms) as ProcedureTerms, hash: row.hash };
}

function rowOf({ store }: HostContext, definitionKey: string): ProcedureTableRow | undefined {
  return store.db.prepare('SELECT * FROM calibration_procedures WHERE definition_key = ?').get(definitionKey) as
    | ProcedureTableRow
    | undefined;
}

export function procedureRow(context: HostContext, definitionKey: string): ProcedureRow {
  const row = rowOf(context, definitionKey);
  const { terms, hash } = procedureOf(context, definitionKey);
  return {
    definitionKey,
    model: context.catalog.get(definitionKey)?.model ?? definitionKey,
    terms,
    isConfirmed: hash !== null,
    confirmedBy: row ? actorName(row.actor, context) : '',
    confirmedAt: row?.at ?? null,
    hash,
    versionCount: row?.version_count ?? 0,
    blanks: blanksOf(terms),
  };
}

/** Models that are registered here, and those confirmed before. */
export function procedureKeys({ store }: HostContext): string[] {
  return store.db
    .prepare(
      `SELECT definition_key FROM instruments WHERE service_status <> 'retired'
       UNION SELECT definition_key FROM calibration_procedures ORDER BY 1`,
    )
    .pluck()
    .all() as string[];
}
