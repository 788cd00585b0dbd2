import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const systemRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/records',
    component: lazyRouteComponent(() => import('./screens/records-screen.tsx'), 'RecordsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/settings',
    component: lazyRouteComponent(() => import('./screens/settings-screen.tsx'), 'SettingsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/about',
    component: lazyRouteComponent(() => import('./screens/about-screen.tsx'), 'AboutScreen'),
  }),
] as const;
