import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { recordAmended } from '../../../shared/records/core-records.ts';
import { defineRecord, draft } from '../../../shared/records/define.ts';
import { firstLink } from '../../../shared/records/envelope.ts';
import { createRegistry } from '../../../shared/records/registry.ts';
import { lampHung, lampMeasured } from '../../harness/sample-module.ts';

const schema = z.object({ x: z.number() });

describe('defining a record', () => {
  test('refuses names that are not module.past-tense, and upgrades that are missing or extra', () => {
    const define = (type: string, version: number, upcasts: Record<number, (body: unknown) => unknown> = {}) =>
      defineRecord({ type, version, schema: () => schema, upcasts, kind: 'fact', scope: 'site' });
    const same = (body: unknown) => body;
    expect(() => define('raised', 1)).toThrow('records/bad-definition');
    expect(() => define('Error.raised', 1)).toThrow('records/bad-definition');
    expect(() => define('error.raised', 0)).toThrow('records/bad-definition');
    expect(() => define('error.raised', 2)).toThrow('records/bad-definition');
    expect(() => define('error.raised', 2, { 2: same })).toThrow('records/bad-definition');
    expect(() => define('error.raised', 1, { 1: same })).toThrow('records/bad-definition');
    expect(define('error.raised', 3, { 1: same, 2: same }).version).toBe(3);
  });

  test('a name belongs to one definition', () => {
    const other = defineRecord({ type: 'lamp.hung', version: 1, schema: () => schema, kind: 'fact', scope: 'site' });
    expect(() => createRegistry([lampHung, other])).toThrow('records/duplicate-type');
  });
});

describe('the registry', () => {
  const registry = createRegistry([lampHung, lampMeasured]);
  const envelope = (type: string, tv: number, body: unknown, base: string | null = null) => ({
    v: 1 as const,
    log: '0199aaaa-bbbb-7ccc-8ddd-0123456789ab/1/org',
    seq: 1,
    prev: firstLink,
    id: 'id',
    hlc: '000000000000001-0000-0123456789ab',
    wall: '',
    tz: '',
    clk: { off: null, age: null, boot: '', mono: 0 },
    actor: 'system',
    auth: { session: null, proof: 'none' as const },
    type,
    tv,
    stream: 'lamp/1',
    base,
    app: '',
    body,
  });

  test('brings an old version up to the newest', () => {
    const record = registry.read(envelope('lamp.hung', 1, { title: 'Hall' }), 'h');
    expect(record).toMatchObject({ isKnown: true, tv: 1, body: { name: 'Hall', watts: 40 }, kind: 'decision' });
  });

  test('keeps what it does not know: another type, a newer version, a body that does not hold', () => {
    const unknown = [
      envelope('laser.lit', 1, { beam: 1 }),
      envelope('lamp.hung', 3, { name: 'x', watts: 1, hue: 2 }),
      envelope('lamp.hung', 2, { name: 7 }),
      envelope('lamp.hung', 1, null),
    ];
    for (const one of unknown) expect(registry.read(one, 'h')).toMatchObject({ isKnown: false, body: one.body });
  });

  test('causes are the base and what the definition names', () => {
    const target = 'T'.repeat(43);
    const amended = envelope(recordAmended.type, 1, { target, patch: { watts: 60 }, reason: 'read wrong' }, 'B');
    expect(registry.read(amended, 'h').causes).toEqual(['B', target]);
  });

  test('a draft is checked against its own definition', () => {
    expect(registry.check(draft(lampHung, 'lamp/1', { name: 'Hall', watts: 5 }))).toEqual({ name: 'Hall', watts: 5 });
    expect(() => registry.check({ definition: lampHung, stream: 'lamp/1', body: { name: 1 } })).toThrow(
      'records/invalid-body',
    );
    const stranger = defineRecord({
      type: 'lamp.broken',
      version: 1,
      schema: () => schema,
      kind: 'fact',
      scope: 'site',
    });
    expect(() => registry.check(draft(stranger, 'lamp/1', { x: 1 }))).toThrow('records/unknown-type');
  });
});
