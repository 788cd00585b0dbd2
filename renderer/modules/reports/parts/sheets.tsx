import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Paper, ReportDocument } from '../../../../shared/reports/document.ts';
import { type FlowHeights, paginate, type Slice } from '../../../../shared/reports/paginate.ts';
import { sayPaper } from '../../../../shared/reports/words.ts';
import { type Flow, flowsOf } from './flow.tsx';
import styles from './sheets.module.css';
import './print.css';

const sheetMm = { A4: { width: 210, height: 297 }, Letter: { width: 215.9, height: 279.4 } } as const;

/** Width and height of one page in millimetres. */
export function pageMm(paper: Paper): { width: number; height: number } {
  if (paper.kind === 'label') {
    return { width: paper.widthMm, height: paper.heightMm };
  }
  const { width, height } = sheetMm[paper.size];
  return paper.orientation === 'portrait' ? { width, height } : { width: height, height: width };
}

interface SheetsProps {
  readonly document: ReportDocument;
  readonly contentHash: string;
  /** Words for the whole preview. */
  readonly label: string;
  readonly sheetLabel: (page: number, count: number) => string;
  readonly onPaged: (pageCount: number) => void;
}

/**
 * The sheets of a report: on the screen as a picture of the paper, and once more beside the application for the printer.
 * Blocks are measured as they will be printed, then laid on sheets, so that every sheet says which of how many it is.
 */
export function Sheets({ document: report, contentHash, label, sheetLabel, onPaged }: SheetsProps) {
  const flows = useMemo(() => flowsOf(report), [report]);
  const measure = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLElement>(null);
  const [pages, setPages] = useState<Slice[][] | null>(null);
  const [zoom, setZoom] = useState(1);
  const isLabel = report.paper.kind === 'label';
  usePageRule(report.paper);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever is told of the pages may be another one at each draw
  useLayoutEffect(() => {
    const box = measure.current;
    if (box === null) {
      return;
    }
    const lay = () => {
      const laid = isLabel ? labelPages(flows) : paginate(heightsOf(box, flows), roomOf(box));
      setPages(laid);
      onPaged(laid.length);
    };
    lay();
    // Letters of another width than those it was measured with would not fit.
    void globalThis.document.fonts?.ready.then(lay);
  }, [flows, isLabel]);

  useLayoutEffect(() => {
    const box = frame.current;
    if (box === null || typeof ResizeObserver === 'undefined') {
      return;
    }
    const wide = (pageMm(report.paper).width / 25.4) * 96;
    const fit = new ResizeObserver(() => setZoom(Math.min(isLabel ? 2 : 1.25, (box.clientWidth - 2) / wide)));
    fit.observe(box);
    return () => fit.disconnect();
  }, [report.paper, isLabel]);

  const { width, height } = pageMm(report.paper);
  const pageSize = { width: `${width}mm`, height: `${height}mm` };
  const sheets = (pages ?? []).map((slices, index) => (
    <Sheet
      // biome-ignore lint/suspicious/noArrayIndexKey: sheets do not move
      key={index}
      report={report}
      contentHash={contentHash}
      page={index + 1}
      count={pages?.length ?? 0}
      size={pageSize}
    >
      {slices.map((slice) => (
        <div key={flows[slice.block]?.key} className={styles.flow}>
          {flows[slice.block]?.draw(slice.from, slice.to, slice.hasTail)}
        </div>
      ))}
    </Sheet>
  ));
  return (
    <>
      <div ref={measure} className={styles.measure} aria-hidden="true" data-testid="measure">
        <Sheet report={report} contentHash={contentHash} page={2} count={2} size={pageSize}>
          {flows.map((flow) => (
            <div key={flow.key} data-flow={flow.key} className={styles.flow}>
              {flow.draw(0, flow.rowCount, true)}
            </div>
          ))}
        </Sheet>
      </div>
      <section ref={frame} className={styles.frame} aria-label={label}>
        {sheets.map((sheet, index) => (
          <section
            // biome-ignore lint/suspicious/noArrayIndexKey: sheets do not move
            key={index}
            className={styles.preview}
            style={{ zoom }}
            aria-label={sheetLabel(index + 1, sheets.length)}
          >
            {sheet}
          </section>
        ))}
      </section>
      {createPortal(
        <div className="print-sheets" data-testid="print-sheets">
          {sheets}
        </div>,
        globalThis.document.body,
      )}
    </>
  );
}

interface SheetProps {
  readonly report: ReportDocument;
  readonly contentHash: string;
  readonly page: number;
  readonly count: number;
  readonly size: { readonly width: string; readonly height: string };
  readonly children: ReactNode;
}

function Sheet({ report, contentHash, page, count, size, children }: SheetProps) {
  if (report.paper.kind === 'label') {
    return (
      <div className={styles.sheet} style={size} data-paper="label">
        {children}
      </div>
    );
  }
  return (
    <div className={styles.sheet} style={size} data-paper="sheet">
      <div className={styles.top}>
        <strong>{page > 1 ? report.title : ''}</strong>
        <span>{report.facts.find(({ value }) => value !== '')?.value.slice(0, 90)}</span>
      </div>
      <div className={styles.content} data-content>
        {children}
      </div>
      <div className={styles.foot}>
        <div className={styles.footLine}>
          <span>{sayPaper('paper.prepared', { at: report.preparedAt, by: report.preparedBy })}</span>
          <strong>{sayPaper('paper.page', { page, count })}</strong>
        </div>
        <p className={styles.hash}>
          {sayPaper('paper.hash')}: {contentHash}
        </p>
      </div>
    </div>
  );
}

/** Every label is a page. */
function labelPages(flows: readonly Flow[]): Slice[][] {
  return flows.flatMap((flow, block) =>
    flow.key === 'head' || flow.key === 'versions' ? [] : [[{ block, from: 0, to: 0, hasTail: true }]],
  );
}

/** Heights of every block as it was measured: its rows, its tail, and all the rest as its head. */
function heightsOf(box: HTMLElement, flows: readonly Flow[]): FlowHeights[] {
  return flows.map(({ key, isBreak }) => {
    const flow = box.querySelector(`[data-flow="${CSS.escape(key)}"]`);
    const high = (element: Element) => element.getBoundingClientRect().height;
    const rows = flow === null ? [] : [...flow.querySelectorAll('[data-row]')].map(high);
    const tails = flow === null ? [] : [...flow.querySelectorAll('[data-tail]')].map(high);
    const tail = tails.reduce((sum, one) => sum + one, 0);
    const head = flow === null ? 0 : high(flow) - tail - rows.reduce((sum, one) => sum + one, 0);
    return { head, rows, tail, isBreak };
  });
}

const roomOf = (box: HTMLElement): number => {
  const content = box.querySelector('[data-content]');
  // Where nothing has a size (a test without paint) all of it fits.
  return content instanceof HTMLElement && content.clientHeight > 0 ? content.clientHeight : Number.POSITIVE_INFINITY;
};

/** The size of the paper, for as long as these sheets are shown. */
function usePageRule(paper: Paper): void {
  const { width, height } = pageMm(paper);
  useLayoutEffect(() => {
    if (typeof CSSStyleSheet === 'undefined' || !('replaceSync' in CSSStyleSheet.prototype)) {
      return;
    }
    const rule = new CSSStyleSheet();
    rule.replaceSync(`@page { size: ${width}mm ${height}mm; margin: 0 }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, rule];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== rule);
    };
  }, [width, height]);
}
