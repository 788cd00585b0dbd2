import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { calibrationRoute } from './calibration-route.ts';

export const standardsPlaces = [
  createRoute({
    getParentRoute: () => calibrationRoute,
    path: '/standards',
    component: lazyRouteComponent(() => import('./screens/standards-screen.tsx'), 'StandardsScreen'),
  }),
  createRoute({
    getParentRoute: () => calibrationRoute,
    path: '/certificates',
    component: lazyRouteComponent(() => import('./screens/certificates-screen.tsx'), 'CertificatesScreen'),
  }),
  createRoute({
    getParentRoute: () => calibrationRoute,
    path: '/impact',
    component: lazyRouteComponent(() => import('./screens/impact-list-screen.tsx'), 'ImpactListScreen'),
  }),
] as const;

/** One standard, one check of it, one look at what may rest on it. */
export const standardsRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/standards/$standardId',
    component: lazyRouteComponent(() => import('./screens/standard-screen.tsx'), 'StandardScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/standards/$standardId/check',
    component: lazyRouteComponent(() => import('./screens/check-screen.tsx'), 'CheckScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/standard-checks/$checkId',
    component: lazyRouteComponent(() => import('./screens/check-record-screen.tsx'), 'CheckRecordScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/impact-reviews/$reviewId',
    component: lazyRouteComponent(() => import('./screens/impact-screen.tsx'), 'ImpactScreen'),
  }),
] as const;
