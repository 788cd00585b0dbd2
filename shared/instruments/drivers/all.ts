import type { InstrumentDefinition } from '../definition.ts';
import type { FramingValue } from '../framing/values.ts';
import { cellDynDriver } from './cell-dyn/driver.ts';
import { coulterTextDriver } from './coulter-text/driver.ts';
import { cytometryFiles } from './cytometry-files/cytometry-files.ts';
import { diatronDriver } from './diatron/driver.ts';
import type { BlockDriver, StoredBlock } from './driver.ts';
import { hl7Driver } from './hl7/driver.ts';
import { k204Driver } from './k204/driver.ts';
import { mindray8idDriver } from './mindray-8id/driver.ts';
import { miniCubeDriver } from './mini-cube/driver.ts';
import { nikonAsciiDriver } from './nikon-ascii/driver.ts';
import { plainLinesDriver } from './plain-lines/driver.ts';
import { sartoriusSbiDriver } from './sartorius-sbi/driver.ts';
import { sysmexCaDriver } from './sysmex-ca/driver.ts';
import { sysmexFixedDriver } from './sysmex-fixed/driver.ts';

/** Every block driver there is; a new wire format adds its line here and its schema to `definition.ts`. */
const drivers: readonly BlockDriver[] = [
  hl7Driver,
  cytometryFiles,
  cellDynDriver,
  sysmexFixedDriver,
  sysmexCaDriver,
  nikonAsciiDriver,
  sartoriusSbiDriver,
  miniCubeDriver,
  diatronDriver,
  mindray8idDriver,
  coulterTextDriver,
  k204Driver,
  plainLinesDriver,
];

/** The driver of a definition whose messages are blocks, or null for LIS02, balances and instruments without a wire. */
export function findDriver(definition: InstrumentDefinition): BlockDriver | null {
  return drivers.find((driver) => driver.kind === definition.protocol.kind) ?? null;
}

/**
 * The blocks of a stored file, by the driver's own reader where it has one, else by its framer.
 *
 * @param asSent the bytes are as they came over the line: the framer alone decides
 */
export function* readStoredBlocks(
  driver: BlockDriver,
  definition: InstrumentDefinition,
  file: Uint8Array,
  { asSent = false }: { readonly asSent?: boolean } = {},
): Generator<StoredBlock> {
  if (driver.readStored !== undefined && !asSent) {
    yield* driver.readStored(definition, file);
    return;
  }
  const blocks: Uint8Array[] = [];
  const take = (value: FramingValue): void => {
    if (value.kind === 'line') blocks.push(value.text.slice());
  };
  const framer = driver.createFramer(definition);
  framer.feed(file, take);
  framer.flush(take);
  for (const block of blocks) yield { block, checksum: driver.verify(definition, block), isPartial: false };
}
