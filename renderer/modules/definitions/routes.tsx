import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { instrumentRoute } from '../../app/instrument-route.ts';

/** The lab's own definitions, and packs of them. */
export const definitionsRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/definitions',
    component: lazyRouteComponent(() => import('./screens/definitions-screen.tsx'), 'DefinitionsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/definitions/import',
    component: lazyRouteComponent(() => import('./screens/pack-import-screen.tsx'), 'PackImportScreen'),
  }),
] as const;

/** What the fields of a message are called. */
export const namesRoute = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/fields',
  component: lazyRouteComponent(() => import('./screens/fields-screen.tsx'), 'FieldsScreen'),
});
