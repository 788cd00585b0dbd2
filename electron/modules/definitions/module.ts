import { definitionsRecords } from '../../../shared/modules/definitions/records.ts';
import type { HostModule } from '../../host/module.ts';
import { definitionsTable } from './tables.ts';

/** A lab's own definitions: places of a message named, packs given and taken, stored messages read again. */
export function createDefinitionsModule(): HostModule {
  return {
    name: 'definitions',
    records: definitionsRecords,
    projections: [definitionsTable],
    loadHandlers: async (context) => (await import('./handlers.ts')).createHandlers(context),
  };
}
