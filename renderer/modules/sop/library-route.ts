import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

/** The place of the rail that holds the lists of procedures, of what is to be read and of runs. */
export const proceduresRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/procedures',
  component: lazyRouteComponent(() => import('./screens/library-layout.tsx'), 'ProceduresLayout'),
});
