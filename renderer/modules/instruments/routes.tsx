import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

const addRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/instruments/new',
  component: lazyRouteComponent(() => import('./screens/add-screen.tsx'), 'AddScreen'),
});

/** One instrument: header and tabs around the six screens below. */
const instrumentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/instruments/$id',
  component: lazyRouteComponent(() => import('./screens/instrument-layout.tsx'), 'InstrumentLayout'),
});

const nowRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/now',
  component: lazyRouteComponent(() => import('./screens/now-screen.tsx'), 'NowScreen'),
});
const errorsRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/errors',
  component: lazyRouteComponent(() => import('./screens/instrument-errors-screen.tsx'), 'InstrumentErrorsScreen'),
});
const messagesRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('../messages/screens/messages-screen.tsx'), 'MessagesScreen'),
});
const wireRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/wire',
  component: lazyRouteComponent(() => import('../wire/screens/wire-screen.tsx'), 'WireScreen'),
});
const timelineRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/timeline',
  component: lazyRouteComponent(() => import('./screens/timeline-screen.tsx'), 'TimelineScreen'),
});
const setUpRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./screens/set-up-screen.tsx'), 'SetUpScreen'),
});

export const instrumentsRoutes = [
  addRoute,
  instrumentRoute.addChildren([nowRoute, errorsRoute, messagesRoute, wireRoute, timelineRoute, setUpRoute]),
] as const;
