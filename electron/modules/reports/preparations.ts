import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { ParameterValues } from '../../../shared/modules/reports/contract.ts';
import { contentText, type ReportBlock, type ReportDocument } from '../../../shared/reports/document.ts';
import { newId } from '../new-id.ts';

/** A person looks at one report and perhaps at the one before; more would only fill the memory. */
const mostKept = 4;
/** Rows of a long table the page is sent to look at. */
const previewRows = 200;

export interface Preparation {
  readonly preparationId: string;
  readonly parameters: ParameterValues;
  readonly document: ReportDocument;
  /** SHA-256 of `contentText(document)`, hex. */
  readonly contentHash: string;
}

/** Reports that were prepared and may be printed: what is printed is exactly what was looked at. */
export class Preparations {
  readonly #kept = new Map<string, Preparation>();

  /** @throws ZodError when a report's description does not fit: a fault of the report. */
  keep(document: ReportDocument, parameters: ParameterValues): Preparation {
    const contentHash = createHash('sha256').update(contentText(document)).digest('hex');
    const preparation = { preparationId: newId(), parameters, document, contentHash };
    this.#kept.set(preparation.preparationId, preparation);
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(id);
    }
    return preparation;
  }

  /** @throws AppError `reports/preparation-gone` */
  get(preparationId: string): Preparation {
    const preparation = this.#kept.get(preparationId);
    if (preparation === undefined) throw new AppError('reports/preparation-gone');
    return preparation;
  }
}

/** The beginning of every long table, for the screen. */
export function previewOf(document: ReportDocument): { preview: ReportDocument; isWhole: boolean } {
  let isWhole = true;
  const blocks = document.blocks.map((block): ReportBlock => {
    if (block.kind === 'table' && block.rows.length > previewRows) {
      isWhole = false;
      return { ...block, rows: block.rows.slice(0, previewRows) };
    }
    if (block.kind === 'gaps' && block.rows.length > previewRows) {
      isWhole = false;
      return { ...block, rows: block.rows.slice(0, previewRows) };
    }
    return block;
  });
  return { preview: { ...document, blocks }, isWhole };
}
