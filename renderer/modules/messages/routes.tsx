import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { instrumentRoute } from '../../app/instrument-route.ts';
import { allMessagesOf, pageOptions } from './parts/page-options.ts';

export const messagesTab = createRoute({
  getParentRoute: () => instrumentRoute,
  path: '/messages',
  // Asked for on the way there: the first rows come while the screen is made.
  loader: ({ context: { layer }, params: { id } }) => {
    void layer.queries.prefetchQuery(pageOptions(layer.api, layer.queries, allMessagesOf(id), 0));
  },
  component: lazyRouteComponent(() => import('./screens/messages-screen.tsx'), 'MessagesScreen'),
});
