import * as z from 'zod';
import type { Session, SessionRun } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { number, text } from './columns.ts';
import { signaturesOf } from './signatures.ts';
import { cut, sayVerdict } from './verdicts.ts';

const name = { id: 'calibration', version: 1 } as const;
/** Sessions offered in the form, newest first. */
const sessionsOffered = 200;

/** One calibration or verification, from the question whether to do it to the signatures, with every run that was made. */
export const calibrationReport = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const { rows } = await context.calls.calibration.sessions.list({
      instrumentId: null,
      kind: null,
      limit: sessionsOffered,
    });
    const options = rows.map(({ sessionId, instrumentName, kind, openedOn, state }) => ({
      value: sessionId,
      label: `${instrumentName}: ${say(`calibration.kind.${kind}`)}`.slice(0, 120),
      detail: `${openedOn}, ${say(`calibration.state.${state}`)}`,
    }));
    return [{ kind: 'pick', key: 'sessionId', options }];
  },
  initial: () => ({ sessionId: null }),
  parameters: z.object({ sessionId: z.string().min(1).max(64) }),
  async collect(context, { sessionId }, paper) {
    const session = await context.calls.calibration.sessions.get({ sessionId });
    const judged = session.frozen ?? session.judgement;
    const zone = machineZone();
    const labelOf = namesOf(session);
    const { closing, review } = session;
    const hashes = [...(closing ? [closing.hash] : []), ...(review ? [review.hash] : [])];
    return reportOnSheets(context, name, paper, {
      title: say(`calibration.title.${session.kind}`, { name: session.instrumentName }),
      subtitle: cut(session.terms.title, 300),
      orientation: 'landscape',
      facts: [
        { label: say('calibration.facts.verdict'), value: sayVerdict(judged.verdict) },
        {
          label: say('calibration.facts.instrument'),
          value: `${session.model}, ${session.serialNumber || say('verdict.no-serial')}`,
        },
        {
          label: say('calibration.facts.opened'),
          value: say('report.at-by', { at: printTime(session.openedAt, zone), by: session.openedBy }),
        },
        { label: say('calibration.facts.reason'), value: cut(sayReason(session), 400) },
        {
          label: say('calibration.facts.closed'),
          value: closing
            ? say('report.at-by', { at: printTime(closing.at, zone), by: closing.by })
            : say('calibration.not-closed'),
        },
        { label: say('calibration.facts.outcome'), value: closing ? sayOutcome(closing) : '' },
      ].filter(({ value }) => value !== ''),
      versions: [
        {
          kind: 'algorithm',
          name: say('calibration.algorithm'),
          version: judged.algorithm,
          source: session.isSameAsFrozen ? '' : say('calibration.recomputed-differs'),
        },
        {
          kind: 'limits',
          name: say('calibration.procedure'),
          version: say(`calibration.terms.${session.procedure}`),
          source: cut(session.terms.source || say('calibration.no-source'), 400),
        },
      ],
      blocks: [
        ...(session.isSameAsFrozen
          ? []
          : [{ kind: 'note', tone: 'warning', text: say('calibration.recomputed-differs') } satisfies ReportBlock]),
        sectionsTable(judged, labelOf),
        preconditionsTable(session),
        materialsTable(session, labelOf),
        factorsTable(judged, labelOf),
        statisticsTable(session, judged, labelOf),
        runsTable(session, labelOf, zone),
        { kind: 'gaps', rows: gapsOf(session, judged, labelOf), none: say('calibration.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, hashes, ({ targets }) =>
            targets.some(({ hash }) => hash === closing?.hash)
              ? say('calibration.signed-closing')
              : say('calibration.signed-review'),
          ),
          blanks: review === null ? [say('calibration.review-line')] : [],
          none: say('calibration.no-signatures'),
        },
      ],
    });
  },
});

type Judged = Session['judgement'];
type Names = (key: string) => string;

function namesOf({ terms, materials }: Session): Names {
  const names = new Map<string, string>([
    ...terms.parameters.map(({ key, label }) => [key, label] as const),
    ...terms.preconditions.map(({ key, label }) => [key, label] as const),
    ...materials.map(({ material }) => [material.materialKey, `${material.name} ${material.lot}`.trim()] as const),
  ]);
  return (key) => names.get(key) ?? key;
}

