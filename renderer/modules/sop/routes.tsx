import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
import { proceduresRoute } from './library-route.ts';
import { runPlaces, runRoutes } from './run-routes.tsx';

const libraryPlaces = [
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/procedures/library' });
    },
  }),
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/library',
    component: lazyRouteComponent(() => import('./screens/library-screen.tsx'), 'LibraryScreen'),
  }),
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/reading',
    component: lazyRouteComponent(() => import('./screens/reading-screen.tsx'), 'ReadingScreen'),
  }),
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/requests',
    component: lazyRouteComponent(() => import('./screens/library-requests-screen.tsx'), 'RequestsScreen'),
  }),
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/starters',
    component: lazyRouteComponent(() => import('./screens/library-starters-screen.tsx'), 'StartersScreen'),
  }),
  createRoute({
    getParentRoute: () => proceduresRoute,
    path: '/import',
    component: lazyRouteComponent(() => import('./screens/library-import-screen.tsx'), 'SopImportScreen'),
  }),
] as const;

/** The library, what is to be read, change requests; one procedure, its versions and its editor; runs. */
export const sopRoutes = [
  proceduresRoute.addChildren([...libraryPlaces, ...runPlaces]),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/procedures/sops/$sopId',
    component: lazyRouteComponent(() => import('./screens/library-sop-screen.tsx'), 'SopScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/procedures/sops/$sopId/versions/$versionId',
    component: lazyRouteComponent(() => import('./screens/version-screen.tsx'), 'VersionScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/procedures/sops/$sopId/versions/$versionId/edit',
    component: lazyRouteComponent(() => import('./screens/editor-screen.tsx'), 'EditorScreen'),
  }),
  ...runRoutes,
] as const;
