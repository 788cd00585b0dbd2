import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

/** The place of the rail: calibrations of all instruments, and what they rest on. */
export const calibrationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/calibration',
  component: lazyRouteComponent(() => import('./screens/calibration-layout.tsx'), 'CalibrationLayout'),
});
