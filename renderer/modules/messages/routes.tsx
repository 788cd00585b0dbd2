import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { instrumentRoute } from '../../app/instrument-route.ts';

export const messagesTab = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./screens/messages-screen.tsx'), 'MessagesScreen'),
});
