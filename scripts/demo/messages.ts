import path from 'node:path';
import { freshen, readCaptureMessages, type SimulatedMessage } from '../../electron/simulators/capture-messages.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { projectRoot } from '../runtime.ts';

/** The captures of a definition as messages, found by the name of the capture they are from. */
export interface MessageSource {
  /** The next message of that capture, as if it were measured now on another specimen. */
  next(capture: string, place?: number): { name: string; records: Uint8Array[] };
}

const shift = (value: string, turn: number): string => {
  const places = value.includes('.') ? value.length - value.indexOf('.') - 1 : 0;
  // Up to four per cent either way, the same at every run of the demo.
  const moved = Number(value) * (1 + 0.04 * Math.sin(turn * 1.7 + value.length));
  return moved.toFixed(places);
};

/**
 * Reads the captures that come with a definition. Every LIS02 message taken from here is another one: time, specimen,
 * values. A block is sent as it was written, but for its time.
 */
export async function openMessages(definition: InstrumentDefinition, serialNumber: string): Promise<MessageSource> {
  const folder = path.join(projectRoot, 'resources/instruments', definition.key, 'captures');
  const all = await readCaptureMessages(folder, definition);
  const isBlocks = findDriver(definition) !== null;
  let turn = 0;
  return {
    next(capture, place = 1) {
      const found = all.filter(({ name }) => name.startsWith(capture))[place - 1];
      if (found === undefined) throw new Error(`There is no message ${place} in capture ${capture}.`);
      turn += 1;
      if (isBlocks) {
        const { name, records } = freshen(found, new Date(), definition);
        return { name, records: [...records].map((record) => Uint8Array.from(record)) };
      }
      return { name: found.name, records: found.records.map((record) => vary(record, turn, serialNumber, found)) };
    },
  };
}

function vary(record: Uint8Array, turn: number, serialNumber: string, { name }: SimulatedMessage): Uint8Array {
  const isMeasured = /patient|results/.test(name);
  // Each a second after the one before, however quickly they are sent: analyzers do not finish two samples at once.
  const stamp = new Date(Date.now() - 120_000 + turn * 1_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const text = Buffer.from(record)
    .toString('latin1')
    .replace(/(?<!\d)20\d{12}(?!\d)/g, stamp)
    .replace(/\^11001\^/, `^${serialNumber}^`)
    .replace(/TEST2611(\d{4})/g, () => `TEST2611${String(1000 + turn).padStart(4, '0')}`)
    .replace(/SID261102-(\d+)/g, () => `SID261122-${100 + turn}`)
    .replace(/^(R\|\d+\|[^|]*\|)(\d+(?:\.\d+)?)(\|)/, (whole, before: string, value: string, after: string) =>
      isMeasured ? `${before}${shift(value, turn)}${after}` : whole,
    );
  return Buffer.from(text, 'latin1');
}
