import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import type { SendOutcome } from '../../shared/instruments/link-machine.ts';
import { type BlockDevice, createBlockDevice } from './block-device.ts';
import { openEnd } from './ends.ts';
import { type FaultScript, noFaults } from './fault-script.ts';
import { createK204Device, type ThermometerState } from './k204-device.ts';
import { createLis01Device, type Lis01Device } from './lis01-device.ts';
import { type BalanceState, createMtSicsDevice } from './mt-sics-device.ts';
import { createSbiDevice } from './sbi-device.ts';
import { type LineEvent, type SpoiledEnd, spoilEnd } from './spoiled-end.ts';

export interface SimulatorOptions {
  readonly definition: InstrumentDefinition;
  /** `pty:<path>`, a port's path, `tcp://host:port` or `listen://[address]:port`. */
  readonly port: string;
  readonly script?: FaultScript;
  readonly speed?: number | 'max';
  readonly patience?: number;
  readonly isOneWay?: boolean;
  readonly onEvent?: (event: LineEvent) => void;
  readonly onAcknowledged?: (frame: Uint8Array, messageId: string) => void;
}

/** A simulated instrument on a real line. The command line, the demo and the tests drive it. */
export interface Simulator {
  readonly where: string;
  /**
   * Sends one message and resolves when it is delivered or given up; only for instruments that speak by themselves.
   * `records` are those of a LIS02 message, or one block with its marks.
   */
  send(id: string, records: readonly Uint8Array[]): Promise<{ outcome: SendOutcome; reason: string }>;
  /** The balance's state, to be changed at will; null for other instruments. */
  readonly balance: BalanceState | null;
  /** The thermometer's state, to be changed at will; null for other instruments. */
  readonly thermometer: ThermometerState | null;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Puts raw bytes on the line, past the link machine. */
  raw(bytes: Uint8Array): Promise<void>;
  /** Told what the instrument hears; answers how to stop. */
  onHeard(listener: (bytes: Uint8Array) => void): () => void;
  close(): Promise<void>;
}

/** An instrument that speaks only when asked. */
interface PolledDevice {
  readonly device: { hear(bytes: Uint8Array): Uint8Array };
  readonly balance: BalanceState | null;
  readonly thermometer: ThermometerState | null;
}

function createPolledDevice({ model, protocol }: InstrumentDefinition): PolledDevice {
  if (protocol.kind === 'k204') {
    const device = createK204Device();
    return { device, balance: null, thermometer: device.state };
  }
  const device =
    protocol.kind === 'sartorius-sbi'
      ? createSbiDevice()
      : createMtSicsDevice({ model, software: '1.10 18.6.4.1361.55', serialNumber: 'B123456789' });
  return { device, balance: device.state, thermometer: null };
}

/**
 * Starts a simulated instrument of a definition.
 *
 * @throws AppError `link/...` when its end of the line can not be opened, `simulate/socat-missing`
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { definition, port, script = noFaults, speed = 'max' } = options;
  let device: Lis01Device | BlockDevice | null = null;
  let polled: PolledDevice | null = null;
  let spoiled: SpoiledEnd | null = null;
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const end = await openEnd(port, typeof speed === 'number' ? speed : 9600, {
    onBytes(bytes) {
      const heard = spoiled?.heard(bytes) ?? bytes;
      if (heard.length === 0) return;
      for (const listener of listeners) listener(heard);
      device?.hear(heard);
      const answer = polled?.device.hear(heard);
      if (answer !== undefined && answer.length > 0) void spoiled?.write(answer);
    },
    onConnected: () => device?.replugged(),
  });
  const line = spoilEnd(end, {
    script,
    speed,
    onEvent: (event) => {
      if (event.what === 'plugged') device?.replugged();
      options.onEvent?.(event);
    },
  });
  spoiled = line;
  if (definition.conversation === 'polled') {
    polled = createPolledDevice(definition);
  } else {
    const shared = {
      end: line,
      ...(options.patience === undefined ? {} : { patience: options.patience }),
      ...(options.isOneWay === undefined ? {} : { isOneWay: options.isOneWay }),
      ...(options.onAcknowledged === undefined ? {} : { onAcknowledged: options.onAcknowledged }),
    };
    const driver = findDriver(definition);
    device = driver === null ? createLis01Device(shared) : createBlockDevice({ ...shared, driver, definition });
  }
  return {
    where: end.where,
    send: async (id, records) => device?.send(id, records) ?? { outcome: 'rejected', reason: 'is-polled' },
    balance: polled?.balance ?? null,
    thermometer: polled?.thermometer ?? null,
    unplug: () => end.unplug(),
    async plug() {
      await end.plug();
      device?.replugged();
    },
    raw: (bytes) => line.write(bytes),
    onHeard(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      device?.close();
      await line.close();
    },
  };
}
