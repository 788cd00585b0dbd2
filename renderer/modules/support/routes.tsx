import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { instrumentRoute } from '../../app/instrument-route.ts';

export const supportTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/support',
    component: lazyRouteComponent(() => import('./screens/support-screen.tsx'), 'SupportScreen'),
  }),
] as const;
