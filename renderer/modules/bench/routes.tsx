import { createRoute } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';
// Not lazy: it is the first screen, and the start is measured to it.
import { BenchScreen } from './screens/bench-screen.tsx';

export const benchRoutes = [
  createRoute({ getParentRoute: () => frameRoute, path: '/bench', component: BenchScreen }),
] as const;
