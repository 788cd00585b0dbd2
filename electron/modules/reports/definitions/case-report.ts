import * as z from 'zod';
import type { CaseDetail, Nonconformity, StoryLine } from '../../../../shared/modules/cases/case-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { text } from './columns.ts';
import { guidedStepsBlocks, guidedStepsGaps, photosOf } from './guided-steps.ts';
import { type PictureToSet, pictureBlocks } from './pictures.ts';
import { signaturesOf } from './signatures.ts';
import { cut } from './verdicts.ts';

const name = { id: 'case', version: 1 } as const;
/** Cases offered in the form, and lines of its story on the paper. */
const casesOffered = 200;
const storyLines = 500;

/** What went wrong, what was done about it, why, and whether it helped. */
export const caseReport = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const cases = await context.calls.cases.list({ instrumentId: null, show: 'all', search: '', limit: casesOffered });
    const options = cases.map(({ id, number, title, instrumentName, state }) => ({
      value: id,
      label: `${number} ${title}`.slice(0, 120),
      detail: [instrumentName, say(`case.state.${state}`)].filter(Boolean).join(', '),
    }));
    return [{ kind: 'pick', key: 'caseId', options }];
  },
  initial: () => ({ caseId: null }),
  parameters: z.object({ caseId: z.string().min(1).max(64) }),
  async collect(context, { caseId }, paper) {
    const one = await context.calls.cases.get({ caseId });
    const { lines, hasMore } = await context.calls.cases.timeline({ caseId, limit: storyLines });
    const zone = machineZone();
    const { nonconformity, closing } = one;
    const errorIds = one.links.filter(({ kind }) => kind === 'error').map(({ id }) => id);
    const runs = (
      await Promise.all(errorIds.map((errorId) => context.calls.troubleshooting.ofError({ errorId })))
    ).flat();
    const finishes = runs.flatMap(({ finishedHash }) => finishedHash ?? []);
    const signed = [
      ...finishes,
      ...(closing ? [closing.hash] : []),
      ...(nonconformity?.investigated ? [nonconformity.investigated.hash] : []),
      ...(nonconformity?.effectiveness ?? []).map(({ hash }) => hash),
    ];
    return reportOnSheets(context, name, paper, {
      title: say('case.title', { number: one.number, title: one.title }).slice(0, 200),
      subtitle: one.instrumentName,
      facts: [
        { label: say('case.facts.state'), value: say(`case.state.${one.state}`) },
        { label: say('case.facts.kind'), value: say(`case.kind.${one.kind}`) },
        {
          label: say('case.facts.opened'),
          value: say('report.at-by', { at: printTime(one.openedAt, zone), by: one.openedBy }),
        },
        { label: say('case.facts.happened'), value: one.happenedAt === null ? '' : printTime(one.happenedAt, zone) },
        { label: say('case.facts.reported-by'), value: one.reportedBy },
        { label: say('case.facts.assignee'), value: one.assignee },
        {
          label: say('case.facts.results'),
          value: cut([say(`case.results.${one.resultsAffected}`), one.affectedNote].filter(Boolean).join('. '), 400),
        },
        { label: say('case.facts.priority'), value: one.isOpen ? String(one.score) : '' },
        { label: say('case.facts.time'), value: say('case.minutes', one.minutes) },
        {
          label: say('case.facts.closed'),
          value: closing === null ? '' : say('report.at-by', { at: printTime(closing.at, zone), by: closing.by }),
        },
      ].filter(({ value }) => value !== ''),
      blocks: [
        ...(one.description === ''
          ? []
          : [{ kind: 'note', tone: 'plain', text: one.description } satisfies ReportBlock]),
        ...(one.isOpen ? [scoreTable(one)] : []),
        ...(nonconformity === null ? [] : nonconformityBlocks(nonconformity, zone)),
        actionsTable(one, zone),
        tasksTable(one, zone),
        partsTable(one, zone),
        linksTable(one, zone),
        ...guidedStepsBlocks(runs, zone),
        ...(await pictureBlocks(context, [...picturesOf(one), ...photosOf(runs)])),
        storyTable(lines, hasMore, zone),
        { kind: 'gaps', rows: [...gapsOf(one), ...guidedStepsGaps(runs)], none: say('case.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, signed, ({ targets }) =>
            targets.some(({ hash }) => finishes.includes(hash))
              ? say('case.signed-steps')
              : targets.some(({ hash }) => hash === closing?.hash)
                ? say('case.signed-closing')
                : say('case.signed-effect'),
          ),
          blanks: one.isOpen ? [] : [say('case.review-line')],
          none: say('case.no-signatures'),
        },
      ],
    });
  },
});

