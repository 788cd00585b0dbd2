import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from './frame-route.ts';

/** One instrument: tabs above, one of its screens below. Modules hang their screen of an instrument under this route. */
export const instrumentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/instruments/$id',
  component: lazyRouteComponent(() => import('./instrument-layout.tsx'), 'InstrumentLayout'),
});
