import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, channels } from '../../../electron/shell/channels.ts';

const good: { [C in Channel]: unknown[][] } = {
  'host:request': [[]],
  'host:retry': [[]],
  'host:unlock': [[{ way: 'escrow-code', text: 'ABCDE' }], [{ way: 'passphrase', text: 'x' }]],
  'host:next-site': [[]],
  'host:state': [[]],
  'dialog:open': [['capture'], ['backup'], ['replay']],
  'dialog:save': [
    ['capture', 'XN-1000 2026-11-22.jsonl'],
    ['report', 'Month grid 2026-11.pdf'],
    ['export', 'records.csv'],
  ],
  'print:set': [[]],
  'print:dialog': [[]],
  'clipboard:write': [['']],
  'window:theme': [['dark']],
  'window:full-screen': [[true]],
  'start:mark': [['page-usable']],
};

describe('channels', () => {
  it('take what the preload sends', () => {
    for (const [name, inputs] of Object.entries(good)) {
      for (const input of inputs) expect(channels[name as Channel].input.safeParse(input).success).toBe(true);
    }
  });

  it('take no file name that could lead out of the chosen folder', () => {
    for (const bad of ['../x', 'a/b', 'a\\b', 'C:x', 'a\u0000', 'a\nb', '']) {
      expect(channels['dialog:save'].input.safeParse(['backup', bad]).success).toBe(false);
    }
  });

  it('refuse or take any payload, and never throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(channels) as Channel[])),
        fc.array(fc.anything()),
        (name, payload) => {
          expect(typeof channels[name].input.safeParse(payload).success).toBe('boolean');
        },
      ),
    );
  });
});
