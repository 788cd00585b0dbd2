import type { HostModule } from '../host/module.ts';
import type { StoreModule } from '../store/projection.ts';

/** Every module of the host. */
export const hostModules: readonly HostModule[] = [];

/** Every module's records and tables. Host, `verify`, backup and tests read this one list. */
export const storeModules: readonly StoreModule[] = hostModules;
