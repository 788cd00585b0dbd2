import { AppError } from '../../../shared/kernel/errors.ts';
import { judgeField } from '../../../shared/modules/maintenance/rules-fields.ts';
import type { Sheet } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { FieldEntry, Verdict } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import type { Draft } from './drafts.ts';
import { countsSentence, dueOnceDone, findOccurrence, foretell, requirePlan } from './occurrences.ts';
import { fillFromWire } from './wire-readings.ts';

/** Sheets in progress: opened, filled field by field, put away. Performing them is `perform-desk.ts`. */
export class SheetDesk {
  readonly #context: HostContext;
  readonly #desk: AgendaDesk;

  constructor(context: HostContext, desk: AgendaDesk) {
    this.#context = context;
    this.#desk = desk;
  }

  /** @throws AppError `maintenance/plan-not-found`, `maintenance/plan-retired`, `maintenance/too-many-sheets` */
  open(planId: string, occurrence: string | null, isNew: boolean): Sheet {
    const desk = this.#desk;
    const plan = requirePlan(desk, planId);
    if (plan.isRetired) throw new AppError('maintenance/plan-retired', { title: plan.terms.title });
    const found = findOccurrence(this.#context, desk, plan, occurrence);
    const { actor } = personAuthor(this.#context.actor);
    const mine = desk.drafts.ofPlan(planId).find((one) => one.occurrence === found.key && one.openedBy === actor);
    if (mine && !isNew) return this.view(mine);
    const now = this.#now();
    const draft: Draft = {
      sheetId: newId(),
      planId,
      instrumentId: plan.instrumentId,
      occurrence: found.key,
      planHash: plan.tip,
      openedAt: now,
      openedBy: actor,
      savedAt: now,
      entries: {},
    };
    desk.drafts.put(draft);
    desk.touched(planId);
    return this.view(draft);
  }

  list(): Sheet[] {
    return this.#desk.drafts
      .all()
      .filter(({ planId }) => this.#desk.reads.plan(planId) !== undefined)
      .map((draft) => this.view(draft));
  }

  /** @throws AppError `maintenance/sheet-not-found` */
  require(sheetId: string): Draft {
    const draft = this.#desk.drafts.get(sheetId);
    if (!draft) throw new AppError('maintenance/sheet-not-found', { sheetId });
    return draft;
  }

  /**
   * The draft as it may be performed: under the terms its person has seen. Where the plan was changed meanwhile it is
   * refused once, so that the sheet is looked at again before it counts.
   *
   * @throws AppError `maintenance/sheet-not-found`, `maintenance/plan-changed-meanwhile`
   */
  requireCurrent(sheetId: string): Draft {
    const draft = this.require(sheetId);
    const { tip, terms } = requirePlan(this.#desk, draft.planId);
    if (draft.planHash === tip) return draft;
    this.#desk.drafts.put({ ...draft, planHash: tip });
    throw new AppError('maintenance/plan-changed-meanwhile', { title: terms.title });
  }

  /**
   * Keeps one field; durable when it returns. A reading is copied from the stored message here, never from the page.
   *
   * @throws AppError `maintenance/sheet-not-found`, `maintenance/unknown-field`, `maintenance/reading-not-found`
   */
  saveField(sheetId: string, entry: FieldEntry): { savedAt: string; verdict: Verdict | null } {
    const draft = this.require(sheetId);
    const field = requirePlan(this.#desk, draft.planId).terms.fields.find(({ key }) => key === entry.key);
    if (!field) throw new AppError('maintenance/unknown-field', { field: entry.key });
    const filled = fillFromWire(this.#context, draft.instrumentId, entry);
    const savedAt = this.#now();
    this.#desk.drafts.put({ ...draft, savedAt, entries: { ...draft.entries, [entry.key]: filled } });
    return { savedAt, verdict: judgeField(field, filled).verdict };
  }

  discard(sheetId: string): void {
    const draft = this.#desk.drafts.get(sheetId);
    if (!draft) return;
    this.#desk.drafts.remove(sheetId);
    this.#desk.touched(draft.planId);
  }

  /** A draft as the page shows it, with what it would count as today. */
  view(draft: Draft): Sheet {
    const desk = this.#desk;
    const plan = requirePlan(desk, draft.planId);
    const { terms } = plan;
    const found = findOccurrence(this.#context, desk, plan, draft.occurrence);
    const today = desk.today(plan.instrumentId);
    const isPerShift = terms.rule.calendar?.kind === 'per-shift';
    const performedOn = isPerShift ? today.shiftOn : today.on;
    const hasMeter = terms.rule.counter !== null;
    const as = foretell(plan, found, { performedOn, isExtra: false, verdict: 'pass', hasMeter });
    const moves = as === 'due' || as === 'late';
    const shift = isPerShift ? today.shift : null;
    const nextDueOn = moves ? dueOnceDone(desk, plan, found, performedOn, shift) : found.standing.dueOn;
    return {
      sheetId: draft.sheetId,
      planId: draft.planId,
      occurrence: found.key,
      instrumentId: plan.instrumentId,
      instrumentName: desk.instrument(plan.instrumentId)?.name ?? '',
      title: terms.title,
      kind: terms.kind,
      detail: terms.detail,
      sop: terms.sop,
      dueOn: found.dueOn,
      windowOpensOn: found.windowOpensOn,
      windowClosesOn: found.windowClosesOn,
      fields: terms.fields,
      entries: terms.fields.flatMap(({ key }) => draft.entries[key] ?? []),
      needsSignature: terms.needsSignature && this.#context.signing.isPossible,
      needsReview: terms.needsReview,
      openedAt: draft.openedAt,
      openedBy: actorName(draft.openedBy, this.#context),
      savedAt: draft.savedAt,
      counts: {
        as: as === 'not-passed' ? 'due' : as,
        sentence: countsSentence(as, { dueOn: found.dueOn, nextDueOn, missedCount: found.standing.missed.count }),
        nextDueOn,
      },
      rivals: desk.drafts
        .ofPlan(draft.planId)
        .filter((other) => other.sheetId !== draft.sheetId && other.occurrence === draft.occurrence)
        .map(({ sheetId, openedBy, savedAt }) => ({ sheetId, openedBy: actorName(openedBy, this.#context), savedAt })),
    };
  }

  #now(): string {
    return new Date(this.#context.clock.wallMs()).toISOString();
  }
}
