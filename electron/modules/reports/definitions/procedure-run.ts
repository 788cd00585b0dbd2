import * as z from 'zod';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { text } from './columns.ts';
import { signaturesOf } from './signatures.ts';
import { cut, sayVerdict } from './verdicts.ts';

const name = { id: 'procedure-run', version: 1 } as const;
/** Runs offered in the form, newest first. */
const runsOffered = 200;

/** How one procedure was followed: every step with who, when, old and new, deviations, hand-overs, signatures. */
export const procedureRun = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const runs = await context.calls.sop.runs.list({ sopId: null, instrumentId: null, states: [], limit: runsOffered });
    const options = runs.map((run) => ({
      value: run.runId,
      label: `${run.code} ${run.title}`.slice(0, 120),
      detail: [run.instrumentName, printTime(run.startedAt), say(`run.state.${run.state}`)].filter(Boolean).join(', '),
    }));
    return [{ kind: 'pick', key: 'runId', options }];
  },
  initial: () => ({ runId: null }),
  parameters: z.object({ runId: z.string().min(1).max(64) }),
  async collect(context, { runId }, paper) {
    const run = await context.calls.sop.runs.get({ runId });
    const zone = machineZone();
    const hashes = [
      ...run.revisions.flatMap(({ finished, signatures }) => [
        ...(finished ? [finished.hash] : []),
        ...signatures.map(({ hash }) => hash),
      ]),
      ...run.steps.flatMap(({ answer, earlier }) => [
        ...(answer ? [answer.hash] : []),
        ...earlier.map(({ hash }) => hash),
      ]),
    ];
    return reportOnSheets(context, name, paper, {
      title: say('run.title', { title: run.title }),
      subtitle: [run.code, run.instrumentName].filter(Boolean).join(', '),
      orientation: 'landscape',
      facts: [
        { label: say('run.facts.state'), value: say(`run.state.${run.state}`) },
        { label: say('run.facts.place'), value: say(`run.place.${run.place}`) },
        { label: say('run.facts.verdict'), value: run.verdict === null ? '' : sayVerdict(run.verdict) },
        {
          label: say('run.facts.started'),
          value: say('report.at-by', { at: printTime(run.startedAt, zone), by: run.startedBy }),
        },
        { label: say('run.facts.finished'), value: run.finishedAt === null ? '' : printTime(run.finishedAt, zone) },
        { label: say('run.facts.handed-over'), value: run.handedOverTo ?? '' },
        { label: say('run.facts.abandoned'), value: cut(run.abandonedBecause, 400) },
        { label: say('run.facts.trial'), value: run.isTrial ? say('run.trial') : '' },
      ].filter(({ value }) => value !== ''),
      versions: [
        {
          kind: 'sop',
          name: `${run.code} ${run.title}`.slice(0, 200),
          version: String(run.versionNumber),
          source:
            run.newerNumber === null
              ? `SHA-256 ${run.versionHash.slice(0, 16)}`
              : say('run.newer', { number: run.newerNumber }),
        },
      ],
      blocks: [
        ...(run.hasWords ? [] : [{ kind: 'note', tone: 'warning', text: say('run.no-words') } satisfies ReportBlock]),
        stepsTable(run, zone),
        deviationsTable(run, zone),
        changesTable(run, zone),
        historyTable(run, zone),
        { kind: 'gaps', rows: gapsOf(run), none: say('run.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, hashes, ({ targets }) => whatOf(run, targets[0]?.hash ?? '')),
          blanks: run.needsReview && !run.isReviewed ? [say('run.review-line')] : [],
          none: say('run.no-signatures'),
        },
      ],
    });
  },
});

const titleOf = ({ step, item, itemName }: RunStep): string =>
  item === null ? step.title : `${itemName} ${item}: ${step.title}`;
const unitOf = ({ step }: RunStep): string => ('unit' in step ? step.unit : '');

function limitsOf({ step }: RunStep): string {
  if (step.kind !== 'number' && step.kind !== 'reading') return '';
  const { low, high, unit } = step;
  if (low === null && high === null) return say('run.no-limit');
  return `${low ?? ''} - ${high ?? ''} ${unit}`.trim();
}

