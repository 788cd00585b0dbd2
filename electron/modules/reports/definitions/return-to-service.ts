import * as z from 'zod';
import type { RtsDetail } from '../../../../shared/modules/maintenance/service-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { machineZone, printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import { signaturesOf } from './signatures.ts';

const name = { id: 'return-to-service', version: 1 } as const;
/** Lists offered in the form, newest first. */
const listsOffered = 200;

type Item = RtsDetail['items'][number];

/** What happened, what had to be proven, what proves it, who reviewed it: the papers of one return to service. */
export const returnToService = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const lists = await context.calls.maintenance.service.rts.list({
      instrumentId: null,
      show: 'all',
      limit: listsOffered,
    });
    const options = lists.map(({ id, instrumentName, events, raisedAt, state }) => ({
      value: id,
      label: `${instrumentName}: ${sayEvents(events)}`.slice(0, 120),
      detail: `${printTime(raisedAt)}, ${say(`rts.state.${state}`)}`,
    }));
    return [{ kind: 'pick', key: 'rtsId', options }];
  },
  initial: () => ({ rtsId: null }),
  parameters: z.object({ rtsId: z.string().min(1).max(64) }),
  async collect(context, { rtsId }, paper) {
    const list = await context.calls.maintenance.service.rts.get({ rtsId });
    const { definitionKey } = await context.calls.instruments.get({ instrumentId: list.instrumentId });
    const definition = context.catalog.get(definitionKey);
    const zone = machineZone();
    const proofs = new Map(list.items.flatMap(({ proofHash, key }) => (proofHash === null ? [] : [[proofHash, key]])));
    const hashes = [
      ...list.history.map(({ hash }) => hash),
      ...proofs.keys(),
      ...(list.review ? [list.review.hash] : []),
    ];
    return reportOnSheets(context, name, paper, {
      title: say('rts.title', { name: list.instrumentName }),
      subtitle: sayEvents(list.events),
      facts: [
        { label: say('rts.facts.events'), value: sayEvents(list.events) },
        {
          label: say('rts.facts.raised'),
          value: say('rts.facts.raised-line', { at: printTime(list.raisedAt, zone), by: list.raisedBy }),
        },
        { label: say('rts.facts.state'), value: say(`rts.state.${list.state}`) },
        {
          label: say('rts.facts.returned'),
          value: list.returnedAt === null ? '' : printTime(list.returnedAt, zone),
        },
        { label: say('rts.facts.downtime'), value: downtimeLine(list, zone) },
        { label: say('rts.facts.note'), value: list.note.slice(0, 400) },
      ].filter(({ value }) => value !== ''),
      versions: [
        { kind: 'limits', name: say('rts.table'), version: list.tableVersion, source: '42 CFR 493.1254-1256' },
        ...(definition
          ? [
              {
                kind: 'definition' as const,
                name: definitionKey,
                version: definition.stamp.version,
                source: `SHA-256 ${definition.stamp.hash.slice(0, 16)}`,
              },
            ]
          : []),
      ],
      blocks: [
        itemsTable(list, zone),
        historyTable(list, zone),
        { kind: 'gaps', rows: gapsOf(list, zone), none: say('rts.no-gaps') },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, hashes, ({ targets }) =>
            [
              ...new Set(
                targets.flatMap(({ hash, type }) => {
                  const item = proofs.get(hash);
                  return item === undefined ? sayType(type) : sayKey(`rts.item.${item}`);
                }),
              ),
            ].join(', '),
          ),
          blanks: list.state === 'returned' ? [] : [say('rts.review-line')],
          none: say('rts.no-signatures'),
        },
      ],
    });
  },
});

export const sayEvents = (events: readonly string[]): string =>
  events.map((event) => sayKey(`rts.event.${event}`)).join(', ');

/** A record's type as the log names it, without its module. */
const sayType = (type: string): string => type.slice(type.indexOf('.') + 1).replaceAll('-', ' ');

function downtimeLine({ downtime }: RtsDetail, zone: string): string {
  if (downtime === null) return '';
  const line = say('rts.downtime-line', {
    from: printTime(downtime.from, zone),
    to: downtime.to === null ? say('rts.still-down') : printTime(downtime.to, zone),
    kind: downtime.kind,
    cause: downtime.cause,
  });
  if (downtime.resultsAffected === 'no') return line.slice(0, 400);
  const key = downtime.resultsAffected === 'yes' ? 'rts.results.yes' : 'rts.results.unknown';
  return `${line}. ${say(key, { note: downtime.affectedNote })}`.slice(0, 400);
}

function itemsTable(list: RtsDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('rts.items'),
    columns: [
      { title: say('rts.column.item'), kind: 'text', weight: 4 },
      { title: say('rts.column.why'), kind: 'text', weight: 5 },
      { title: say('rts.column.verdict'), kind: 'text', weight: 2 },
      { title: say('rts.column.proof'), kind: 'text', weight: 4 },
      { title: say('rts.column.who'), kind: 'text', weight: 3 },
      { title: say('rts.column.hash'), kind: 'mono', weight: 3 },
    ],
    rows: list.items.map((item) => [
      sayKey(`rts.item.${item.key}`),
      [item.source, item.condition === '' ? '' : sayKey(`rts.condition.${item.condition}`)].filter(Boolean).join('. '),
      say(item.verdict === null ? 'rts.verdict.open' : `rts.verdict.${item.verdict}`),
      proofLine(item),
      item.provenAt === null ? '' : `${printTime(item.provenAt, zone)}, ${item.provenBy}`,
      item.proofHash?.slice(0, 16) ?? '',
    ]),
    none: say('rts.no-items'),
  };
}

/** What stands as proof: the record it names, or what was written. */
function proofLine({ proof }: Item): string {
  if (proof === null) return '';
  switch (proof.kind) {
    case 'record':
      return [sayType(proof.type), say('rts.proof.record', { hash: proof.hash.slice(0, 16) }), proof.note]
        .filter(Boolean)
        .join('. ');
    case 'statement':
      return proof.text;
    case 'not-applicable':
      return `${say('rts.verdict.not-applicable')}: ${proof.reason}`;
  }
}

function historyTable(list: RtsDetail, zone: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('rts.history'),
    columns: [
      { title: say('rts.column.at'), kind: 'text', weight: 3 },
      { title: say('rts.column.who-did'), kind: 'text', weight: 3 },
      { title: say('rts.column.what'), kind: 'text', weight: 9 },
      { title: say('rts.column.hash'), kind: 'mono', weight: 3 },
    ],
    rows: list.history.map(({ at, actor, key, data, hash }) => [
      printTime(at, zone),
      actor,
      sayKey(key, data),
      hash.slice(0, 16),
    ]),
    none: say('rts.history.none'),
  };
}

function gapsOf(list: RtsDetail, zone: string): GapRow[] {
  const raised = printTime(list.raisedAt, zone);
  const open = list.items
    .filter(({ state, need }) => state !== 'done' && need === 'required')
    .map(
      ({ key }): GapRow => ({
        what: say('rts.gap.item', { item: sayKey(`rts.item.${key}`) }),
        when: raised,
        why: say('rts.gap.item-why'),
      }),
    );
  if (list.review === null) {
    open.push({ what: say('rts.gap.review'), when: raised, why: say('rts.gap.review-why') });
  } else if (list.review.isSameAsProver) {
    open.push({
      what: say('rts.gap.same-person'),
      when: printTime(list.review.at, zone),
      why: say('rts.gap.same-person-why'),
    });
  }
  return open;
}
