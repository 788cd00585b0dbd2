import fc from 'fast-check';

/** What may happen to benches of one site; each is plain data, so that a failing history can be read and run again. */
export type SyncStep =
  | {
      do: 'work';
      bench: number;
      kind: 'hang' | 'switch' | 'measure' | 'amend' | 'join' | 'dim';
      lamp: number;
      value: number;
    }
  | { do: 'time'; bench: number; seconds: number }
  | { do: 'clock'; bench: number; days: number }
  | { do: 'write-stick'; bench: number; isAll: boolean }
  | { do: 'read-stick'; bench: number; stick: number; batch: number; damage: StickDamage; seed: number }
  | { do: 'meet-hub'; bench: number; faults: readonly HubFault[] }
  | { do: 'stop'; bench: number }
  | { do: 'stop-hub' }
  | { do: 'enrol'; bench: number }
  | { do: 'revoke'; bench: number }
  | { do: 'keep-copy'; bench: number }
  | { do: 'put-back'; bench: number }
  | { do: 'update'; bench: number };

export type StickDamage = 'none' | 'shuffled' | 'doubled' | 'torn' | 'flipped' | 'holes';

/**
 * What may happen to one exchange with the hub: the request or its answer is lost, it arrives twice, the workstation stops
 * after the hub has committed and before it knows, or before it asks.
 */
export type HubFault = 'none' | 'request-lost' | 'answer-lost' | 'twice' | 'stop-before' | 'stop-after';

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const one = <Kind extends string>(kind: Kind) => fc.constant(kind);

/** Steps of a history among so many benches, with a hub or with sticks only. */
export function syncSteps(
  benches: number,
  hasHub: boolean,
  length: { min: number; max: number },
): fc.Arbitrary<SyncStep[]> {
  const bench = fc.nat(benches - 1);
  const work = fc.record({
    do: one('work'),
    bench,
    kind: fc.constantFrom('hang', 'switch', 'switch', 'measure', 'measure', 'amend', 'join', 'dim'),
    lamp: fc.nat(2),
    value: fc.nat(100),
  });
  const read = fc.record({
    do: one('read-stick'),
    bench,
    stick: fc.nat(3),
    batch: fc.integer({ min: 1, max: 40 }),
    damage: fc.constantFrom('none', 'none', 'none', 'shuffled', 'doubled', 'torn', 'flipped', 'holes'),
    seed: fc.nat(1_000_000),
  });
  const meet = fc.record({
    do: one('meet-hub'),
    bench,
    faults: fc.array(
      fc.constantFrom('none', 'none', 'none', 'request-lost', 'answer-lost', 'twice', 'stop-before', 'stop-after'),
      { maxLength: 4, size: 'max' },
    ),
  });
  const clockDays = fc.constantFrom(-3650, -3, -1, 1, 4, 3650);
  const steps = [
    often(12, work),
    often(3, fc.record({ do: one('time'), bench, seconds: fc.integer({ min: 1, max: 100_000 }) })),
    often(2, fc.record({ do: one('clock'), bench, days: clockDays })),
    often(3, fc.record({ do: one('write-stick'), bench, isAll: fc.boolean() })),
    often(4, read),
    often(1, fc.record({ do: one('stop'), bench })),
    often(3, fc.record({ do: one('enrol'), bench })),
    often(1, fc.record({ do: one('revoke'), bench })),
    often(1, fc.record({ do: one('keep-copy'), bench })),
    often(1, fc.record({ do: one('put-back'), bench })),
    often(1, fc.record({ do: one('update'), bench })),
    ...(hasHub ? [often(6, meet), often(1, fc.record({ do: one('stop-hub') }))] : []),
  ] as { weight: number; arbitrary: fc.Arbitrary<SyncStep> }[];
  return fc.array(fc.oneof(...steps), { minLength: length.min, maxLength: length.max, size: 'max' });
}

/** A history in one line, for the message of a failure. */
export function tellSteps(steps: readonly SyncStep[]): string {
  return steps.map((step) => JSON.stringify(step)).join('\n');
}
