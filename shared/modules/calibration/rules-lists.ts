import type { FoldContext, StreamFold } from '../../records/decider.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot } from '../../records/slot.ts';
import { exemptionSet, monthReviewed, procedureSet, triggerDismissed, triggerNoted } from './records.ts';

/** Folds of what stands beside the sessions: procedures, exemptions, triggers, months. None of them throws. */

interface Said<Body> {
  readonly body: Body;
  readonly hash: string;
  readonly at: string;
  readonly by: string;
}

const said = <Body>({ hash, wall, actor }: StoredRecord, body: Body): Said<Body> => ({
  body,
  hash,
  at: wall,
  by: actor,
});

export interface ProcedureFold {
  readonly current: Slot<Said<BodyOf<typeof procedureSet>>> | null;
  readonly versionCount: number;
}

/** The procedure of one model. Two confirmed apart: the later in folding order holds until a person decides. */
export const procedureFold: StreamFold<ProcedureFold> = {
  initial: () => ({ current: null, versionCount: 0 }),
  evolve(state, record, context) {
    if (!isRecordOf(record, procedureSet)) return state;
    const current = decideSlot(state.current, record, said(record, record.body), context, {
      code: 'calibration/procedure-apart',
      hold: (_a, b) => b,
      isSame: (a, b) => JSON.stringify(a.body.terms) === JSON.stringify(b.body.terms),
      show: ({ body }) => body.terms.title,
    });
    return { current, versionCount: state.versionCount + 1 };
  },
};

export interface ExemptionFold {
  readonly current: Slot<Said<BodyOf<typeof exemptionSet>>> | null;
}

/** Whether the six-month clock is switched off. While benches disagree it runs. */
export const exemptionFold: StreamFold<ExemptionFold> = {
  initial: () => ({ current: null }),
  evolve(state, record, context) {
    if (!isRecordOf(record, exemptionSet)) return state;
    const current = decideSlot(state.current, record, said(record, record.body), context, {
      code: 'calibration/exemption-apart',
      hold: (a, b) => (a.body.isExempt ? b : a),
      isSame: (a, b) => a.body.isExempt === b.body.isExempt,
      show: ({ body }) => (body.isExempt ? body.basis : 'none'),
    });
    return { current };
  },
};

export interface TriggerFold {
  readonly noted: Said<BodyOf<typeof triggerNoted>> | null;
  readonly dismissed: Said<BodyOf<typeof triggerDismissed>> | null;
}

/** One event. Dismissed twice apart is dismissed once; both reasons stay in the trail. */
export const triggerFold: StreamFold<TriggerFold> = {
  initial: () => ({ noted: null, dismissed: null }),
  evolve(state, record) {
    if (isRecordOf(record, triggerNoted)) return state.noted ? state : { ...state, noted: said(record, record.body) };
    if (!isRecordOf(record, triggerDismissed) || state.dismissed) return state;
    return { ...state, dismissed: said(record, record.body) };
  },
};

export interface MonthFold {
  readonly current: Slot<Said<BodyOf<typeof monthReviewed>>> | null;
}

const gravest = { 'action-needed': 0, 'no-report': 1, 'in-order': 2 } as const;

/** One month of the maker's monitoring. Read apart with two answers: the graver holds. */
export const monthFold: StreamFold<MonthFold> = {
  initial: () => ({ current: null }),
  evolve(state: MonthFold, record: StoredRecord, context: FoldContext) {
    if (!isRecordOf(record, monthReviewed)) return state;
    const current = decideSlot(state.current, record, said(record, record.body), context, {
      code: 'calibration/month-apart',
      hold: (a, b) => (gravest[a.body.verdict] <= gravest[b.body.verdict] ? a : b),
      isSame: (a, b) => a.body.verdict === b.body.verdict,
      show: ({ body }) => body.verdict,
    });
    return { current };
  },
};
