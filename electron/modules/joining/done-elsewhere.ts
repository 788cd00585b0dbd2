import type { DoneElsewhere } from '../../../shared/modules/joining/contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { Names } from './names.ts';

interface PerformedRow {
  hash: string;
  occurrence: string;
  title: string;
  entered_at: string;
  performed_at: string | null;
  actor: string;
}

/** What another workstation did within this time is worth a warning even when this bench counts the next occurrence. */
const freshMs = 24 * 60 * 60 * 1000;
/** Performances of a plan that are looked at: more than one bench does in a day. */
const lookedAt = 20;

/**
 * Who did a task at another workstation: of the occurrence that is asked about, whenever; of the plan, within a day by the
 * clocks of both benches. A warning and never a refusal: what is done twice is recorded twice.
 */
export function findDoneElsewhere(context: HostContext, planId: string, occurrence: string): DoneElsewhere[] {
  const { store, clock } = context;
  const names = new Names(context);
  const rows = store.db
    .prepare(
      `SELECT hash, occurrence, title, entered_at, performed_at, actor FROM maintenance_performed
       WHERE plan_id = ? AND is_voided = 0 ORDER BY performed_on DESC LIMIT ${lookedAt}`,
    )
    .all(planId) as PerformedRow[];
  const found = rows.flatMap((row) => {
    const record = store.records.byHash(row.hash);
    if (!record) return [];
    const { workstation, isOwn } = names.workstationOf(record.log);
    const at = row.performed_at ?? row.entered_at;
    const isSameOccurrence = row.occurrence === occurrence;
    const isFresh = Math.abs(clock.wallMs() - Date.parse(at)) <= freshMs;
    if (isOwn || !(isSameOccurrence || isFresh)) return [];
    return [{ title: row.title, byName: actorName(row.actor, context), workstation, at, isSameOccurrence }];
  });
  return found.sort((one, other) => (one.at < other.at ? 1 : -1));
}
