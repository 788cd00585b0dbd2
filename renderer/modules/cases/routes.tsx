import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';
import { placesRoute } from './places-route.tsx';
import { projectPlaces, projectRoutes } from './project-routes.tsx';
import { texts } from './search.ts';

const casePlaces = [
  createRoute({
    getParentRoute: () => placesRoute,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/cases/list' });
    },
  }),
  createRoute({
    getParentRoute: () => placesRoute,
    path: '/list',
    component: lazyRouteComponent(() => import('./screens/cases-screen.tsx'), 'CasesScreen'),
  }),
  createRoute({
    getParentRoute: () => placesRoute,
    path: '/visits',
    component: lazyRouteComponent(() => import('./screens/visits-screen.tsx'), 'VisitsScreen'),
  }),
  ...projectPlaces,
] as const;

/** Cases, visits, installations, notices; and one of each by itself. */
export const casesRoutes = [
  placesRoute.addChildren([...casePlaces]),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/open-case',
    validateSearch: texts,
    component: lazyRouteComponent(() => import('./screens/open-case-screen.tsx'), 'OpenCaseScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/case/$caseId',
    component: lazyRouteComponent(() => import('./screens/case-screen.tsx'), 'CaseScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/plan-visit',
    validateSearch: texts,
    component: lazyRouteComponent(() => import('./screens/plan-visit-screen.tsx'), 'PlanVisitScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/visits/$visitId',
    component: lazyRouteComponent(() => import('./screens/visit-screen.tsx'), 'VisitScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/visits/$visitId/customer',
    component: lazyRouteComponent(() => import('./screens/customer-screen.tsx'), 'CustomerScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/decontamination/$decontaminationId',
    component: lazyRouteComponent(() => import('./screens/decontamination-screen.tsx'), 'DecontaminationScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/certify-decontamination',
    validateSearch: texts,
    component: lazyRouteComponent(() => import('./screens/certify-screen.tsx'), 'CertifyScreen'),
  }),
  ...projectRoutes,
] as const;

/** What belongs to one instrument: its cases and papers, and what it was at a past moment. */
export const casesTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/cases',
    component: lazyRouteComponent(() => import('./screens/instrument-cases-screen.tsx'), 'InstrumentCasesScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/as-it-was',
    validateSearch: texts,
    component: lazyRouteComponent(() => import('./screens/moment-screen.tsx'), 'MomentScreen'),
  }),
] as const;
