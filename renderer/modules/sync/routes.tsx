import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const syncRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/sync',
    component: lazyRouteComponent(() => import('./screens/sync-screen.tsx'), 'SyncScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/sync/workstations',
    component: lazyRouteComponent(() => import('./screens/workstations-screen.tsx'), 'WorkstationsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/sync/bundles',
    component: lazyRouteComponent(() => import('./screens/bundles-screen.tsx'), 'BundlesScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/sync/sites',
    component: lazyRouteComponent(() => import('./screens/sites-screen.tsx'), 'SitesScreen'),
  }),
] as const;
