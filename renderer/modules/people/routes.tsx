import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const peopleRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/people',
    component: lazyRouteComponent(() => import('./screens/people-screen.tsx'), 'PeopleScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/people/owner',
    component: lazyRouteComponent(() => import('./screens/owner-screen.tsx'), 'OwnerScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/people/$personId',
    component: lazyRouteComponent(() => import('./screens/person-screen.tsx'), 'PersonScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/data-file',
    component: lazyRouteComponent(() => import('./screens/data-file-screen.tsx'), 'DataFileScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/account',
    component: lazyRouteComponent(() => import('./screens/account-screen.tsx'), 'AccountScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/audit-trail',
    validateSearch: (search: Record<string, unknown>): { person?: string } =>
      typeof search.person === 'string' ? { person: search.person } : {},
    component: lazyRouteComponent(() => import('./screens/audit-trail-screen.tsx'), 'AuditTrailScreen'),
  }),
] as const;
