import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../../../shared/modules/contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { instrumentAndPeriod, mostRows, ofInstrument, sayPeriod } from './bath-log.ts';
import { text } from './columns.ts';
import { signaturesOf } from './signatures.ts';
import { sayVerdict } from './verdicts.ts';

const name = { id: 'stain-qc', version: 1 } as const;

type Grading = Awaited<ReturnType<ContractRouterClient<Contract>['processing']['gradings']['get']>>;

/** Every grading of a period with what was seen; what waits or could not be evaluated is a gap, named. */
export const stainQc = defineReport({
  ...name,
  paper: 'sheet',
  fields: instrumentAndPeriod,
  initial: () => ({ instrumentId: null, from: '', to: '' }),
  parameters: ofInstrument,
  async collect(context, { instrumentId, from, to }, paper) {
    const { processing } = context.calls;
    const board = await processing.board({ instrumentId });
    const rows = await processing.gradings.list({ instrumentId, limit: mostRows, from, to });
    const gradings: Grading[] = [];
    for (const { gradingId } of rows) gradings.push(await processing.gradings.get({ gradingId }));
    const hashes = gradings.flatMap(({ hash, confirmation }) => [hash, ...(confirmation ? [confirmation.hash] : [])]);
    const byHash = new Map(gradings.flatMap((one) => [one.hash, one.confirmation?.hash].map((hash) => [hash, one])));
    const zone = machineZone();
    const nameOf = (one: Grading) => say('grading.signature', { material: one.material, at: printTime(one.at, zone) });
    return reportOnSheets(context, name, paper, {
      title: say('reports.stain-qc.title'),
      subtitle: board.instrumentName,
      orientation: 'landscape',
      facts: [
        { label: say('baths.period'), value: sayPeriod(from, to, board.today) },
        { label: say('grading.count'), value: String(gradings.length) },
        {
          label: say('grading.rejected-count'),
          value: String(gradings.filter(({ decision }) => decision === 'rejected').length),
        },
      ],
      blocks: [
        overview(gradings),
        seen(gradings),
        { kind: 'gaps', rows: gapsOf(gradings), none: say('grading.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, hashes, ({ targets }) => {
            const one = targets.map(({ hash }) => byHash.get(hash)).find((found) => found !== undefined);
            return one ? nameOf(one) : '';
          }),
          blanks: [say('baths.review-line')],
          none: say('baths.no-signatures'),
        },
      ],
    });
  },
});

function overview(gradings: readonly Grading[]): ReportBlock {
  const zone = machineZone();
  return {
    kind: 'table',
    caption: say('grading.gradings'),
    columns: [
      text(say('baths.column.at'), 4),
      text(say('report.who'), 3),
      text(say('grading.column.material'), 4),
      text(say('report.verdict'), 3),
      text(say('grading.column.decision'), 2),
      text(say('grading.column.second'), 4),
      text(say('grading.column.action'), 5),
      text(say('grading.column.pictures'), 3),
    ],
    rows: gradings.map((one) => [
      ...[printTime(one.at, zone), one.by, [one.material, one.materialLot].filter(Boolean).join(', ')],
      ...[sayVerdict(one.verdict), sayKey(`processing.decision.${one.decision}`)],
      [sayKey(`processing.second.${one.second}`), one.confirmation?.by ?? ''].filter(Boolean).join(': '),
      ...[[one.correctiveAction, one.note].filter(Boolean).join(' ')],
      one.photos.map((photo) => `${photo.name} ${photo.sha256.slice(0, 12)}`).join(', '),
    ]),
    none: say('grading.none'),
  };
}

function seen(gradings: readonly Grading[]): ReportBlock {
  const zone = machineZone();
  return {
    kind: 'table',
    caption: say('grading.seen'),
    columns: [
      text(say('baths.column.at'), 4),
      text(say('grading.column.material'), 4),
      text(say('grading.column.criterion'), 5),
      text(say('grading.column.seen'), 3),
      text(say('grading.column.limit'), 5),
    ],
    rows: gradings.flatMap((one) =>
      one.criteria.map((criterion) => [
        ...[printTime(one.at, zone), one.material, criterion.text],
        criterion.grade === null
          ? `${criterion.value ?? ''} ${criterion.unit}`.trim()
          : sayKey(`processing.grade.${criterion.grade}`),
        [sayLimits(criterion), criterion.source].filter(Boolean).join(', '),
      ]),
    ),
    none: say('grading.nothing-seen'),
  };
}

const sayLimits = ({ kind, low, high, unit }: Grading['criteria'][number]): string =>
  kind === 'grade'
    ? ''
    : low === null && high === null
      ? say('baths.limit.blank')
      : say('grading.limits', { low: low ?? '-', high: high ?? '-', unit }).trim();

function gapsOf(gradings: readonly Grading[]): GapRow[] {
  const zone = machineZone();
  return gradings.flatMap(({ material, at, why, verdict, second }) => [
    ...(verdict === 'cannot-evaluate'
      ? [
          {
            what: say('grading.gap.held', { material }),
            when: printTime(at, zone),
            why: why.map((one) => sayKey(`processing.grading-why.${one}`)).join(' '),
          },
        ]
      : []),
    ...(second === 'waiting' || second === 'disagreed'
      ? [
          {
            what: say('grading.gap.waiting', { material }),
            when: printTime(at, zone),
            why: sayKey(`processing.second.${second}`),
          },
        ]
      : []),
  ]);
}
