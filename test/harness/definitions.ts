import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { MappingContext } from '../../shared/instruments/mapping/context.ts';
import { showTail } from '../../shared/instruments/mapping/identity-policy.ts';

/** The shipped resources folder. */
export const resourcesFolder = fileURLToPath(new URL('../../resources/', import.meta.url));

const shipped = loadCatalog({ shipped: resourcesFolder, lab: null });

/** A shipped definition; fails the test where there is none. */
export async function shippedDefinition(key: string): Promise<InstrumentDefinition> {
  const definition = (await shipped).get(key);
  if (definition === undefined) throw new Error(`no shipped definition ${key}`);
  return definition;
}

/** A context without a store: the hash is readable on purpose, so that a test can see which id was hashed. */
export function testContext(more: Partial<MappingContext> = {}): MappingContext {
  return {
    at: '2026-11-22T10:00:00.000Z',
    instrument: 'test',
    messageId: null,
    frames: [],
    checksum: 'ok',
    hashSpecimen: (raw) => ({ hash: `hash(${raw.length})`, shows: showTail(raw) }),
    ...more,
  };
}
