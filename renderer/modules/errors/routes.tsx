import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

export const errorsRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/errors',
    component: lazyRouteComponent(() => import('./screens/errors-screen.tsx'), 'ErrorsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/errors/$errorId',
    component: lazyRouteComponent(() => import('./screens/error-screen.tsx'), 'ErrorScreen'),
  }),
] as const;

export const errorsTab = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/errors',
  component: lazyRouteComponent(() => import('./screens/instrument-errors-screen.tsx'), 'InstrumentErrorsScreen'),
});
