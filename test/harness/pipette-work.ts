import { appendFileSync } from 'node:fs';
import { openModuleBench } from './module-bench.ts';

/**
 * A host on which somebody weighs a pipette's deliveries until it is killed: `node pipette-work.ts <folder> <ledger>`. After
 * each answer "saved" it writes one line into the ledger: `weighed <sheet> <weighing>`, `finished <check>`.
 */
const [folder = '', ledger = ''] = process.argv.slice(2);

const bench = await openModuleBench(folder);
const { equipment, gravimetry } = bench.page.calibration.standards;
const [known] = await equipment.list({ show: 'all' });
const plate = { maker: '', model: '', serialNumber: '', assetNumber: '', place: '' };
const { standardId } =
  known === undefined
    ? await equipment.register({
        terms: {
          ...{ kind: 'pipette', name: 'P1000', ...plate, unit: 'µL', checkMonths: 12, needsCertificate: false },
          ...{ certificateMonths: null, warnDays: 30, source: '', points: [], instrumentIds: [], note: '' },
          pipette: { nominalUl: 1000, lowestUl: 1000, isVariable: false, channelCount: 1, tips: '' },
        },
      })
    : { standardId: known.id };

for (;;) {
  let sheet = await gravimetry.open({ standardId, phase: 'as-left', isNew: false });
  const { sheetId } = sheet;
  while (sheet.input.volumes[0]!.weighings.length < 4) {
    const value = (0.997 + sheet.input.volumes[0]!.weighings.length / 10_000).toFixed(4);
    const weight = { kind: 'typed', value, unit: 'g' } as const;
    sheet = await gravimetry.weigh({ sheetId, volume: 0, as: 'replicate', weight });
    appendFileSync(ledger, `weighed ${sheetId} ${sheet.input.volumes[0]!.weighings.at(-1)!.weighingId}\n`);
  }
  const { checkId } = await gravimetry.finish({ sheetId, password: null });
  appendFileSync(ledger, `finished ${checkId}\n`);
}