/** The sum with its addends in words: no hidden number. */
function scoreTable({ terms }: CaseDetail): ReportBlock {
  return {
    kind: 'table',
    caption: say('case.score'),
    columns: [
      text(say('case.column.why'), 9),
      { title: say('case.column.points'), kind: 'number', weight: 2 },
      { title: say('case.column.of'), kind: 'number', weight: 2 },
    ],
    rows: terms.map(({ key, applies, data, points, weight }) => [
      sayKey(`score.${key}-${applies}`, data),
      String(points),
      String(weight),
    ]),
    none: say('case.no-score'),
  };
}

function nonconformityBlocks(one: Nonconformity, zone: string): ReportBlock[] {
  const { investigated, effectiveness } = one;
  return [
    { kind: 'heading', text: say('case.nonconformity') },
    {
      kind: 'key-values',
      rows: [
        { label: say('case.nce.category'), value: say(`case.category.${one.category}`) },
        { label: say('case.nce.severity'), value: one.rule },
        {
          label: say('case.nce.declared'),
          value: say('report.at-by', { at: printTime(one.declaredAt, zone), by: one.declaredBy }),
        },
        { label: say('case.nce.happened'), value: one.whatHappened },
        { label: say('case.nce.immediate'), value: one.immediateAction },
        { label: say('case.nce.suspected'), value: one.suspectedCause },
        {
          label: say('case.nce.cause'),
          value:
            investigated === null
              ? say('case.nce.no-cause')
              : [investigated.cause, say(`case.method.${investigated.method}`), evidenceLine(investigated.evidence)]
                  .filter(Boolean)
                  .join('. '),
        },
      ].filter(({ value }) => value !== ''),
    },
    {
      kind: 'table',
      caption: say('case.effectiveness'),
      columns: [
        text(say('report.verdict'), 3),
        text(say('case.column.period'), 4),
        text(say('case.column.statement'), 6),
        text(say('case.column.evidence'), 5),
        text(say('report.who'), 4),
      ],
      rows: effectiveness.map((check) => [
        say(`case.effect.${check.verdict}`),
        `${check.fromOn} - ${check.toOn}`,
        check.statement,
        evidenceLine(check.evidence),
        say('report.at-by', { at: printTime(check.at, zone), by: check.by }),
      ]),
      none: say('case.no-effectiveness'),
    },
  ];
}

const evidenceLine = (evidence: Nonconformity['effectiveness'][number]['evidence']): string =>
  evidence
    .map((each) => {
      if (each.kind === 'record')
        return [say('case.evidence.record', { hash: each.hash.slice(0, 16) }), each.note].filter(Boolean).join(' ');
      if (each.kind === 'picture')
        return [say('case.evidence.picture', { name: each.picture.name }), each.note].filter(Boolean).join(' ');
      return [each.title, each.reference, each.note].filter(Boolean).join(', ');
    })
    .join('; ');

function actionsTable({ actions }: CaseDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('case.actions'),
    columns: [
      text(say('case.column.kind'), 3),
      text(say('case.column.what'), 7),
      text(say('case.column.owner'), 3),
      text(say('case.column.due'), 3),
      text(say('case.column.ended'), 5),
    ],
    rows: actions.map((one) => [
      say(`case.action.${one.kind}`),
      one.text,
      one.owner,
      one.dueOn ?? '',
      endLine(one.state, one.endedAt, one.endedBy, one.note, zone),
    ]),
    none: say('case.no-actions'),
  };
}

