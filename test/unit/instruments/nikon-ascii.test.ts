import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instrumentFile } from '../../../shared/instruments/definition.ts';
import { NIKON_READ_COMMANDS, parseNikonReply } from '../../../shared/instruments/drivers/nikon-ascii/commands.ts';
import { nikonAsciiDriver } from '../../../shared/instruments/drivers/nikon-ascii/driver.ts';
import { createNikonPoller } from '../../../shared/instruments/drivers/nikon-ascii/poller.ts';
import { emptyState } from '../../../shared/instruments/mapping/context.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';
import { LinkDriver } from '../../harness/link-driver.ts';

const definition = await shippedDefinition('nikon-ascii');
const polling = {
  atConnect: ['rVER', 'rVTR'],
  repeat: { command: 'rRAR', everyMs: 5000 },
  replyTimeoutMs: 5000,
  silentAfterCount: 3,
};
const openStand = (more: Partial<typeof polling> = {}) => {
  const driver = new LinkDriver(nikonAsciiDriver.createFramer(definition), createNikonPoller({ ...polling, ...more }));
  driver.tell({ kind: 'link-opened' });
  return driver;
};
const sent = (driver: LinkDriver): string[] =>
  driver.effects.flatMap((effect) => (effect.kind === 'send' ? [Buffer.from(effect.bytes).toString('latin1')] : []));

test('a stand is asked its version and model, then where its nosepiece is, with CR behind each question', () => {
  const driver = openStand();
  driver.receive(textToLatin1('aVER2.01\r\n'));
  driver.receive(textToLatin1('aVTRTE2000\r\n'));
  driver.wait(5000);
  driver.receive(textToLatin1('aRAR3\r\n'));
  expect(sent(driver)).toEqual(['rVER\r', 'rVTR\r', 'rRAR\r']);
});

test('whoever asks, nothing but a reading command is ever sent', () => {
  const command = fc.oneof(
    fc.constantFrom('cRDM2', 'fSMV100', 'cLMS0', 'cSHC1', 'rVER\rcRDM2', 'RVER', 'TRN1cAFG1', ...NIKON_READ_COMMANDS),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), fc.array(command, { maxLength: 4 }), (asked, atConnect) => {
      const driver = openStand({ atConnect, repeat: { command: asked[0] ?? 'cLMS1', everyMs: 5000 } });
      for (const one of asked) driver.tell({ kind: 'ask', command: one });
      driver.wait(60_000);
      const allowed = new Set(NIKON_READ_COMMANDS.map((one) => `${one}\r`));
      expect(sent(driver).filter((one) => !allowed.has(one))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a definition that would control the stand is refused', () => {
  const { errorBook, upkeep, knowledge, stamp, origin, sources, ...file } = definition;
  void [errorBook, upkeep, knowledge, stamp, origin, sources];
  expect(instrumentFile.safeParse(file).success).toBe(true);
  const controlling = { ...file, polling: { ...file.polling, atConnect: ['cRDM2'] } };
  expect(instrumentFile.safeParse(controlling).success).toBe(false);
});

test.each([
  ['aRAR3', { kind: 'data', command: 'RAR', data: '3' }],
  ['oRDM', { kind: 'done', command: 'RDM', data: '' }],
  ['qSHC', { kind: 'done', command: 'SHC', data: '' }],
  ['n5', { kind: 'refused', command: '', code: '5' }],
  ['na', { kind: 'refused', command: '', code: 'a' }],
  ['nFAR12', { kind: 'refused', command: 'FAR', code: '12' }],
  ['sRAR3', { kind: 'pushed', command: 'RAR', data: '3' }],
  ['S S     100.00 g', { kind: 'other' }],
  ['', { kind: 'other' }],
])('%j is read', (line, said) => {
  expect(parseNikonReply(line)).toEqual(said);
});

test('any bytes are read without a fault, and what is no answer of a stand is hidden', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const read = nikonAsciiDriver.interpret(definition, bytes, testContext({ state: emptyState }));
      expect(read.signals[0]?.kind).toBe('message');
      nikonAsciiDriver.mask(definition, bytes);
    }),
    { numRuns: 300 },
  );
  const shown = nikonAsciiDriver.mask(definition, textToLatin1('Jane Doe 1980\r\n'));
  expect(shown).not.toMatch(/Jane|Doe|1980/);
  expect(nikonAsciiDriver.mask(definition, textToLatin1('aRAR3\r\n'))).toBe('aRAR3<CR><LF>');
});
