import type { StoreModule } from '../store/projection.ts';

/** Every module's records and tables. Host, `verify`, backup and tests read this one list. */
export const storeModules: readonly StoreModule[] = [];
