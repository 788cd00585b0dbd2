import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

/** The places of Cases, with the way between them. */
export const placesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/cases',
  component: lazyRouteComponent(() => import('./screens/cases-layout.tsx'), 'CasesLayout'),
});
