import { type AnyRouter, lazy } from '@orpc/server';

/** Calls that are loaded when the first of them is asked, once. */
export const lazily = (load: () => Promise<AnyRouter>): AnyRouter =>
  lazy(async () => ({ default: await load() })) as unknown as AnyRouter;
