import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { proceduresRoute } from './library-route.ts';

/** Lists of runs, beside the library. */
export const runPlaces = [
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/runs',
    component: lazyRouteComponent(() => import('./screens/run-list-screen.tsx'), 'RunListScreen'),
  }),
] as const;

/** Starting a run (`$sopId` is `choose` where the procedure is not chosen yet), and one run, over the whole screen. */
export const runRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/procedures/start/$sopId',
    component: lazyRouteComponent(() => import('./screens/run-start-screen.tsx'), 'RunStartScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/procedures/runs/$runId',
    component: lazyRouteComponent(() => import('./screens/run-screen.tsx'), 'RunScreen'),
  }),
] as const;
