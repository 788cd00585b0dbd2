import { type AnyRouter, isLazy, isProcedure, os, unlazy } from '@orpc/server';
import { callAccess, seeingPermissions } from '../../shared/modules/people/permissions.ts';
import { lazily } from './lazily.ts';
import type { HostSession } from './session.ts';

/**
 * The same router, where every call first asks the session (decision 41): before its input is looked at, and, for a live
 * stream, again before each push. A call that `callAccess` does not name is refused to everyone once there are accounts.
 */
export function guardRouter(router: AnyRouter, session: HostSession): AnyRouter {
  return guardPart(router, [], session);
}

function guardPart(part: AnyRouter, path: readonly string[], session: HostSession): AnyRouter {
  if (isProcedure(part)) return guardCall(part, path.join('.'), session);
  if (isLazy(part)) return lazily(async () => guardPart((await unlazy(part)).default as AnyRouter, path, session));
  const entries = Object.entries(part as Record<string, AnyRouter>);
  return Object.fromEntries(entries.map(([name, inner]) => [name, guardPart(inner, [...path, name], session)]));
}

function guardCall(procedure: AnyRouter, path: string, session: HostSession): AnyRouter {
  const access = Object.hasOwn(callAccess, path) ? callAccess[path] : undefined;
  const isLooking =
    access === undefined || access === 'public' || access === 'signed-in' || seeingPermissions.has(access);
  const check = (): void => {
    const refusal = session.refusalOf(access);
    if (refusal) throw refusal;
  };
  return os
    .use(async ({ next }) => {
      check();
      // Screens read again by themselves; only what a person does keeps the session awake.
      if (!isLooking) session.touch();
      const result = await next();
      return isStream(result.output) && access !== 'public'
        ? { ...result, output: guardStream(result.output, check) }
        : result;
    })
    .router(procedure) as AnyRouter;
}

const isStream = (value: unknown): value is AsyncIterator<unknown> & AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Ends a stream with the refusal as soon as its reader may no longer see what comes. */
function guardStream(stream: AsyncIterator<unknown>, check: () => void): AsyncIteratorObject<unknown> {
  const guarded = {
    async next() {
      const pushed = await stream.next();
      try {
        if (!pushed.done) check();
      } catch (error) {
        await stream.return?.();
        throw error;
      }
      return pushed;
    },
    async return(value?: unknown) {
      return (await stream.return?.(value)) ?? { done: true as const, value };
    },
    async throw(error: unknown) {
      await stream.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return guarded;
    },
    async [Symbol.asyncDispose]() {
      await stream.return?.();
    },
  };
  return guarded as unknown as AsyncIteratorObject<unknown>;
}
