import * as z from 'zod';
import { AppError } from '../../../../shared/kernel/errors.ts';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import type { ReportBlock } from '../../../../shared/reports/document.ts';
import { defineReport } from '../../../host/report.ts';
import { printTime, reportOnSheets } from '../../../host/report-sheet.ts';
import { say } from '../say.ts';
import { text } from './columns.ts';
import { signaturesOf } from './signatures.ts';

type Step = VersionDetail['content']['steps'][number];
type PlainStep = Extract<Step, { kind: 'repeat' }>['steps'][number];

const name = { id: 'sop-copy', version: 1 } as const;

/** One controlled copy of an SOP: its version, until when the paper may be used, its copy number and holder. */
export const sopCopy = defineReport({
  ...name,
  paper: 'sheet',
  async fields(context) {
    const options = [];
    for (const { sopId, code, title } of await context.calls.sop.library.list({ withRetired: false })) {
      for (const copy of await context.calls.sop.copies.list({ sopId })) {
        if (copy.recalledAt !== null) continue;
        options.push({
          value: `${sopId}/${copy.copyId}`,
          label: `${code} ${title}`.slice(0, 120),
          detail: say('sop.copy-of', { number: copy.copyNumber, version: copy.versionNumber, holder: copy.holder }),
        });
      }
    }
    return [{ kind: 'pick', key: 'copyId', options }];
  },
  initial: () => ({ copyId: null }),
  parameters: z.object({ copyId: z.string().regex(/^[^/]{1,64}\/[^/]{1,64}$/) }),
  async collect(context, { copyId: both }, paper) {
    const [sopId = '', copyId = ''] = both.split('/');
    const sop = await context.calls.sop.library.get({ sopId });
    const copy = sop.copies.find((one) => one.copyId === copyId);
    const row = sop.versions.find(({ number }) => number === copy?.versionNumber);
    if (!copy || !row) throw new AppError('reports/bad-parameters', { field: 'copyId' });
    const version = await context.calls.sop.versions.get({ sopId, versionId: row.versionId });
    const { content } = version;
    return reportOnSheets(context, name, paper, {
      title: content.title,
      subtitle: say('sop.copy-line', { code: sop.code, number: copy.copyNumber, holder: copy.holder }),
      facts: [
        {
          label: say('sop.facts.version'),
          value: say('sop.version', { number: version.number, state: say(`sop.state.${version.state}`) }),
        },
        { label: say('sop.facts.in-force'), value: version.inForce?.from ?? say('sop.not-in-force') },
        { label: say('sop.facts.review-due'), value: version.inForce?.reviewDueOn ?? '' },
        { label: say('sop.facts.expires'), value: copy.expiresOn },
        { label: say('sop.facts.copy'), value: String(copy.copyNumber) },
        { label: say('sop.facts.holder'), value: copy.holder },
        {
          label: say('sop.facts.written'),
          value: say('report.at-by', { at: printTime(version.writtenAt), by: version.writtenBy }),
        },
      ].filter(({ value }) => value !== ''),
      versions: [
        {
          kind: 'sop',
          name: `${sop.code} ${content.title}`.slice(0, 200),
          version: String(version.number),
          source: `SHA-256 ${version.writtenHash.slice(0, 16)}`,
        },
      ],
      blocks: [
        { kind: 'note', tone: 'warning', text: say('sop.copy-note', { expires: copy.expiresOn }) },
        ...words('purpose', content.purpose),
        ...words('scope', content.scope),
        ...words('safety', content.safety),
        ...words('materials', content.materials),
        stepsTable(content.steps),
        ...words('references', content.references),
        {
          kind: 'gaps',
          rows: version.problems.map(({ code, title, where }) => ({
            what: title || where,
            when: '',
            why: say('sop.gap', { code: code.replaceAll('-', ' ') }),
          })),
          none: say('sop.no-gaps'),
        },
        {
          kind: 'signatures',
          rows: await signaturesOf(context, signedRecords(version), () => say('sop.signed')),
          blanks: [],
          none: say('sop.no-signatures'),
        },
      ],
    });
  },
});

const signedRecords = ({ approved, writtenHash }: VersionDetail): string[] =>
  [approved?.hash, writtenHash].filter((hash) => hash !== undefined && hash !== '') as string[];

function words(key: 'purpose' | 'scope' | 'safety' | 'materials' | 'references', text: string): ReportBlock[] {
  if (text === '') return [];
  return [
    { kind: 'heading', text: say(`sop.part.${key}`) },
    { kind: 'note', tone: 'plain', text },
  ];
}

function stepsTable(steps: readonly Step[]): ReportBlock {
  return {
    kind: 'table',
    caption: say('sop.steps'),
    columns: [
      text(say('sop.column.number'), 1),
      text(say('sop.column.step'), 4),
      text(say('sop.column.how'), 9),
      text(say('sop.column.limits'), 4),
    ],
    rows: steps.flatMap((step, index) => [
      rowOf(step, String(index + 1)),
      ...(step.kind === 'repeat' ? step.steps.map((inner, at) => rowOf(inner, `${index + 1}.${at + 1}`)) : []),
    ]),
    none: say('sop.no-steps'),
  };
}

function rowOf(step: Step | PlainStep, number: string): string[] {
  return [
    number,
    step.title,
    [
      step.safety === '' ? '' : say('sop.safety', { text: step.safety }),
      step.instruction,
      step.adapt === '' ? '' : say('sop.adapt', { text: step.adapt }),
    ]
      .filter(Boolean)
      .join(' '),
    [limitsOf(step), step.source].filter(Boolean).join('. '),
  ];
}

function limitsOf(step: Step | PlainStep): string {
  switch (step.kind) {
    case 'number':
    case 'reading': {
      const { low, high, unit } = step;
      const asked = step.kind === 'number' && step.prescribed !== null ? `${step.prescribed} ${unit}`.trim() : '';
      return low === null && high === null
        ? asked
        : [asked, `${low ?? ''} - ${high ?? ''} ${unit}`.trim()].filter(Boolean).join('; ');
    }
    case 'choice':
      return step.choices.join(', ');
    case 'branch':
      return step.arms.map(({ label }) => label).join(', ');
    case 'timer':
      return step.leastSeconds === null && step.mostSeconds === null
        ? ''
        : `${step.leastSeconds ?? ''} - ${step.mostSeconds ?? ''} s`;
    default:
      return '';
  }
}
