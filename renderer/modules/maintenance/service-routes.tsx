import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

const serviceRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/service',
  component: lazyRouteComponent(() => import('./screens/service-layout.tsx'), 'ServiceLayout'),
});

const servicePlaces = [
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/service/work-orders' });
    },
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/work-orders',
    component: lazyRouteComponent(() => import('./screens/service-work-orders-screen.tsx'), 'WorkOrdersScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/lists',
    component: lazyRouteComponent(() => import('./screens/service-lists-screen.tsx'), 'ListsScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/downtime',
    component: lazyRouteComponent(() => import('./screens/service-downtime-screen.tsx'), 'DowntimeScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/parts',
    component: lazyRouteComponent(() => import('./screens/service-parts-screen.tsx'), 'PartsScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/campaigns',
    component: lazyRouteComponent(() => import('./screens/service-campaigns-screen.tsx'), 'CampaignsScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/availability',
    component: lazyRouteComponent(() => import('./screens/service-availability-screen.tsx'), 'AvailabilityScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/self-audit',
    component: lazyRouteComponent(() => import('./screens/audit-screen.tsx'), 'AuditScreen'),
  }),
  createRoute({
    getParentRoute: () => serviceRoute,
    path: '/import',
    component: lazyRouteComponent(() => import('./screens/import-screen.tsx'), 'ImportScreen'),
  }),
] as const;

/** Work orders, parts, downtime, campaigns, availability, self-audit, import; and one list or order of its own. */
export const serviceRoutes = [
  serviceRoute.addChildren([...servicePlaces]),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/return-to-service/$rtsId',
    component: lazyRouteComponent(() => import('./screens/service-rts-screen.tsx'), 'RtsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/work-orders/$workOrderId',
    component: lazyRouteComponent(() => import('./screens/service-work-order-screen.tsx'), 'WorkOrderScreen'),
  }),
] as const;

export const serviceTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/service',
    component: lazyRouteComponent(() => import('./screens/service-screen.tsx'), 'ServiceScreen'),
  }),
] as const;