function tasksTable({ tasks }: CaseDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('case.tasks'),
    columns: [
      text(say('case.column.what'), 8),
      text(say('case.column.owner'), 3),
      text(say('case.column.due'), 3),
      text(say('case.column.ended'), 6),
    ],
    rows: tasks.map((one) => [
      one.title,
      one.assignee,
      one.dueOn ?? '',
      endLine(one.state, one.endedAt, one.endedBy, one.note, zone),
    ]),
    none: say('case.no-tasks'),
  };
}

const endLine = (
  state: 'open' | 'done' | 'dropped',
  at: string | null,
  by: string,
  note: string,
  zone: string,
): string => [say(`case.end.${state}`), at === null ? '' : printTime(at, zone), by, note].filter(Boolean).join(', ');

function partsTable({ parts }: CaseDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('case.parts'),
    columns: [
      text(say('case.column.part'), 6),
      { title: say('case.column.count'), kind: 'number', weight: 1 },
      text(say('case.column.lot'), 3),
      text(say('case.column.when'), 4),
      text(say('report.who'), 3),
    ],
    rows: parts.map((one) => [
      [one.name, one.number, one.note].filter(Boolean).join(', '),
      String(one.count),
      one.lotOrSerial,
      printTime(one.at, zone),
      one.by,
    ]),
    none: say('case.no-parts'),
  };
}

function linksTable({ links }: CaseDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('case.links'),
    columns: [text(say('case.column.kind'), 3), text(say('case.column.what'), 8), text(say('case.column.when'), 4)],
    rows: links.map(({ kind, name: what, note, linkedAt }) => [
      kind.replaceAll('-', ' '),
      [what, note].filter(Boolean).join('. '),
      printTime(linkedAt, zone),
    ]),
    none: say('case.no-links'),
  };
}

function storyTable(lines: readonly StoryLine[], hasMore: boolean, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say(hasMore ? 'case.story-newest' : 'case.story', { count: lines.length }),
    columns: [
      text(say('case.column.when'), 4),
      text(say('report.who'), 3),
      text(say('case.column.what'), 10),
      { title: say('case.column.record'), kind: 'mono', weight: 4 },
    ],
    rows: lines.map(({ at, actor, key, data, subject, hash }) => [
      printTime(at, zone),
      actor,
      [subject, sayKey(key, data)].filter(Boolean).join(': '),
      hash.slice(0, 16),
    ]),
    none: say('case.no-story'),
  };
}

/** Pictures of the case and those that stand as evidence in it. */
function picturesOf({ pictures, nonconformity }: CaseDetail): PictureToSet[] {
  const evidence = [
    ...(nonconformity?.investigated?.evidence ?? []),
    ...(nonconformity?.effectiveness.flatMap((check) => check.evidence) ?? []),
  ].flatMap((each) =>
    each.kind === 'picture' ? [{ sha256: each.picture.sha256, caption: each.picture.name, of: 'case' as const }] : [],
  );
  const own = pictures.map(({ sha256, caption, name: file }) => ({
    ...{ sha256, of: 'case' as const },
    caption: [file, caption].filter(Boolean).join(': '),
  }));
  return [...own, ...evidence];
}

function gapsOf(one: CaseDetail): GapRow[] {
  const when = printTime(one.openedAt);
  const nce = one.nonconformity;
  return [
    ...(one.isOpen ? [{ what: say('case.gap.open'), when, why: say(`case.state.${one.state}`) }] : []),
    ...(nce !== null && nce.investigated === null
      ? [{ what: say('case.gap.cause'), when, why: say('case.gap.cause-why') }]
      : []),
    ...(nce !== null && !nce.effectiveness.some(({ verdict }) => verdict === 'effective')
      ? [{ what: say('case.gap.effect'), when, why: say('case.gap.effect-why') }]
      : []),
    ...one.actions
      .filter(({ state }) => state === 'open')
      .map((each) => ({ what: cut(each.text, 300), when: each.dueOn ?? '', why: say('case.gap.not-done') })),
    ...one.tasks
      .filter(({ state }) => state === 'open')
      .map((each) => ({ what: each.title, when: each.dueOn ?? '', why: say('case.gap.not-done') })),
  ];
}
