import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const casesRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/cases',
    component: lazyRouteComponent(() => import('./screens/cases-screen.tsx'), 'CasesScreen'),
  }),
] as const;