const sayReason = ({ reason, reasonText }: Session): string =>
  [say(`calibration.reason.${reason}`), reasonText].filter(Boolean).join('. ');

const sayOutcome = ({ outcome, reason, note }: NonNullable<Session['closing']>): string =>
  cut([say(`calibration.outcome.${outcome}`), reason, note].filter(Boolean).join('. '), 400);

const sayWhys = (whys: readonly { code: string; subject: string }[], nameOf: Names): string =>
  [...new Set(whys.map(({ code, subject }) => sayKey(`calibration.why.${code}`, { subject: nameOf(subject) })))].join(
    ' ',
  );

function sectionsTable({ sections }: Judged, nameOf: Names): ReportBlock {
  return {
    kind: 'table',
    caption: say('calibration.sections'),
    columns: [text(say('calibration.column.step'), 3), text(say('report.verdict'), 3), text(say('report.why'), 9)],
    rows: sections
      .filter(({ isNeeded, isStarted }) => isNeeded || isStarted)
      .map(({ key, verdict, whys }) => [say(`calibration.section.${key}`), sayVerdict(verdict), sayWhys(whys, nameOf)]),
    none: say('calibration.no-sections'),
  };
}

function preconditionsTable({ terms, preconditions }: Session): ReportBlock {
  return {
    kind: 'table',
    caption: say('calibration.section.preconditions'),
    columns: [
      text(say('calibration.column.what'), 6),
      text(say('calibration.column.value'), 3),
      text(say('report.verdict'), 3),
      text(say('report.source'), 4),
      text(say('report.who'), 3),
    ],
    rows: terms.preconditions.map(({ key, label, unit, source }) => {
      const answer = preconditions.find((one) => one.key === key);
      return [
        label,
        answer ? `${answer.value} ${unit} ${answer.note}`.trim() : '',
        answer ? sayVerdict(answer.verdict) : sayVerdict(null),
        source,
        answer?.by ?? '',
      ];
    }),
    none: say('calibration.no-preconditions'),
  };
}

function materialsTable({ materials }: Session, nameOf: Names): ReportBlock {
  return {
    kind: 'table',
    caption: say('calibration.materials'),
    columns: [
      text(say('calibration.column.material'), 4),
      text(say('calibration.column.lot'), 2),
      text(say('calibration.column.dates'), 4),
      text(say('calibration.column.assigned'), 6),
      text(say('calibration.column.trace'), 5),
    ],
    rows: materials.map(({ material: one }) => [
      [say(`calibration.role.${one.role}`), one.level, one.name, one.maker].filter(Boolean).join(', '),
      one.lot,
      say('calibration.dates-line', { expires: one.expiresOn ?? '-', opened: one.openedOn ?? '-' }),
      one.values
        .map(({ parameter, assigned, uncertainty, low, high, unit }) =>
          [
            `${nameOf(parameter)} ${assigned ?? '-'} ${unit}`.trim(),
            uncertainty === null ? '' : `± ${uncertainty}`,
            low === null && high === null ? '' : `(${low ?? ''} - ${high ?? ''})`,
          ]
            .filter(Boolean)
            .join(' '),
        )
        .join('; '),
      [one.traceability, one.source].filter(Boolean).join('. '),
    ]),
    none: say('calibration.no-materials'),
  };
}

function factorsTable({ factors }: Judged, nameOf: Names): ReportBlock {
  return {
    kind: 'table',
    caption: say('calibration.factors'),
    columns: [
      text(say('calibration.column.parameter'), 3),
      number(say('calibration.column.old'), 2),
      number(say('calibration.column.shadow'), 2),
      number(say('calibration.column.analyzer'), 2),
      number(say('calibration.column.new'), 2),
      text(say('calibration.column.decision'), 3),
      text(say('report.verdict'), 3),
      text(say('report.why'), 6),
    ],
    rows: factors.map((line) => [
      nameOf(line.parameter),
      line.current ?? '',
      line.shadow ?? '',
      line.analyzer ?? '',
      line.set ?? '',
      say(`calibration.decision.${line.decision}`),
      sayVerdict(line.verdict),
      sayWhys(line.whys, nameOf),
    ]),
    none: say('calibration.no-factors'),
  };
}

