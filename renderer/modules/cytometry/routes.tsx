import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { instrumentRoute } from '../../app/instrument-route.ts';

/** The daily check of a cytometer, beside the instrument's other screens. */
export const cytometryTabs = [
  createRoute({
    getParentRoute: () => instrumentRoute,
    path: '/daily-check',
    component: lazyRouteComponent(() => import('./screens/daily-check-screen.tsx'), 'DailyCheckScreen'),
  }),
] as const;
