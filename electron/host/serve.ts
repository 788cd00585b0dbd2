import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { isAppError } from '../../shared/kernel/errors.ts';

/** A port as oRPC takes it: Electron's `MessagePortMain` in the host, Node's `MessagePort` in tests. */
export type ClientPort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

export interface ServeOptions {
  /** Told of failures that are no `AppError`: a fault of ours, which the page sees as `INTERNAL_SERVER_ERROR` only. */
  readonly onFault: (error: unknown, call: string) => void;
}

/**
 * Serves the host's calls over MessagePorts. What goes in and out is parsed by the contract's schemas; an `AppError`
 * crosses as its code and data, anything else as an internal error without its text.
 *
 * Messages travel as structured clones rather than as JSON text: bytes (photos) stay bytes.
 *
 * @returns a function that serves one more client until its port closes
 */
export function createServer(router: AnyRouter, options: ServeOptions): (port: ClientPort) => void {
  const outward = (error: unknown, path: readonly string[]): unknown => {
    if (isAppError(error)) return new ORPCError(error.code, { status: 500, data: error.data, cause: error });
    if (!(error instanceof ORPCError) || error.code === 'INTERNAL_SERVER_ERROR') options.onFault(error, path.join('.'));
    return error;
  };
  const handler = new RPCHandler<Record<never, never>>(router, {
    experimental_transfer: ([, , payload]) => (opensStream(payload) ? null : []),
    clientInterceptors: [
      async ({ next, path }) => {
        try {
          const output = await next();
          return isStream(output) ? guarded(output, (error) => outward(error, path)) : output;
        } catch (error) {
          throw outward(error, path);
        }
      },
    ],
  });
  return (port) => handler.upgrade(port, { context: {} });
}

/** The answer that opens a stream is no clone: oRPC's own text encoding announces it, what flows afterwards is cloned again. */
const opensStream = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'body' in payload && isStream(payload.body);

const isStream = (value: unknown): value is AsyncGenerator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The same stream, with the errors it throws later turned outward too. */
async function* guarded(
  stream: AsyncGenerator<unknown>,
  outward: (error: unknown) => unknown,
): AsyncGenerator<unknown> {
  try {
    yield* stream;
  } catch (error) {
    throw outward(error);
  }
}
