import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

/** The bath board of one instrument, and what is set up and looked up from it. */
export const processingTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/baths',
    component: lazyRouteComponent(() => import('./screens/board-screen.tsx'), 'BoardScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/baths/set-up',
    component: lazyRouteComponent(() => import('./screens/plan-screen.tsx'), 'BathPlanScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/baths/programs',
    component: lazyRouteComponent(() => import('./screens/programs-screen.tsx'), 'ProgramsScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/baths/history',
    component: lazyRouteComponent(() => import('./screens/history-screen.tsx'), 'BathHistoryScreen'),
  }),
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/baths/grade',
    component: lazyRouteComponent(() => import('./screens/grade-screen.tsx'), 'GradeScreen'),
  }),
] as const;

export const processingRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/bath-gradings/$gradingId',
    component: lazyRouteComponent(() => import('./screens/grading-screen.tsx'), 'GradingScreen'),
  }),
] as const;
