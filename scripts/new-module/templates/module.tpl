import { <<camel>>Records } from '../../../shared/modules/<<kebab>>/records.ts';
import type { HostModule } from '../../host/module.ts';
import { <<camel>>Table } from './tables.ts';

export function create<<Pascal>>Module(): HostModule {
  return {
    name: '<<camel>>',
    records: <<camel>>Records,
    projections: [<<camel>>Table],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}
