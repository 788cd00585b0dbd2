import type { CivilDate } from '../../../../shared/kernel/civil-date.ts';
import { compareNames } from '../../../../shared/kernel/compare-names.ts';
import { civilDateAt, intlZoneOffset } from '../../../../shared/kernel/zone.ts';
import type { GapRow, ReportBlock, VersionRow } from '../../../../shared/reports/document.ts';
import type { HostContext } from '../../../host/module.ts';

/** What a binder is about: one instrument or all, days from and to, the zone days are read in. */
export interface BinderScope {
  readonly context: HostContext;
  readonly instrumentId: string | null;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly zone: string;
}

/** One part of a binder. Later modules' parts are written like these: what the citation asks for, and what is missing. */
export interface BinderSection {
  /** As inspectors write it: `42 CFR 493.1254(a)(1)`. */
  readonly citation: string;
  readonly title: string;
  readonly blocks: readonly ReportBlock[];
  readonly gaps?: readonly GapRow[];
  readonly versions?: readonly VersionRow[];
  /** Records whose signatures belong into the manifest, and what they are. */
  readonly signed?: ReadonlyMap<string, string>;
}

/** Order of a binder: by title, section and paragraph of the citation. */
export function byCitation(a: BinderSection, b: BinderSection): number {
  return compareNames(a.citation, b.citation);
}

/** Whether a moment lies in the days of a binder. */
export function isWithin(scope: BinderScope, at: string): boolean {
  const day = civilDateAt(Date.parse(at), scope.zone, intlZoneOffset);
  return day >= scope.from && day <= scope.to;
}
