import { createFramer } from '../../electron/instruments/definition-framer.ts';
import { createBlockMachine } from '../../shared/instruments/block-machine.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';
import type { LinkMachine } from '../../shared/instruments/link-machine.ts';
import { createLis01Receiver } from '../../shared/instruments/lis01-receiver.ts';
import { emptyState, type Interpretation } from '../../shared/instruments/mapping/context.ts';
import { interpretMessage, type ParsedMessage } from '../../shared/instruments/mapping/interpret.ts';
import { parseLis02 } from '../../shared/instruments/protocols/lis02.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { latin1ToText } from '../../shared/kernel/bytes.ts';
import { testContext } from './definitions.ts';
import { LinkDriver } from './link-driver.ts';

/** One stretch of a capture: who spoke, and what. */
export interface CaptureStep {
  readonly dir: 'in' | 'out';
  readonly bytes: Uint8Array;
}

/** What a live line makes of a capture before anything is interpreted: whole messages, or answers with their question. */
export type Unit =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'answer'; readonly command: string; readonly line: string };

export function readSteps(jsonl: string): CaptureStep[] {
  return jsonl
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { dir, hex } = JSON.parse(line) as { dir: 'in' | 'out'; hex: string };
      return { dir, bytes: new Uint8Array(Buffer.from(hex, 'hex')) };
    });
}

/** Plays the instrument's side of a capture through the real framing and the real receiver. */
export function collectUnits(definition: InstrumentDefinition, steps: readonly CaptureStep[]): Unit[] {
  const { framing } = definition;
  const driver = findDriver(definition);
  if (driver !== null) return collectMessages(definition, createBlockMachine(driver, definition, true), steps);
  return framing.kind === 'lis01'
    ? collectMessages(definition, createLis01Receiver({ frameNumbers: framing.numbering }), steps)
    : collectAnswers(definition, steps);
}

function collectMessages(
  definition: InstrumentDefinition,
  machine: LinkMachine,
  steps: readonly CaptureStep[],
): Unit[] {
  const driver = new LinkDriver(createFramer(definition), machine);
  driver.tell({ kind: 'link-opened' });
  for (const step of steps) if (step.dir === 'in') driver.receive(step.bytes);
  driver.wait(2_000);
  driver.close();
  return driver.messages.map((message) => ({ kind: 'message', bytes: message.bytes }));
}

function collectAnswers(definition: InstrumentDefinition, steps: readonly CaptureStep[]): Unit[] {
  const framer = createFramer(definition);
  const units: Unit[] = [];
  let command = '';
  const take = (value: FramingValue): void => {
    if (value.kind === 'line') units.push({ kind: 'answer', command, line: latin1ToText(value.text) });
  };
  for (const step of steps) {
    if (step.dir === 'in') framer.feed(step.bytes, take);
    else command = Buffer.from(step.bytes).toString('latin1').trim();
  }
  framer.flush(take);
  return units;
}

/** What the units mean, one interpretation each; what an instrument said before is remembered as on a live line. */
export function interpretUnits(definition: InstrumentDefinition, units: readonly Unit[]): Interpretation[] {
  let state = emptyState;
  return units.map((unit) => {
    const driver = findDriver(definition);
    if (driver !== null && unit.kind === 'message') {
      const read = driver.interpret(definition, unit.bytes, testContext({ state }));
      state = read.state;
      return read;
    }
    const parsed: ParsedMessage =
      unit.kind === 'message'
        ? { protocol: 'lis02', message: parseLis02(unit.bytes, { charset: definition.protocol.charset }) }
        : { protocol: 'mt-sics', exchange: { command: unit.command, lines: [unit.line] } };
    const read = interpretMessage(definition, parsed, testContext({ state }));
    state = read.state;
    return read;
  });
}

/** A signal as an expectation file holds it: without time, ids, stamp and hash, which say nothing about the mapping. */
export function bareSignal(signal: Signal): unknown {
  const { at, instrument, message, frames, definition, ...rest } = signal;
  void [at, instrument, message, frames, definition];
  return 'specimen' in rest && rest.specimen !== null ? { ...rest, specimen: { shows: rest.specimen.shows } } : rest;
}

/** The same conversation with the instrument's bytes cut in two at `offset`. */
export function cutAt(steps: readonly CaptureStep[], offset: number): CaptureStep[] {
  const cut: CaptureStep[] = [];
  let seen = 0;
  for (const step of steps) {
    const at = offset - seen;
    if (step.dir === 'in' && at > 0 && at < step.bytes.length) {
      cut.push({ dir: 'in', bytes: step.bytes.subarray(0, at) }, { dir: 'in', bytes: step.bytes.subarray(at) });
    } else cut.push(step);
    if (step.dir === 'in') seen += step.bytes.length;
  }
  return cut;
}

/** The same conversation, one byte a read. */
export function byteByByte(steps: readonly CaptureStep[]): CaptureStep[] {
  return steps.flatMap((step) =>
    step.dir === 'out'
      ? [step]
      : [...step.bytes].map((byte): CaptureStep => ({ dir: 'in', bytes: Uint8Array.of(byte) })),
  );
}

/** Bytes that begin nothing and end nothing, before every stretch the instrument sends. */
export function withNoise(steps: readonly CaptureStep[], definition: InstrumentDefinition): CaptureStep[] {
  const noise =
    definition.framing.kind === 'lis01' ? [0x00, 0xff, 0x78, 0x0d, 0x0a, 0x7e] : [0xff, 0x00, 0x7e, 0x0d, 0x0a];
  return steps.flatMap((step) =>
    step.dir === 'out' ? [step] : [{ dir: 'in' as const, bytes: Uint8Array.from(noise) }, step],
  );
}