function stepsTable({ steps }: RunView, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('run.steps'),
    columns: [
      text(say('run.column.step'), 6),
      text(say('run.column.answer'), 5),
      text(say('run.column.limits'), 3),
      text(say('report.verdict'), 3),
      text(say('run.column.when'), 4),
      text(say('run.column.took'), 2),
      text(say('report.who'), 3),
    ],
    rows: steps.map((each) => {
      const { answer, step } = each;
      return [
        titleOf(each),
        answer === null
          ? say(`run.status.${each.status}`)
          : [`${answer.value ?? answer.photo?.name ?? ''} ${unitOf(each)}`.trim(), answer.note]
              .filter(Boolean)
              .join('. '),
        [limitsOf(each), step.source].filter(Boolean).join('. '),
        answer === null ? '' : verdictLine(answer),
        answer === null ? '' : printTime(answer.answeredAt, zone),
        answer?.tookSeconds == null ? '' : say('run.seconds', { seconds: answer.tookSeconds }),
        answer === null ? '' : [answer.by, answer.isRecovered ? say('run.recovered') : ''].filter(Boolean).join(', '),
      ];
    }),
    none: say('run.no-steps'),
  };
}

const verdictLine = ({ verdict, why }: NonNullable<RunStep['answer']>): string =>
  verdict === null ? '' : [sayVerdict(verdict), why === '' ? '' : say(`run.why.${why}`)].filter(Boolean).join('. ');

function deviationsTable({ deviations }: RunView, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('run.deviations'),
    columns: [
      text(say('run.column.step'), 5),
      text(say('run.column.what'), 6),
      text(say('run.column.reason'), 6),
      text(say('run.column.when'), 4),
      text(say('report.who'), 3),
    ],
    rows: deviations.map(({ stepTitle, what, reason, notedAt, by }) => [
      stepTitle,
      what,
      reason,
      printTime(notedAt, zone),
      by,
    ]),
    none: say('run.no-deviations'),
  };
}

/** Answers that replaced another: old, new and the reason. */
function changesTable({ steps }: RunView, zone: string): ReportBlock {
  const rows = steps.flatMap((each) =>
    [...each.earlier, ...(each.answer ? [each.answer] : [])]
      .filter(({ before }) => before !== null)
      .map(({ before, value, reason, answeredAt, by }) => [
        titleOf(each),
        before?.value ?? '',
        value ?? '',
        reason,
        printTime(answeredAt, zone),
        by,
      ]),
  );
  return {
    kind: 'table',
    caption: say('run.changes'),
    columns: [
      text(say('run.column.step'), 5),
      text(say('run.column.old'), 3),
      text(say('run.column.new'), 3),
      text(say('run.column.reason'), 6),
      text(say('run.column.when'), 4),
      text(say('report.who'), 3),
    ],
    rows,
    none: say('run.no-changes'),
  };
}

function historyTable({ history }: RunView, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('run.history'),
    columns: [
      text(say('run.column.when'), 4),
      text(say('report.who'), 3),
      text(say('run.column.what'), 8),
      { title: say('run.column.record'), kind: 'mono', weight: 4 },
    ],
    rows: history.map(({ at, by, type, stepTitle, text: said, hash }) => [
      printTime(at, zone),
      by,
      [type.slice(type.indexOf('.') + 1).replaceAll('-', ' '), stepTitle, said].filter(Boolean).join('. '),
      hash.slice(0, 16),
    ]),
    none: say('run.no-history'),
  };
}

function gapsOf(run: RunView): GapRow[] {
  const when = printTime(run.changedAt);
  return [
    ...run.openRequired.map(({ title }) => ({ what: title, when, why: say('run.gap.open') })),
    ...run.recovered.map(({ title }) => ({ what: title, when, why: say('run.gap.recovered') })),
    ...run.steps
      .filter(({ answer }) => answer?.verdict === 'fail' || answer?.verdict === 'cannot-evaluate')
      .map((each) => ({ what: titleOf(each), when, why: each.answer === null ? '' : verdictLine(each.answer) })),
    ...(run.needsReview && !run.isReviewed
      ? [{ what: say('run.gap.review'), when, why: say('run.gap.review-why') }]
      : []),
  ];
}

function whatOf(run: RunView, hash: string): string {
  const step = run.steps.find(
    ({ answer, earlier }) => answer?.hash === hash || earlier.some((one) => one.hash === hash),
  );
  return step ? titleOf(step) : say('run.signed');
}
