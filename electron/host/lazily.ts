import { type AnyRouter, lazy } from '@orpc/server';

/** Calls that are loaded when the first of them is asked. Once: what handlers hold between two calls is the same for all. */
export function lazily(load: () => Promise<AnyRouter>): AnyRouter {
  let loading: Promise<{ default: AnyRouter }> | null = null;
  const loadOnce = async () => ({ default: await load() });
  return lazy(() => {
    loading ??= loadOnce().catch((error: unknown) => {
      // The next one who asks tries again.
      loading = null;
      throw error;
    });
    return loading;
  }) as unknown as AnyRouter;
}
