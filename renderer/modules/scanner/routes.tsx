import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

export const scannerRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/scanner',
    component: lazyRouteComponent(() => import('./screens/scanner-screen.tsx'), 'ScannerScreen'),
  }),
] as const;
