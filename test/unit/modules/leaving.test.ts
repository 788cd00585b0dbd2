import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingForLeaving, type OwnLog, recordsLeftBehind } from '../../../shared/modules/sync/leaving.ts';

const work = 'errors.error-entered';
const carrying = ['sync.receipt-read', 'people.signed-in'];
const types = fc.array(fc.constantFrom(work, 'site.left', ...carrying), { maxLength: 12 });

/** A log as its types one after the other, and how far others are proved to hold it. */
const logs = fc.array(
  types.chain((all) => fc.nat({ max: all.length }).map((ackedSeq) => ({ all, ackedSeq }))),
  { maxLength: 4 },
);

const facts = (ownLogs: readonly OwnLog[], more = {}) => ({
  ...{ ownLogs, isProvisional: false, openFiles: 0, lockedFiles: 0 },
  ...more,
});
/** As the host reads it: only the log with the newest `site.left` of all has one. */
function read(from: readonly { readonly all: readonly string[]; readonly ackedSeq: number }[]): OwnLog[] {
  const saidAt = from.findLastIndex(({ all }) => all.includes('site.left'));
  return from.map(({ all, ackedSeq }, at) => ({
    ...{ seq: all.length, ackedSeq, openTypes: all.slice(ackedSeq) },
    saidSeq: at === saidAt ? all.lastIndexOf('site.left') + 1 : 0,
  }));
}

describe('the proof for leaving a site', () => {
  it('never lets a record go that is held nowhere else, but notes of carrying after the farewell', () => {
    fc.assert(
      fc.property(logs, (all) => {
        const own = read(all);
        const lost = own.flatMap(({ ackedSeq, saidSeq, openTypes }) =>
          openTypes.filter((type, at) => !(saidSeq > 0 && ackedSeq + at + 1 > saidSeq && carrying.includes(type))),
        );
        const isProved = missingForLeaving(facts(own)).length === 0;
        expect(isProved).toBe(lost.length === 0);
        if (isProved) expect(recordsLeftBehind(own)).toBe(own.flatMap(({ openTypes }) => openTypes).length);
      }),
    );
  });

  it('asks nothing of a folder in which nobody did anything, and everything of one without a site', () => {
    const begun = { seq: 1, ackedSeq: 0, saidSeq: 0, openTypes: ['log.opened'] };
    expect(missingForLeaving(facts([begun], { isProvisional: true }))).toEqual([]);
    const used = { ...begun, seq: 2, openTypes: ['log.opened', work] };
    expect(missingForLeaving(facts([used], { isProvisional: true }))).toEqual([
      { code: 'sites/no-site', data: { count: 2 } },
    ]);
  });

  it('counts what was not looked at as held nowhere else, and files and keys for themselves', () => {
    const long = { seq: 900, ackedSeq: 100, saidSeq: 100, openTypes: Array.from({ length: 500 }, () => carrying[0]!) };
    expect(missingForLeaving(facts([long], { openFiles: 2, lockedFiles: 3 }))).toEqual([
      { code: 'sites/records-here-alone', data: { count: 300 } },
      { code: 'sites/files-here-alone', data: { count: 2 } },
      { code: 'sites/keys-here-alone', data: { count: 3 } },
    ]);
  });
});
