import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { WireLine } from '../../shared/modules/wire/contract.ts';
import type { WireStore } from '../store/types.ts';
import { createWireLineReader, type WireLineReader } from './wire-lines.ts';

/** Reading back costs a commit and a decryption, so it is done for a bunch of entries at a time. */
const gatherMs = 100;
const readLimit = 500;

/**
 * New wire lines of one instrument for whoever watches, read back from the store: a line shown live is one that is
 * stored, and has the id by which it is found again. Costs nothing while nobody watches.
 */
export class LiveWire {
  readonly #wire: WireStore;
  readonly #instrumentId: string;
  readonly #definition: InstrumentDefinition;
  readonly #listeners = new Set<(line: WireLine) => void>();
  #reader: WireLineReader | null = null;
  #after = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(wire: WireStore, instrumentId: string, definition: InstrumentDefinition) {
    this.#wire = wire;
    this.#instrumentId = instrumentId;
    this.#definition = definition;
  }

  listen(listener: (line: WireLine) => void): () => void {
    if (this.#listeners.size === 0) {
      this.#after = this.#wire.read({ instrumentId: this.#instrumentId, limit: 1 })[0]?.id ?? 0;
      this.#reader = createWireLineReader(this.#definition);
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Entries were queued for the store. */
  stir(): void {
    if (this.#listeners.size === 0 || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, gatherMs);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
  }

  #tell(): void {
    for (;;) {
      const entries = this.#wire.read({ instrumentId: this.#instrumentId, after: this.#after, limit: readLimit });
      for (const line of this.#reader?.read(entries) ?? []) {
        for (const listener of this.#listeners) listener(line);
      }
      this.#after = entries.at(-1)?.id ?? this.#after;
      if (entries.length < readLimit) return;
    }
  }
}
