import type { Host } from '../../electron/host/host.ts';

/** One whole message of an instrument, as a session hands it over: frames in the wire store first. Records end with CR. */
export type Hear = (
  instrumentId: string,
  records: readonly string[],
  more?: { readonly isPartial?: boolean },
) => Promise<void>;

/** Lets a host hear messages without a line. `definitionKeyOf` says with which definition an instrument is read. */
export function createHearing(host: Host, definitionKeyOf: (instrumentId: string) => Promise<string>): Hear {
  const { store, catalog, clock } = host.context;
  let count = 0;
  return async (instrumentId, records, { isPartial = false } = {}) => {
    const definition = catalog.get(await definitionKeyOf(instrumentId));
    if (definition === undefined) throw new Error(`${instrumentId} has no definition here`);
    count += 1;
    const conversation = `c${count}`;
    // A plain array of bytes: under jsdom a Buffer is of another world.
    const bytes = Uint8Array.from(Buffer.from(records.map((record) => `${record}\r`).join(''), 'latin1'));
    const receivedAt = new Date(clock.wallMs()).toISOString();
    const frames = await store.wire.append([
      {
        instrumentId,
        conversation,
        dir: 'in',
        kind: 'frame',
        bytes,
        monoMs: clock.monoMs(),
        wallAt: receivedAt,
        isOwed: true,
      },
    ]);
    const partial = isPartial ? 'ended-early' : null;
    host.messages.heard(instrumentId, definition, { bytes, checksum: 'ok', conversation, receivedAt, frames, partial });
    // It is stored in another turn of the loop; tests look at once.
    host.messages.flush();
  };
}
