import { joiningRecords } from '../../../shared/modules/joining/records.ts';
import type { HostContext, HostModule } from '../../host/module.ts';

/** When benches meet: what they decided apart, what they both know, what one of them has done already. */
export function createJoiningModule(): HostModule {
  return {
    name: 'joining',
    records: joiningRecords,
    projections: [],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
    start,
  };
}

/** Conflicts and joins come with records of every module: whoever looks at them reads again. */
function start(context: HostContext): void {
  context.store.onCommitted(({ tables, records }) => {
    if (records.length > 0 || tables.includes('record_conflicts')) context.topics.announce('joining');
  });
}
