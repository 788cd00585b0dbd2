import type { AnyRouter } from '@tanstack/react-router';

/** Long enough after the first screen that nothing of the start is held up. */
const REST_MS = 300;

/**
 * Loads the code of the screens of one instrument while nothing else is to do, one after the other: whoever goes there, by
 * mouse, key or command, then waits for the data only. Safe to call again; what is there is not loaded twice.
 */
export function preloadScreens(router: AnyRouter): void {
  // A page without idle time to give (jsdom) loads each screen when it is shown.
  if (typeof requestIdleCallback === 'undefined') {
    return;
  }
  const loads = Object.entries(router.routesById as Record<string, { options: { component?: unknown } }>)
    .filter(([id]) => id.startsWith('/instruments/$id'))
    .flatMap(([, route]) => (route.options.component as { preload?: () => Promise<void> } | undefined)?.preload ?? []);
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
