import { type Line, soak, tests } from './line.ts';

/** Calibration, procedures and cases. */
export const issue4: readonly Line[] = [
  {
    shows:
      'a calibration with replicates from the line, one set aside, the window opened anew, signed; a pipette weighed on the balance',
    run: () => tests('e2e', 'test/e2e/calibration.test.ts'),
  },
  {
    shows:
      'a procedure written, approved and run by keyboard, the host and the application killed in the middle, a deviation, signed',
    run: () => tests('e2e', 'test/e2e/procedure-writing.test.ts', 'test/e2e/procedure-run.test.ts'),
  },
  {
    shows:
      'a case opened by an error, worked, its effectiveness checked; a site visit signed by the customer and printed to PDF',
    run: () => tests('e2e', 'test/e2e/cases.test.ts'),
  },
  {
    shows: 'no serious finding of axe on any screen, and every screen in pictures',
    run: () => tests('screens'),
  },
  {
    shows: 'the worked cases of calibration: C.6, CC7, CC8, CC8c, CC9, CC22; folding in any order',
    run: () =>
      tests(
        'unit',
        'test/unit/modules/calibration-rules.test.ts',
        'test/unit/modules/calibration-session.test.ts',
        'test/unit/modules/calibration-fold.test.ts',
      ),
  },
  {
    shows: 'the same through the host, and as the self-audit finds them',
    run: () =>
      tests(
        'integration',
        'test/integration/modules/calibration.test.ts',
        'test/integration/modules/calibration-ties.test.ts',
        'test/integration/modules/calibration-audit.test.ts',
      ),
  },
  {
    shows: 'ISO 8655-6: weight to volume against published figures, from the balance to the certificate',
    run: async () => {
      const arithmetic = await tests(
        'unit',
        'test/unit/modules/calibration-gravimetry.test.ts',
        'test/unit/modules/calibration-standards-rules.test.ts',
      );
      if (arithmetic !== 'PASS') return arithmetic;
      return tests(
        'integration',
        'test/integration/modules/calibration-pipette-check.test.ts',
        'test/integration/modules/calibration-standards.test.ts',
      );
    },
  },
  {
    shows: 'procedures: the way of a run, versions, drafts, C.10, and a prescribed number against what was done (CC4)',
    run: () => tests('unit', 'test/unit/modules/sop-'),
  },
  {
    shows: 'a procedure drives its plan (CC4), its file leaves and comes back, runs are handed over and taken up again',
    run: () =>
      tests('integration', 'test/integration/modules/sop.test.ts', 'test/integration/modules/sop-runs.test.ts'),
  },
  {
    shows: 'cases: score, clock, recurrence, decontamination, notices; an instrument as it was at a past moment',
    run: () => tests('unit', 'test/unit/modules/cases-'),
  },
  {
    shows: 'a case from the error to its effect, visits and installations, through the host',
    run: () => tests('integration', 'test/integration/modules/cases'),
  },
  {
    shows: 'the papers: calibration, factors, certificates, runs, controlled copies, readers, cases, visits, moments',
    run: () => tests('integration', 'test/integration/modules/reports-work.test.ts'),
  },
  {
    shows:
      'killed in the middle of a calibration, a weighing, a run, the taking of a file: nothing called saved is lost',
    run: () =>
      tests(
        'integration',
        'test/integration/modules/calibration-kill.test.ts',
        'test/integration/modules/calibration-pipette-kill.test.ts',
        'test/integration/modules/sop-kill.test.ts',
        'test/integration/modules/sop-import-kill.test.ts',
      ),
  },
  {
    shows: 'the same kills again and again, and sign-offs: nothing half signed',
    run: soak(
      ...['--calibration-kills', '8', '--pipette-kills', '8', '--run-kills', '8'],
      ...['--import-kills', '8', '--sign-off-kills', '8'],
    ),
  },
];
