import { expect, test } from 'vitest';
import { heldSince, inOrderHeld } from '../../../shared/reports/held-since.ts';

const noted = { on: '2025-11-17', at: '2026-11-22T19:00:00.000Z', decision: 'noted' };
const updated = { on: '2026-11-22', at: '2026-11-22T18:00:00.000Z', decision: 'updated' };
const today = { on: '2026-11-22', at: '2026-11-22T18:30:00.000Z', decision: 'noted' };

test('a factor written down later stands at its own day on the chart, before what was decided since', () => {
  expect(heldSince(noted)).toBe('2025-11-17T12:00:00.000Z');
  expect(heldSince(updated)).toBe(updated.at);
  expect(inOrderHeld([today, updated, noted])).toEqual([noted, updated, today]);
});
