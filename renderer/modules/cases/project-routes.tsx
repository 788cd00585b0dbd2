import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { placesRoute } from './places-route.tsx';

/** Lists of installations and notices, under Cases. */
export const projectPlaces = [
  createRoute({
    getParentRoute: () => placesRoute,
    path: '/installations',
    component: lazyRouteComponent(() => import('./screens/installations-screen.tsx'), 'InstallationsScreen'),
  }),
  createRoute({
    getParentRoute: () => placesRoute,
    path: '/notices',
    component: lazyRouteComponent(() => import('./screens/notices-screen.tsx'), 'NoticesScreen'),
  }),
] as const;

/** One installation, one notice, and the import of notices. */
export const projectRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/installations/$installationId',
    component: lazyRouteComponent(() => import('./screens/installation-screen.tsx'), 'InstallationScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/import-notices',
    component: lazyRouteComponent(() => import('./screens/notice-import-screen.tsx'), 'NoticeImportScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/notices/$noticeId',
    component: lazyRouteComponent(() => import('./screens/notice-screen.tsx'), 'NoticeScreen'),
  }),
] as const;
