import type { DowntimeKind, RtsEvent, RtsItem, RtsItemKey } from './service-terms.ts';
import type { EventKind } from './terms.ts';

/**
 * What must be proven before an instrument returns to service, by what happened to it: versioned data, not code. The
 * maker's manual wins where it asks for more; a lab changes a row by a signed record, and lists that were raised keep
 * the rows they were raised with.
 */
export const rtsTableVersion = '2026-11-22';

export interface RtsRowItem extends Pick<RtsItem, 'key' | 'need' | 'condition' | 'source'> {}

/** Sources as they are printed beside each item. `house` items are our proposal and stay editable. */
const sources = {
  functionCheck: '42 CFR 493.1254(a)(2), (b)(2): function checks within limits before patient testing',
  qc: '42 CFR 493.1256(f): control results acceptable before patient results are reported',
  calibrationReagents: '42 CFR 493.1255(b)(3)(i): complete change of reagents, unless shown not to affect results',
  calibrationParts: '42 CFR 493.1255(b)(3)(ii): major preventive maintenance or replacement of critical parts',
  calibrationShift: '42 CFR 493.1255(b)(3)(iii): control materials reflect an unusual trend or shift',
  house: "house proposal; the maker's manual wins",
} as const;

const must = (key: RtsItemKey, source: string): RtsRowItem => ({ key, need: 'required', condition: '', source });
const when = (key: RtsItemKey, condition: string, source: string): RtsRowItem => ({
  key,
  need: 'conditional',
  condition,
  source,
});

const checked = [must('function-check', sources.functionCheck), must('qc-all-levels', sources.qc)];
const house = (...keys: RtsItemKey[]): RtsRowItem[] => keys.map((key) => must(key, sources.house));

export const rtsTable: Readonly<Record<RtsEvent, readonly RtsRowItem[]>> = {
  'reagent-lot-change': [
    ...checked,
    must('lot-check', sources.house),
    when('calibration-verification', 'qc-shifts', sources.house),
  ],
  'reagent-complete-change': [
    ...checked,
    ...house('precision'),
    when('calibration-verification', 'no-effect-shown', sources.calibrationReagents),
    ...house('comparison'),
  ],
  cleaning: [...checked, when('carry-over', 'sampling-path-touched', sources.house)],
  'critical-part': [
    ...checked,
    ...house('precision', 'carry-over'),
    must('calibration-verification', sources.calibrationParts),
    ...house('comparison'),
  ],
  repair: [...checked],
  'major-maintenance': [
    ...checked,
    ...house('precision', 'carry-over'),
    must('calibration-verification', sources.calibrationParts),
    ...house('comparison'),
  ],
  'unexplained-shift': [
    ...checked,
    ...house('precision'),
    must('calibration-verification', sources.calibrationShift),
    ...house('comparison'),
  ],
  move: [...checked, ...house('precision', 'carry-over', 'calibration-verification', 'comparison')],
  'software-update': [
    ...checked,
    when('calibration-verification', 'release-note', sources.house),
    ...house('comparison', 'interface-check'),
  ],
  'power-failure': [...checked],
  'clot-or-short-sample': [...checked],
};

/** How the time out of service usually counts; a person may say otherwise. */
export const usualDowntime: Readonly<Record<RtsEvent, DowntimeKind>> = {
  'reagent-lot-change': 'planned',
  'reagent-complete-change': 'planned',
  cleaning: 'planned',
  'critical-part': 'unplanned',
  repair: 'unplanned',
  'major-maintenance': 'planned',
  'unexplained-shift': 'unplanned',
  move: 'planned',
  'software-update': 'planned',
  'power-failure': 'unplanned',
  'clot-or-short-sample': 'unplanned',
};

/**
 * The list for one or more events: each item once, `required` if any event requires it, with all events that ask and
 * all sources. `rowOf` answers the row in force (the lab's or the shipped one).
 */
export function itemsFor(events: readonly RtsEvent[], rowOf: (event: RtsEvent) => readonly RtsRowItem[]): RtsItem[] {
  const items = new Map<RtsItemKey, RtsItem>();
  for (const event of new Set(events)) {
    for (const item of rowOf(event)) {
      const known = items.get(item.key);
      if (!known) {
        items.set(item.key, { ...item, events: [event] });
        continue;
      }
      const isRequired = known.need === 'required' || item.need === 'required';
      const isSameSource = known.source.split('; ').includes(item.source);
      items.set(item.key, {
        key: item.key,
        need: isRequired ? 'required' : 'conditional',
        condition: isRequired ? '' : known.condition,
        events: [...known.events, event],
        source: isSameSource ? known.source : `${known.source}; ${item.source}`.slice(0, 400),
      });
    }
  }
  return [...items.values()];
}

/** What an event noted in the agenda asks of return to service; null: nothing to prove. */
export const rtsEventOf: Readonly<Record<EventKind, RtsEvent | null>> = {
  // Which part is not said: the careful reading is a critical one.
  'part-changed': 'critical-part',
  repair: 'repair',
  clot: 'clot-or-short-sample',
  'short-sample': 'clot-or-short-sample',
  'power-failure': 'power-failure',
  moved: 'move',
  'long-idle': null,
  'reagent-lot-changed': 'reagent-lot-change',
  'reagents-changed': 'reagent-complete-change',
  'line-air': null,
  'software-updated': 'software-update',
  'start-up': null,
  'returned-to-use': null,
  other: null,
};
