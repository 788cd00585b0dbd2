import { coreMaintenanceRoutes, coreMaintenanceTabs } from './core-routes.tsx';
import { serviceRoutes, serviceTabs } from './service-routes.tsx';

/** Screens of maintenance that stand by themselves. */
export const maintenanceRoutes = [...coreMaintenanceRoutes, ...serviceRoutes] as const;

/** Screens of maintenance that belong to one instrument. */
export const maintenanceTabs = [...coreMaintenanceTabs, ...serviceTabs] as const;
