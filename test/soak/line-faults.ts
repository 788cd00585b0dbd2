import { join } from 'node:path';
import type { Host } from '../../electron/host/host.ts';
import { faultScript } from '../../electron/simulators/fault-script.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import { startTraffic, type Traffic, type TrafficOptions } from './traffic.ts';

export interface LineRunOptions {
  /** A running host whose modules may be any; the instrument is started at its supervisor. */
  readonly host: Host;
  readonly folder: string;
  readonly instrumentId: string;
  readonly messageCount: number;
  readonly resultCount: number;
  readonly seed: number;
}

/** What came of a run; the caller stops the host and holds the data folder against the traffic. */
export interface LineRun {
  readonly traffic: Traffic;
  readonly seconds: number;
}

/**
 * Timers shortened for tests, yet longer than the second the receiver waits for a missing frame end: a sender that gives
 * up before would take the late answer for that of its next frame.
 */
const patience = 0.15;
const link = (path: string): LinkSettings => ({
  kind: 'serial',
  path,
  usb: null,
  serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
});

async function run(
  options: LineRunOptions,
  script: object,
  hooks: Pick<TrafficOptions, 'onEvent' | 'onAcknowledged'> = {},
): Promise<LineRun> {
  const { host, folder, instrumentId, messageCount, resultCount, seed } = options;
  const { links, catalog } = host.context;
  const definition = catalog.get('generic-lis02');
  if (definition === undefined) throw new Error('no definition');
  const started = performance.now();
  const path = join(folder, instrumentId);
  links.start({
    instrumentId,
    definitionKey: definition.key,
    link: link(path),
    isAnswering: true,
    isExpectedInUse: false,
    silenceMinutes: 5,
  });
  const traffic = await startTraffic({
    name: instrumentId,
    definition,
    port: `pty:${path}`,
    script: faultScript.parse({ seed, ...script }),
    patience,
    resultCount,
    messageCount,
    ...hooks,
  });
  await traffic.finished;
  await traffic.simulator.close();
  await links.stop(instrumentId);
  return { traffic, seconds: (performance.now() - started) / 1_000 };
}

/**
 * Bit flips, lost, doubled and inserted bytes, each hitting this share of bytes.
 *
 * LIS01 can not tell one ACK from the next: a doubled ENQ or ACK makes a sender take a frame for acknowledged that was
 * not. The messages still arrive, because the frame numbers do not fit any more; what the sender believes is no measure.
 *
 * @param direction `both` also hits the answers
 */
export function runNoise(options: LineRunOptions, share: number, direction: 'sent' | 'both'): Promise<LineRun> {
  return run(options, { bytes: { flip: share, drop: share, double: share, insert: share }, direction });
}

/**
 * Takes the cable away at each state of the protocol: after the bid was accepted, after 1, 2, ... frames, after the last
 * one; each time the message begins anew and gets one frame further. Then in the middle of frames.
 *
 * @returns with the run, the milliseconds from each plugging-in to the next answer, ascending
 */
export async function runUnplug(options: LineRunOptions): Promise<LineRun & { readonly resumedMs: number[] }> {
  // H, P, O, L and the results; the bid comes before them.
  const states = options.resultCount + 5;
  const happenings: object[] = [];
  let heardBytes = 0;
  for (let state = 1; state <= states; state += 1) {
    heardBytes += state;
    happenings.push({ when: { heardBytes }, do: 'unplug', forSeconds: 0.2 });
  }
  for (let inside = 1; inside <= 4; inside += 1) {
    happenings.push({ when: { sentBytes: 8_000 + inside * 1_237 }, do: 'unplug', forSeconds: 0.2 });
  }
  const resumedMs: number[] = [];
  let pluggedAt: number | null = null;
  const result = await run(
    options,
    { happenings },
    {
      onEvent: ({ what }) => {
        if (what === 'plugged') pluggedAt = performance.now();
      },
      onAcknowledged: () => {
        if (pluggedAt !== null) resumedMs.push(performance.now() - pluggedAt);
        pluggedAt = null;
      },
    },
  );
  return { ...result, resumedMs: resumedMs.sort((a, b) => a - b) };
}
