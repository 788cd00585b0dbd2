import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const <<camel>>Routes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/<<kebab>>',
    component: lazyRouteComponent(() => import('./screens/<<kebab>>-screen.tsx'), '<<Pascal>>Screen'),
  }),
] as const;
