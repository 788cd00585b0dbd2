import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { instrumentRoute } from '../../app/instrument-route.ts';
import { allMessagesOf, pageOptions } from './parts/page-options.ts';

/** About what the screen takes to draw. */
const WAIT_MS = 40;

export const messagesTab = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/messages',
  // Asked for on the way there and waited for as long as drawing the screen without them would take: screen and rows then
  // are drawn in one go. A host that takes longer is waited for on the screen.
  loader: async ({ context: { layer }, params: { id } }) => {
    const rows = layer.queries.prefetchQuery(pageOptions(layer.api, layer.queries, allMessagesOf(id), 0));
    await Promise.race([rows, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  },
  component: lazyRouteComponent(() => import('./screens/messages-screen.tsx'), 'MessagesScreen'),
});
