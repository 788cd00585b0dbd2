import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { instrumentRoute } from '../../app/instrument-route.ts';

export const wireTab = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/wire',
  component: lazyRouteComponent(() => import('./screens/wire-screen.tsx'), 'WireScreen'),
});
