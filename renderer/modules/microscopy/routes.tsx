import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

/** One count, being made or finished; two readers; the lab's cell classes. */
export const microscopyRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/differentials/$countId/count',
    component: lazyRouteComponent(() => import('./screens/count-screen.tsx'), 'CountScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/differentials/$countId',
    component: lazyRouteComponent(() => import('./screens/count-record-screen.tsx'), 'CountRecordScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/differential-comparisons/$comparisonId',
    component: lazyRouteComponent(() => import('./screens/comparison-screen.tsx'), 'ComparisonScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/compare-differentials/$firstId/$secondId',
    component: lazyRouteComponent(() => import('./screens/comparison-screen.tsx'), 'CompareScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/cell-classes',
    component: lazyRouteComponent(() => import('./screens/classes-screen.tsx'), 'ClassesScreen'),
  }),
] as const;

export const microscopyTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/microscopy',
    component: lazyRouteComponent(() => import('./screens/microscopy-screen.tsx'), 'MicroscopyTab'),
  }),
] as const;
