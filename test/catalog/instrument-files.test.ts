import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { readFileBlocks } from '../../shared/instruments/drivers/cytometry-files/read-file.ts';
import type { ByteSource } from '../../shared/instruments/files/byte-source.ts';
import { maskFrame } from '../../shared/instruments/mapping/mask-frame.ts';
import { signal } from '../../shared/instruments/signals.ts';
import { resourcesFolder, testContext } from '../harness/definitions.ts';
import { gather, meteredSource } from '../harness/instrument-files.ts';
import { bareSignal } from '../harness/replay-capture.ts';

/**
 * Files that programs of an instrument write, held to what they must yield: without a line for any one instrument. Written
 * and read like the captures of a line (`BENCHSIDE_WRITE_EXPECTED=1`).
 */
const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
const isWriting = process.env.BENCHSIDE_WRITE_EXPECTED === '1';
const SEEDED_CUT_COUNT = 60;

for (const definition of catalog.list().filter(({ conversation }) => conversation === 'files')) {
  const folder = join(resourcesFolder, 'instruments', definition.key, 'captures');
  const names = readdirSync(folder).filter((name) => !name.endsWith('.jsonl'));

  describe(definition.key, () => {
    test('has files', () => expect(names.length).toBeGreaterThan(0));

    for (const name of names) {
      const bytes = new Uint8Array(readFileSync(join(folder, name)));

      test(`${name}: yields its signals`, async () => {
        const signals = (await read(definition, meteredSource(bytes).source)).flatMap((one) => one.signals);
        for (const one of signals) expect(signal.parse(one)).toEqual(one);
        const lines = signals.map((one) => JSON.stringify(bareSignal(one)));
        const expectation = join(folder, `${name}.signals.jsonl`);
        if (isWriting) writeFileSync(expectation, lines.map((line) => `${line}\n`).join(''));
        expect(existsSync(expectation)).toBe(true);
        const wanted = readFileSync(expectation, 'utf8').split('\n').filter(Boolean);
        expect(lines.map((line) => JSON.parse(line))).toEqual(wanted.map((line) => JSON.parse(line)));
      });

      test(`${name}: its whole rows and no crash, cut anywhere`, async () => {
        const whole = await gather(readFileBlocks(definition, meteredSource(bytes).source));
        for (const length of cuts(bytes.length)) {
          const cut = await gather(readFileBlocks(definition, meteredSource(bytes.subarray(0, length)).source));
          const sound = cut.filter(({ isPartial }) => !isPartial);
          for (const [index, block] of sound.slice(0, -1).entries()) expect(block).toEqual(whole[index]);
          for (const { bytes: block } of cut) findDriver(definition)?.interpret(definition, block, testContext({}));
        }
      });

      test(`${name}: no identity in signals, records or what is shown`, async () => {
        const blocks = await gather(readFileBlocks(definition, meteredSource(bytes).source));
        const shown = blocks.map((block) => maskFrame(definition, block.bytes).text);
        for (const [index, text] of shown.entries()) {
          expect(text.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(blocks[index]?.bytes.length);
        }
        const all = `${JSON.stringify(await read(definition, meteredSource(bytes).source))}\n${shown.join('\n')}`;
        // What our invented files call people, places and specimens.
        for (const secret of [
          /invent/i,
          /nobody/i,
          /imaginaire/i,
          /INV000471/,
          /SYN00008/,
          /NOTE UN/,
          /op\u00e9rateur/i,
        ]) {
          expect(all).not.toMatch(secret);
        }
      });
    }
  });
}

async function read(definition: InstrumentDefinition, source: ByteSource) {
  const driver = findDriver(definition)!;
  const blocks = await gather(readFileBlocks(definition, source));
  return blocks.map(({ bytes, isPartial }) => driver.interpret(definition, bytes, testContext({ isPartial })));
}

function cuts(size: number): number[] {
  let state = 20_261_122;
  return Array.from({ length: SEEDED_CUT_COUNT }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % size;
  });
}
