import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ClientPort, createServer } from '../../../electron/host/serve.ts';
import { followStream } from '../../../renderer/data/follow.ts';
import { HostConnection } from '../../../renderer/data/host-connection.ts';
import { CONNECTION_LOST, type PageError, toPageError } from '../../../renderer/data/page-error.ts';
import { AppError } from '../../../shared/kernel/errors.ts';

const contract = {
  count: oc.output(eventIterator(z.object({ opened: z.number() }))),
  twice: oc.input(z.object({ value: z.number() })).output(z.number()),
  hang: oc.output(z.number()),
  refuse: oc.output(z.number()),
  few: oc.output(eventIterator(z.number())),
};

/** A host that counts how often its stream was opened, served as the product's host is. */
function makeHost() {
  const os = implement(contract);
  let opened = 0;
  const router = os.router({
    count: os.count.handler(async function* ({ signal }) {
      opened += 1;
      yield { opened };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    }),
    twice: os.twice.handler(({ input }) => input.value * 2),
    hang: os.hang.handler(() => new Promise<number>(() => undefined)),
    refuse: os.refuse.handler(() => {
      throw new AppError('test/refused', { why: 'because' });
    }),
    few: os.few.handler(async function* () {
      yield 1;
      yield 2;
    }),
  });
  const serve = createServer(router, { onFault: () => undefined });
  const connection = new HostConnection();
  const client: ContractRouterClient<typeof contract> = createORPCClient(
    new DynamicLink(({ signal }) => connection.getLink(signal)),
  );
  const join = () => {
    const { port1, port2 } = new MessageChannel();
    serve(port1 as unknown as ClientPort);
    connection.accept(port2 as unknown as MessagePort);
    return port1;
  };
  return { connection, client, join };
}

const whenever = async (is: () => boolean): Promise<void> => {
  while (!is()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('the connection', () => {
  it('lets calls wait for the first port and for the next', async () => {
    const { connection, client, join } = makeHost();
    const early = client.twice({ value: 2 });
    expect(connection.state).toBe('connecting');
    join();
    expect(await early).toBe(4);
    connection.lose();
    expect(connection.state).toBe('lost');
    const between = client.twice({ value: 3 });
    join();
    expect(await between).toBe(6);
    expect(connection.generation).toBe(2);
    connection.lose();
  });

  it('ends open calls with a code when the port is lost, also when only the other side closes', async () => {
    const { connection, client, join } = makeHost();
    const far = join();
    const lost = client.hang().catch((error: unknown) => toPageError(error));
    await client.twice({ value: 1 });
    far.close();
    expect(await lost).toEqual({ code: CONNECTION_LOST, data: {} });
    expect(connection.state).toBe('lost');
  });

  it('gives up a waiting call that is aborted', async () => {
    const { client } = makeHost();
    const abort = new AbortController();
    const call = client.twice({ value: 1 }, { signal: abort.signal });
    abort.abort(new DOMException('left', 'AbortError'));
    await expect(call).rejects.toThrow();
  });

  it('carries codes and data of the host, nothing else', async () => {
    const { connection, client, join } = makeHost();
    join();
    expect(await client.refuse().catch(toPageError)).toEqual({ code: 'test/refused', data: { why: 'because' } });
    connection.lose();
  });
});

describe('following a stream', () => {
  it('opens it again on every new connection, until it is left', async () => {
    const { connection, client, join } = makeHost();
    const seen: number[] = [];
    const stop = followStream({
      connection,
      open: (signal) => client.count(undefined, { signal }),
      onValue: ({ opened }) => seen.push(opened),
    });
    join();
    await whenever(() => seen.length === 1);
    connection.lose();
    join();
    await whenever(() => seen.length === 2);
    join();
    await whenever(() => seen.length === 3);
    stop();
    join();
    expect(await client.twice({ value: 1 })).toBe(2);
    expect(seen).toEqual([1, 2, 3]);
    connection.lose();
  });

  it('says when it ended by itself, and is not opened again', async () => {
    const { connection, client, join } = makeHost();
    const seen: (number | 'end')[] = [];
    followStream({
      connection,
      open: (signal) => client.few(undefined, { signal }),
      onValue: (value) => seen.push(value),
      onEnd: () => seen.push('end'),
    });
    join();
    await whenever(() => seen.includes('end'));
    expect(seen).toEqual([1, 2, 'end']);
    connection.lose();
  });

  it('reports a lost connection where it is not to be opened twice', async () => {
    const { connection, client, join } = makeHost();
    const errors: PageError[] = [];
    const seen: number[] = [];
    followStream({
      connection,
      open: (signal) => client.count(undefined, { signal }),
      onValue: ({ opened }) => seen.push(opened),
      onError: (error) => errors.push(error),
      isOnce: true,
    });
    join();
    await whenever(() => seen.length === 1);
    connection.lose();
    await whenever(() => errors.length === 1);
    expect(errors).toEqual([{ code: CONNECTION_LOST, data: {} }]);
  });
});
