import type { Host } from '../../electron/host/host.ts';
import { addMonths, type CivilDate } from '../../shared/kernel/civil-date.ts';
import { standardStream } from '../../shared/modules/calibration/standards-records.ts';
import { standardDecider } from '../../shared/modules/calibration/standards-rules.ts';
import { judgePoints, pointsAlgorithm } from '../../shared/modules/calibration/standards-rules-points.ts';
import type { StandardTerms } from '../../shared/modules/calibration/standards-terms.ts';
import { eachOnce } from './fill-each.ts';

const point = { label: '37 °C', nominal: '37', limit: '0.5', limitKind: 'unit' } as const;

const termsOf = (number: number, instrumentId: string): StandardTerms => ({
  ...{ kind: 'thermometer', name: `Thermometer ${number + 1}`, maker: '', model: '', serialNumber: `T${number}` },
  ...{
    assetNumber: '',
    place: 'Bench 1',
    unit: '°C',
    checkMonths: 6,
    needsCertificate: false,
    certificateMonths: null,
  },
  ...{ warnDays: 30, source: 'perf', points: [point], pipette: null, instrumentIds: [instrumentId], note: '' },
});

/** Thermometers, each with so many checks, one each half year, the last of them this month. */
export function fillStandards(
  host: Host,
  instrumentIds: readonly string[],
  today: CivilDate,
  { standards, checks }: { readonly standards: number; readonly checks: number },
): void {
  const { records } = host.context.store;
  const reference = { kind: 'fixed-point', basis: 'Ice point' } as const;
  eachOnce(host, standards, (number) => {
    const standardId = `perf-standard-${number}`;
    const stream = standardStream(standardId);
    return {
      stream,
      write(author) {
        const terms = termsOf(number, instrumentIds[number % instrumentIds.length] ?? '');
        const on = addMonths(today, -6 * checks);
        records.decide(standardDecider, stream, { do: 'register', terms, on }, author);
        const { state } = records.fold(stream, standardDecider);
        const drafts = Array.from({ length: checks }, (_, at) => {
          const performedOn = addMonths(today, -6 * (checks - 1 - at));
          const points = [{ ...point, reference: '37', correction: '0', observed: `37.${at % 5}` }];
          const { results, verdict, why } = judgePoints(points, reference, performedOn);
          const found = { kind: 'points', unit: '°C', reference, points, results, algorithm: pointsAlgorithm } as const;
          return standardDecider.decide(
            state,
            {
              do: 'check',
              body: {
                ...{ standardId, checkId: `${standardId}-${at}`, phase: 'as-found', performedOn, timeZone: 'UTC' },
                ...{ performedAt: `${performedOn}T08:00:00.000+00:00`, measurement: found, verdict, why },
                ...{ source: 'perf', note: '' },
              },
            },
            stream,
          );
        });
        records.append(drafts.flat(), author);
      },
    };
  });
}
