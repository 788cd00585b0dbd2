import { createRootRouteWithContext } from '@tanstack/react-router';
import type { DataLayer } from '../data/data-layer.tsx';
import { CrashedScreen } from './crashed-screen.tsx';
import { Frame } from './frame.tsx';
import { NotFoundScreen } from './not-found-screen.tsx';

/** What a route's `loader` may use: it asks for data on the way to a screen, and waits for it a moment at most. */
export interface RouteContext {
  readonly layer: DataLayer;
}

/** The root of all routes: rail, top line, action bar. Modules hang their routes under it in their `routes.tsx`. */
export const frameRoute = createRootRouteWithContext<RouteContext>()({
  component: Frame,
  notFoundComponent: NotFoundScreen,
  errorComponent: CrashedScreen,
});