function statisticsTable({ terms }: Session, { statistics }: Judged, nameOf: Names): ReportBlock {
  const sources = new Map(terms.parameters.map((one) => [one.key, one.calibrationTolerance.source || one.cvSource]));
  return {
    kind: 'table',
    caption: say('calibration.statistics'),
    columns: [
      text(say('calibration.column.series'), 3),
      text(say('calibration.column.parameter'), 3),
      number('n', 1),
      number(say('calibration.column.mean'), 2),
      number('SD', 2),
      number('CV %', 2),
      number(say('calibration.column.assigned'), 2),
      number(say('calibration.column.difference'), 2),
      number(say('calibration.column.limit'), 2),
      text(say('report.verdict'), 3),
      text(say('report.source'), 4),
    ],
    rows: statistics.map((one) => [
      [say(`calibration.set.${one.set}`), one.materialKey === null ? '' : nameOf(one.materialKey)]
        .filter(Boolean)
        .join(', '),
      `${nameOf(one.parameter)} ${one.unit}`.trim(),
      String(one.n),
      one.mean ?? '',
      one.sd ?? '',
      one.cvPercent ?? '',
      one.assigned ?? '',
      one.difference ?? '',
      one.limit ?? '',
      sayVerdict(one.verdict),
      sources.get(one.parameter) ?? '',
    ]),
    none: say('calibration.no-statistics'),
  };
}

/** Every run that was made, those that were set aside too, with the reason (finding CC22). */
function runsTable({ runs }: Session, nameOf: Names, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('calibration.runs'),
    columns: [
      text(say('calibration.column.series'), 3),
      number(say('calibration.column.run'), 1),
      text(say('calibration.column.measured'), 3),
      text(say('calibration.column.origin'), 2),
      text(say('calibration.column.values'), 8),
      text(say('calibration.column.counts'), 6),
    ],
    rows: runs.map((run) => [
      [say(`calibration.set.${run.set}`), run.materialKey === null ? '' : nameOf(run.materialKey)]
        .filter(Boolean)
        .join(', '),
      String(run.number),
      printTime(run.at, zone),
      say(`calibration.origin.${run.origin}`),
      run.values
        .map(({ parameter, rawValue, unit, flags }) =>
          `${nameOf(parameter)} ${rawValue} ${unit} ${flags.length === 0 ? '' : `[${flags.join(' ')}]`}`
            .replace(/ +/g, ' ')
            .trim(),
        )
        .join('; '),
      countsLine(run, nameOf),
    ]),
    none: say('calibration.no-runs'),
  };
}

function countsLine({ isDropped, setAside, note }: SessionRun, nameOf: Names): string {
  const aside = setAside.map(({ parameter, reason, by }) =>
    say('calibration.set-aside', { what: parameter === null ? '' : nameOf(parameter), reason, by })
      .replace(/ +/g, ' ')
      .trim(),
  );
  const state = isDropped ? [say('calibration.dropped')] : aside.length > 0 ? aside : [say('calibration.counts')];
  return [...state, note].filter(Boolean).join('. ');
}

function gapsOf(session: Session, { sections }: Judged, nameOf: Names): GapRow[] {
  const when = session.openedOn;
  const open = sections
    .filter(({ isNeeded, verdict }) => isNeeded && verdict !== 'pass')
    .map(
      ({ key, verdict, whys }): GapRow => ({
        what: `${say(`calibration.section.${key}`)}: ${sayVerdict(verdict)}`,
        when,
        why: cut(sayWhys(whys, nameOf), 600),
      }),
    );
  if (session.closing === null)
    open.push({ what: say('calibration.gap.open'), when, why: say('calibration.gap.open-why') });
  else if (session.review === null) {
    open.push({
      what: say('calibration.gap.review'),
      when: session.closedOn ?? when,
      why: say('calibration.gap.review-why'),
    });
  }
  return open;
}
