import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createServer } from '../../../electron/host/serve.ts';
import { AppError } from '../../../shared/kernel/errors.ts';

const contract = {
  double: oc
    .input(z.object({ bytes: z.instanceof(Uint8Array) }))
    .output(z.object({ bytes: z.instanceof(Uint8Array), at: z.date() })),
  fail: oc.input(z.object({ how: z.enum(['app', 'fault', 'output']) })).output(z.object({})),
  count: oc.input(z.object({ to: z.number() })).output(eventIterator(z.object({ n: z.number() }))),
};

const ended: string[] = [];
const faults: string[] = [];
const router = {
  double: implement(contract.double).handler(({ input }) => ({
    bytes: input.bytes.map((byte) => byte * 2),
    at: new Date(0),
  })),
  fail: implement(contract.fail).handler(({ input }) => {
    if (input.how === 'app') throw new AppError('store/disk-full', { freeMegabytes: 3 });
    if (input.how === 'fault') throw new Error('a secret path');
    return 'not an object' as unknown as Record<string, never>;
  }),
  count: implement(contract.count).handler(async function* ({ input }) {
    try {
      for (let n = 0; ; n += 1) {
        if (n === input.to) throw new AppError('link/port-busy', { path: 'COM4' });
        yield { n };
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    } finally {
      ended.push('count');
    }
  }),
};

const open: (() => void)[] = [];
function connect() {
  const { port1, port2 } = new MessageChannel();
  createServer(router, { onFault: (error, call) => faults.push(`${call}: ${String(error)}`) })(port1);
  open.push(() => port1.close());
  const link = new RPCLink<Record<never, never>>({ port: port2, experimental_transfer: () => [] });
  return { client: createORPCClient(link) as never as Client, port: port2 };
}
interface Client {
  double(input: { bytes: unknown }): Promise<{ bytes: Uint8Array; at: Date }>;
  fail(input: { how: string }): Promise<unknown>;
  count(input: { to: number }): Promise<AsyncIterable<{ n: number }>>;
}

afterEach(() => {
  for (const close of open.splice(0)) close();
  ended.length = 0;
  faults.length = 0;
});

const errorOf = (promise: Promise<unknown>): Promise<ORPCError<string, unknown>> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(ORPCError);
      return error as ORPCError<string, unknown>;
    },
  );

describe('createServer', () => {
  it('carries bytes and dates as they are', async () => {
    const { client } = connect();
    const answer = await client.double({ bytes: new Uint8Array([1, 2, 64]) });
    expect([...answer.bytes]).toEqual([2, 4, 128]);
    expect(answer.at).toEqual(new Date(0));
  });

  it('refuses input that does not fit before a handler sees it', async () => {
    const { client } = connect();
    expect((await errorOf(client.double({ bytes: 'text' }))).code).toBe('BAD_REQUEST');
  });

  it('lets an error of ours cross as code and data', async () => {
    const { client } = connect();
    const error = await errorOf(client.fail({ how: 'app' }));
    expect([error.code, error.data]).toEqual(['store/disk-full', { freeMegabytes: 3 }]);
    expect(faults).toEqual([]);
  });

  it('keeps the text of a fault inside and tells the host', async () => {
    const { client } = connect();
    const error = await errorOf(client.fail({ how: 'fault' }));
    expect(error.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(error.toJSON())).not.toContain('secret');
    expect(faults).toEqual(['fail: Error: a secret path']);
  });

  it('parses what goes out, too', async () => {
    const { client } = connect();
    expect((await errorOf(client.fail({ how: 'output' }))).code).toBe('INTERNAL_SERVER_ERROR');
    expect(faults).toHaveLength(1);
  });

  it('streams, and lets a later error cross as code and data', async () => {
    const { client } = connect();
    const seen: number[] = [];
    const error = await errorOf(
      (async () => {
        for await (const { n } of await client.count({ to: 3 })) seen.push(n);
      })(),
    );
    expect(seen).toEqual([0, 1, 2]);
    expect([error.code, error.data]).toEqual(['link/port-busy', { path: 'COM4' }]);
  });

  it('ends a stream whose reader leaves, and one whose port closes', async () => {
    const { client, port } = connect();
    for await (const { n } of await client.count({ to: 1e9 })) if (n === 2) break;
    await expect.poll(() => ended).toEqual(['count']);
    const stream = (await client.count({ to: 1e9 }))[Symbol.asyncIterator]();
    await stream.next();
    port.close();
    await expect.poll(() => ended).toEqual(['count', 'count']);
  });
});
