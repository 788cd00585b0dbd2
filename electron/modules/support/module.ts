import { supportRecords } from '../../../shared/modules/support/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import type { CallPackage } from './call-package.ts';
import { configurationTable } from './tables.ts';

/** Configuration snapshots with their differences, and the package for a support call. */
export function createSupportModule(): HostModule {
  const shownOf = perHost(() => new Map<string, CallPackage>());
  return {
    name: 'support',
    records: supportRecords,
    projections: [configurationTable],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context, shownOf(context)),
  };
}
