import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

/** Agenda, sheets, performed tasks, plans, days and shifts. */
export const coreMaintenanceRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/agenda',
    component: lazyRouteComponent(() => import('./screens/agenda-screen.tsx'), 'AgendaScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/daily/$instrumentId',
    component: lazyRouteComponent(() => import('./screens/daily-screen.tsx'), 'DailyScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/sheets/$sheetId',
    component: lazyRouteComponent(() => import('./screens/sheet-screen.tsx'), 'SheetScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/tasks/$hash',
    component: lazyRouteComponent(() => import('./screens/task-screen.tsx'), 'TaskScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/plans/$planId',
    component: lazyRouteComponent(() => import('./screens/plan-screen.tsx'), 'PlanScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/plans/$planId/change',
    component: lazyRouteComponent(() => import('./screens/plan-change-screen.tsx'), 'PlanChangeScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/place-calendar',
    component: lazyRouteComponent(() => import('./screens/place-calendar-screen.tsx'), 'PlaceCalendarScreen'),
  }),
] as const;

export const coreMaintenanceTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/maintenance',
    component: lazyRouteComponent(() => import('./screens/maintenance-screen.tsx'), 'MaintenanceScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/maintenance/new/$upkeepKey',
    component: lazyRouteComponent(() => import('./screens/plan-new-screen.tsx'), 'PlanNewScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/month/$month',
    component: lazyRouteComponent(() => import('./screens/month-screen.tsx'), 'MonthScreen'),
  }),
] as const;
