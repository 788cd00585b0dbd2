import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

export const instrumentsRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/instruments/new',
    component: lazyRouteComponent(() => import('./screens/add-screen.tsx'), 'AddScreen'),
  }),
] as const;

export const instrumentsTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/now',
    component: lazyRouteComponent(() => import('./screens/now-screen.tsx'), 'NowScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/timeline',
    component: lazyRouteComponent(() => import('./screens/timeline-screen.tsx'), 'TimelineScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/set-up',
    component: lazyRouteComponent(() => import('./screens/set-up-screen.tsx'), 'SetUpScreen'),
  }),
] as const;
