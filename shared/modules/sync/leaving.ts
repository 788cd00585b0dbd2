/** When a site may be taken off a laptop (decision 74): only once somebody else is proved to hold what it recorded. */

/** One log that this workstation wrote. */
export interface OwnLog {
  readonly seq: number;
  /** Up to here a hub or another bench has acknowledged it with its signature. */
  readonly ackedSeq: number;
  /** Sequence of the newest `site.left` in it; 0 when there is none. */
  readonly saidSeq: number;
  /** Types of the records after `ackedSeq`, in order; may be cut short, then the rest counts as held nowhere else. */
  readonly openTypes: readonly string[];
}

export interface LeaveFacts {
  readonly ownLogs: readonly OwnLog[];
  /** True before this workstation joined any site. */
  readonly isProvisional: boolean;
  /** Photos and files of own records that neither hub nor another bench is known to hold. */
  readonly openFiles: number;
  /** Own sealed files, while no other workstation of the site was given the keys to them. */
  readonly lockedFiles: number;
}

/**
 * What carrying itself and signing in leave behind after `site.left`. Each receipt that is read is one more record: without
 * this a stick could never prove everything.
 */
const afterLeaving: ReadonlySet<string> = new Set([
  'sync.bundle-written',
  'sync.receipt-read',
  'people.signed-in',
  'people.sign-in-failed',
  'people.locked-out',
  'heads.witnessed',
  'clock.stepped',
]);

/** What a folder in which nobody has done anything yet says of itself. */
const ofNothing: ReadonlySet<string> = new Set([
  'log.opened',
  'clock.stepped',
  'heads.witnessed',
  'sync.network-switched',
]);

/** Nothing was recorded here and no site was joined: there is nothing to prove, and nobody to tell. */
export function isBlank({ isProvisional, ownLogs }: LeaveFacts): boolean {
  return (
    isProvisional &&
    ownLogs.every(
      ({ seq, ackedSeq, openTypes }) =>
        openTypes.length === seq - ackedSeq && openTypes.every((type) => ofNothing.has(type)),
    )
  );
}

/** Own records that nobody else is proved to hold, without those that may stay behind. */
export function recordsHereAlone(ownLogs: readonly OwnLog[]): number {
  return ownLogs.reduce((sum, { seq, ackedSeq, saidSeq, openTypes }) => {
    const open = seq - ackedSeq;
    if (saidSeq === 0 || ackedSeq < saidSeq) return sum + open;
    return sum + open - openTypes.filter((type) => afterLeaving.has(type)).length;
  }, 0);
}

/** Own records of carrying and signing in after `site.left`, which go with the folder. */
export function recordsLeftBehind(ownLogs: readonly OwnLog[]): number {
  const open = ownLogs.reduce((sum, { seq, ackedSeq }) => sum + seq - ackedSeq, 0);
  return open - recordsHereAlone(ownLogs);
}

export interface Missing {
  readonly code: 'sites/no-site' | 'sites/records-here-alone' | 'sites/files-here-alone' | 'sites/keys-here-alone';
  readonly data: { readonly count: number };
}

/** What stands against taking the folder away; empty is the proof. */
export function missingForLeaving(facts: LeaveFacts): Missing[] {
  if (isBlank(facts)) return [];
  const missing: Missing[] = [];
  const records = recordsHereAlone(facts.ownLogs);
  const add = (code: Missing['code'], count: number) => {
    if (count > 0) missing.push({ code, data: { count } });
  };
  if (facts.isProvisional) add('sites/no-site', records);
  else add('sites/records-here-alone', records);
  add('sites/files-here-alone', facts.openFiles);
  add('sites/keys-here-alone', facts.lockedFiles);
  return missing;
}
