import { createRootRoute } from '@tanstack/react-router';
import { CrashedScreen } from './crashed-screen.tsx';
import { Frame } from './frame.tsx';
import { NotFoundScreen } from './not-found-screen.tsx';

/** The root of all routes: rail, top line, action bar. Modules hang their routes under it in their `routes.tsx`. */
export const frameRoute = createRootRoute({
  component: Frame,
  notFoundComponent: NotFoundScreen,
  errorComponent: CrashedScreen,
});
