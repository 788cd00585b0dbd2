import { type Line, soak, tests } from './line.ts';

/** People and maintenance. */
export const issue3: readonly Line[] = [
  {
    shows:
      'owner set-up, switch, lock and signature by keyboard in the real window; the auditor sees all and changes nothing',
    run: () => tests('e2e', 'test/e2e/people.test.ts'),
  },
  {
    shows:
      'plan from the definition, daily tasks in under a minute of typing, overdue explained, corrected, reviewed and signed',
    run: () => tests('e2e', 'test/e2e/maintenance.test.ts'),
  },
  {
    shows: 'part change, list of what must be proven, reviewed and signed, in service',
    run: () => tests('e2e', 'test/e2e/return-to-service.test.ts'),
  },
  {
    shows: 'the month grid printed to PDF from the real window',
    run: () => tests('e2e', 'test/e2e/print.test.ts'),
  },
  {
    shows: 'the worked cases of the schedule; its properties; the findings of inspectors, and none in a clean data set',
    run: () =>
      tests(
        'unit',
        'test/unit/modules/maintenance-schedule',
        'test/unit/modules/maintenance-audit',
        'test/unit/modules/maintenance-days.test.ts',
      ),
  },
  {
    shows: 'verify proves every signature; an amended record unseats the one on the old text',
    run: () => tests('integration', 'test/integration/modules/people-signatures.test.ts'),
  },
  {
    shows: 'killed in the middle of a sheet, a sign-off, an import: nothing called saved is lost, nothing half signed',
    run: () =>
      tests(
        'integration',
        'test/integration/modules/maintenance-kill.test.ts',
        'test/integration/modules/people-kills.test.ts',
        'test/integration/modules/maintenance-import.test.ts',
      ),
  },
  {
    shows: 'without the key an encrypted data file shows nothing; a wrong key touches nothing',
    run: () => tests('unit', 'test/unit/store/encrypted-folder.test.ts', 'test/unit/host/open-keys.test.ts'),
  },
  {
    shows: 'the printed code opens an encrypted folder and backup whose keys are lost',
    run: () => tests('integration', 'test/integration/store/escrow-cli.test.ts'),
  },
  {
    shows: 'power cuts: nothing acknowledged lost, plain, encrypted and switched over meanwhile',
    run: soak('--images', '100'),
  },
  {
    shows: 'one changed byte, plain and encrypted: found and named in a record, without harm elsewhere',
    run: soak('--flips', '100'),
  },
];
