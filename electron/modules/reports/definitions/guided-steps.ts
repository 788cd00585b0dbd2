import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { printTime } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { text } from './columns.ts';
import type { PictureToSet } from './pictures.ts';
import { cut, sayVerdict } from './verdicts.ts';

type Answer = GuideRun['answers'][number];

const verdictOf = { yes: 'pass', no: 'fail', 'cannot-evaluate': 'cannot-evaluate' } as const;

/** The guided steps taken for an error, one run after the other: each step as it was asked and answered, and where it led. */
export function guidedStepsBlocks(runs: readonly GuideRun[], zone: string): ReportBlock[] {
  return runs.flatMap((run) => [
    { kind: 'heading', text: say('case.guide.title', { title: run.title }) },
    {
      kind: 'key-values',
      rows: [
        { label: say('case.guide.state'), value: say(`case.guide.state.${run.state}`) },
        { label: say('case.guide.started'), value: printTime(run.startedAt, zone) },
        {
          label: say('case.guide.outcome'),
          value: run.outcome === null ? '' : `${say(`case.guide.end.${run.outcome.kind}`)}: ${run.outcome.text}`,
        },
        { label: say('case.guide.advice'), value: run.outcome === null ? '' : resting(run.outcome) },
        { label: say('case.guide.done'), value: run.whatWasDone },
        {
          label: say('case.guide.solves'),
          value: run.state === 'finished' ? say(run.resolvesError ? 'case.guide.yes' : 'case.guide.no') : '',
        },
      ].filter(({ value }) => value !== ''),
    },
    stepsTable(run, zone),
  ]);
}

/** Advice with what it rests on. */
const resting = ({ advice, source }: NonNullable<GuideRun['outcome']>): string =>
  cut(`${advice} (${source === '' ? say('case.guide.house') : source})`, 1200);

function stepsTable({ answers }: GuideRun, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('case.guide.steps'),
    columns: [
      text(say('case.guide.column.asked'), 7),
      text(say('case.guide.column.answer'), 5),
      text(say('case.guide.column.limits'), 4),
      text(say('report.verdict'), 3),
      text(say('case.column.when'), 4),
      text(say('report.who'), 3),
    ],
    rows: answers.map((answer) => [
      answer.safety === '' ? answer.ask : `${answer.ask}\n${say('case.guide.safety', { safety: answer.safety })}`,
      [saidOf(answer), answer.photo?.name ?? '', answer.note].filter(Boolean).join('. '),
      limitsOf(answer),
      answer.withinLimits === 'not-applicable' ? '' : sayVerdict(verdictOf[answer.withinLimits]),
      printTime(answer.answeredAt, zone),
      answer.actor,
    ]),
    none: say('case.guide.no-steps'),
  };
}

const saidOf = ({ kind, value, shown }: Answer): string =>
  kind === 'confirm' ? say(value === 'no' ? 'case.guide.no' : 'case.guide.yes') : shown;

function limitsOf({ low, high, limitSource, withinLimits }: Answer): string {
  if (low === null && high === null) return withinLimits === 'cannot-evaluate' ? say('case.guide.no-limit') : '';
  return [`${low ?? ''} - ${high ?? ''}`.trim(), limitSource].filter(Boolean).join('. ');
}

/** Photos of the answers, to be set as pictures. */
export const photosOf = (runs: readonly GuideRun[]): PictureToSet[] =>
  runs.flatMap(({ answers }) =>
    answers.flatMap(({ photo, ask }) =>
      photo === null ? [] : [{ sha256: photo.sha256, caption: `${photo.name}: ${ask}`, of: 'guide' as const }],
    ),
  );

/** What guided steps leave open: not ended, or ended in a call. */
export const guidedStepsGaps = (runs: readonly GuideRun[]): GapRow[] =>
  runs.flatMap((run): GapRow[] => {
    const when = printTime(run.startedAt);
    if (run.state === 'started' || run.state === 'paused') {
      return [{ what: cut(run.title, 300), when, why: say('case.guide.gap.open') }];
    }
    const isCall = run.state === 'finished' && run.outcome?.kind === 'stop-and-call';
    return isCall ? [{ what: cut(run.title, 300), when, why: say('case.guide.gap.call') }] : [];
  });
