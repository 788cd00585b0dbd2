import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';
import { calibrationRoute } from './calibration-route.ts';
import { standardsPlaces, standardsRoutes } from './standards-routes.tsx';

const places = [
  createRoute({
    getParentRoute: () => calibrationRoute,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/calibration/instruments' });
    },
  }),
  createRoute({
    getParentRoute: () => calibrationRoute,
    path: '/instruments',
    component: lazyRouteComponent(() => import('./screens/overview-screen.tsx'), 'CalibrationOverviewScreen'),
  }),
  createRoute({
    getParentRoute: () => calibrationRoute,
    path: '/procedures',
    component: lazyRouteComponent(() => import('./screens/procedures-screen.tsx'), 'CalibrationProceduresScreen'),
  }),
] as const;

/** Calibrations of all instruments, standards, certificates, impact reviews; one session, one model's procedure. */
export const calibrationRoutes = [
  calibrationRoute.addChildren([...places, ...standardsPlaces]),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/calibrations/$sessionId',
    component: lazyRouteComponent(() => import('./screens/session-screen.tsx'), 'SessionScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/calibration-procedures/$definitionKey',
    component: lazyRouteComponent(() => import('./screens/procedure-screen.tsx'), 'CalibrationProcedureScreen'),
  }),
  ...standardsRoutes,
] as const;

export const calibrationTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/calibration',
    component: lazyRouteComponent(() => import('./screens/instrument-screen.tsx'), 'CalibrationTab'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/calibration/new/$kind',
    component: lazyRouteComponent(() => import('./screens/start-screen.tsx'), 'StartSessionScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/calibration/factors',
    component: lazyRouteComponent(() => import('./screens/factors-screen.tsx'), 'FactorsScreen'),
  }),
] as const;
