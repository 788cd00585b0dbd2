import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const joiningRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/conflicts',
    component: lazyRouteComponent(() => import('./screens/conflicts-screen.tsx'), 'ConflictsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/meetings',
    component: lazyRouteComponent(() => import('./screens/meetings-screen.tsx'), 'MeetingsScreen'),
  }),
] as const;
