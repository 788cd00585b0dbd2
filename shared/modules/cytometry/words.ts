import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { checkRecorded } from './records.ts';

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  'cytometry/check-not-found': 'This check is not on this bench.',
  'cytometry/nothing-entered': 'Nothing was entered. Type at least one voltage or one separation.',
  'cytometry.why.below-least': 'A separation is below its limit.',
  'cytometry.why.report-says-fail': 'The report of FACSComp says that it failed.',
  'cytometry.why.beads-expired': 'Beads were used after their expiry date.',
  'cytometry.why.no-limit': 'A separation has no limit. Type it from the insert of the bead lot.',
  'cytometry.why.no-separation': 'A separation with a limit was not entered.',
  'cytometry.why.report-not-stated': 'What the report of FACSComp says was not entered.',
  'cytometry.why.nothing-measured': 'No separation was entered.',
  'timeline.cytometry.check-recorded-pass': 'FACSComp check: PASS.',
  'timeline.cytometry.check-recorded-fail': 'FACSComp check: FAIL.',
  'timeline.cytometry.check-recorded-cannot-evaluate': 'FACSComp check: CANNOT EVALUATE.',
} as const;

export const timelineLines: TimelineLines = {
  'cytometry.check-recorded': (body: BodyOf<typeof checkRecorded>) => ({ variant: body.verdict, data: {} }),
};
