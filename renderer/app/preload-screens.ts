import type { AnyRouter } from '@tanstack/react-router';

/** Long enough after the first screen that nothing of the start is held up. */
const REST_MS = 300;

/** What one instrument is asked most, and its longest lists. All its screens would be some 5 MiB of an idle window. */
const READY_TABS = ['now', 'messages', 'errors', 'timeline'];

/**
 * Loads the code of the screens of `READY_TABS` while nothing else is to do, one after the other: whoever goes there by key,
 * touch or command, without a pointer that says so before, then waits for the data only. Safe to call again; what is there
 * is not loaded twice.
 */
export function preloadScreens(router: AnyRouter): void {
  // A page without idle time to give (jsdom) loads each screen when it is shown.
  if (typeof requestIdleCallback === 'undefined') {
    return;
  }
  const routes = router.routesById as Record<string, { options: { component?: unknown } }>;
  const loads = READY_TABS.flatMap((tab) => {
    const component = routes[`/instruments/$id/${tab}`]?.options.component;
    return (component as { preload?: () => Promise<void> } | undefined)?.preload ?? [];
  });
  const next = () => {
    if (router.state.status === 'pending') {
      // The way to a screen has idle moments too (it waits for the host); code of another screen would fill them and more.
      setTimeout(rest, REST_MS);
      return;
    }
    const load = loads.shift();
    if (load !== undefined) {
      // A screen that can not be loaded says so when it is shown.
      load().then(rest, rest);
    }
  };
  const rest = () => requestIdleCallback(next);
  setTimeout(rest, REST_MS);
}
