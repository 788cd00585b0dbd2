import type { ReactNode } from 'react';
import { gapsTable, signaturesTable, versionsTable } from '../../../../shared/reports/as-table.ts';
import type { BlockOf, Paper, ReportBlock, ReportDocument } from '../../../../shared/reports/document.ts';
import { sayPaper } from '../../../../shared/reports/words.ts';
import { BarChart } from '../../../charts/bar-chart.tsx';
import { TimeChartPicture } from '../../../charts/time-chart.tsx';
import { ReportGrid } from './report-grid.tsx';
import styles from './sheets.module.css';

/**
 * One block as the sheets take it: so many rows, of which any run can be drawn, and perhaps a tail. `draw` is called once
 * whole to be measured and once for each sheet it is on.
 */
export interface Flow {
  readonly key: string;
  readonly rowCount: number;
  readonly isBreak: boolean;
  draw(from: number, to: number, hasTail: boolean): ReactNode;
}

const one = (key: string, node: ReactNode): Flow => ({ key, rowCount: 0, isBreak: false, draw: () => node });

/** The blocks of a report in their order: head of the first sheet, blocks, versions. */
export function flowsOf(document: ReportDocument): Flow[] {
  return [
    one(
      'head',
      <div className={styles.head}>
        <p className={styles.title}>{document.title}</p>
        {document.subtitle !== '' && <p className={styles.subtitle}>{document.subtitle}</p>}
        <KeyValues rows={document.facts} />
      </div>,
    ),
    ...document.blocks.map((block, index) => flowOf(block, String(index), document.paper)),
    tableFlow('versions', versionsTable(document.versions, sayPaper)),
  ];
}

function flowOf(block: ReportBlock, key: string, paper: Paper): Flow {
  switch (block.kind) {
    case 'heading':
      return one(key, <p className={styles.heading}>{block.text}</p>);
    case 'note':
      return one(
        key,
        <p className={styles.note} data-tone={block.tone}>
          {block.tone === 'warning' && <strong>{sayPaper('paper.note')}: </strong>}
          {block.text}
        </p>,
      );
    case 'key-values':
      return one(key, <KeyValues rows={block.rows} />);
    case 'table':
      return tableFlow(key, block);
    case 'gaps':
      return tableFlow(key, gapsTable(block, sayPaper));
    case 'signatures':
      return tableFlow(key, signaturesTable(block, sayPaper), <Blanks blanks={block.blanks} />);
    case 'grid':
      return {
        key,
        rowCount: block.rows.length,
        isBreak: false,
        draw: (from, to, hasTail) => <ReportGrid grid={block} from={from} to={to} hasLegend={hasTail} />,
      };
    case 'chart':
      return one(
        key,
        <div className={styles.block}>
          <p className={styles.caption}>{block.unit === '' ? block.caption : `${block.caption} (${block.unit})`}</p>
          {block.bars.length === 0 ? <p>{block.none}</p> : <BarChart chart={block} />}
        </div>,
      );
    case 'time-chart':
      return one(
        key,
        <div className={styles.block}>
          <p className={styles.caption}>{block.unit === '' ? block.caption : `${block.caption} (${block.unit})`}</p>
          <TimeChartPicture chart={{ ...block, events: [] }} none={block.none} />
        </div>,
      );
    case 'picture':
      return one(
        key,
        <figure className={styles.block}>
          <figcaption className={styles.caption}>{block.caption}</figcaption>
          <img
            src={`data:image/${block.image.type};base64,${block.image.base64}`}
            alt={block.caption}
            style={{ maxWidth: `${block.widthMm}mm`, maxHeight: `${block.heightMm}mm` }}
          />
        </figure>,
      );
    case 'label':
      return one(key, <Label label={block} paper={paper} />);
    case 'page-break':
      return { key, rowCount: 0, isBreak: true, draw: () => null };
  }
}

function tableFlow(key: string, table: BlockOf<'table'>, tail?: ReactNode): Flow {
  const total = table.columns.reduce((sum, { weight }) => sum + weight, 0);
  return {
    key,
    rowCount: table.rows.length,
    isBreak: false,
    draw: (from, to, hasTail) => (
      <div className={styles.block}>
        <p className={styles.caption}>{table.caption}</p>
        {table.rows.length === 0 ? (
          <p>{table.none}</p>
        ) : (
          <table className={styles.table}>
            <colgroup>
              {table.columns.map((column) => (
                <col key={column.title} style={{ width: `${(column.weight / total) * 100}%` }} />
              ))}
            </colgroup>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column.title} scope="col" data-kind={column.kind}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.slice(from, to).map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a print do not move
                <tr key={from + index} data-row>
                  {table.columns.map((column, at) => (
                    <td key={column.title} data-kind={column.kind}>
                      {row[at]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {hasTail && tail !== undefined && <div data-tail>{tail}</div>}
      </div>
    ),
  };
}

function KeyValues({ rows }: { readonly rows: readonly { readonly label: string; readonly value: string }[] }) {
  if (rows.length === 0) {
    return null;
  }
  return (
    <dl className={styles.facts}>
      {rows.map((row) => (
        <div key={row.label} className={styles.fact}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Lines to be signed by hand. */
function Blanks({ blanks }: { readonly blanks: readonly string[] }) {
  return blanks.map((blank) => (
    <div key={blank} className={styles.blank}>
      <span>{blank}</span>
      <span>{sayPaper('paper.blank.date')}</span>
    </div>
  ));
}

/** What lies around the words of a label, in millimetres, both sides together. */
const labelEdge = { x: 3.2, y: 2.4 };
const titleTimes = 1.3;
const lineTimes = 1.28;
/** Width of a letter of Inter as a share of its size; a little more than it takes on average. */
const letterShare = 0.57;

/** Title and lines, as large as the label lets them be. */
function Label({ label, paper }: { readonly label: BlockOf<'label'>; readonly paper: Paper }) {
  const lines = label.lines.map(({ label: name, value }) => (name === '' ? value : `${name} ${value}`));
  const { widthMm, heightMm } = paper.kind === 'label' ? paper : { widthMm: 100, heightMm: 100 };
  const longest = Math.max(label.title.length * titleTimes, ...lines.map((line) => line.length));
  const size = Math.min(
    (heightMm - labelEdge.y) / ((lines.length + titleTimes) * lineTimes),
    (widthMm - labelEdge.x) / (Math.max(1, longest) * letterShare),
  );
  return (
    <div className={styles.label} style={{ fontSize: `${size.toFixed(2)}mm` }}>
      <p className={styles.labelTitle}>{label.title}</p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
