import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const troubleshootingRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/runs/$runId',
    component: lazyRouteComponent(() => import('./screens/run-screen.tsx'), 'RunScreen'),
  }),
] as const;
