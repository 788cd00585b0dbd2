import { serviceRoutes, serviceTabs } from './service-routes.tsx';

/** Screens of maintenance that stand by themselves. */
export const maintenanceRoutes = [...serviceRoutes] as const;

/** Screens of maintenance that belong to one instrument. */
export const maintenanceTabs = [...serviceTabs] as const;
