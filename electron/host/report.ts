import type * as z from 'zod';
import type { ParameterValues, ReportField } from '../../shared/modules/reports/contract.ts';
import type { ReportDocument } from '../../shared/reports/document.ts';
import type { HostContext } from './module.ts';

/** What a person chose for the paper, apart from the report's own questions. */
export interface ReportPaper {
  readonly size: 'A4' | 'Letter';
}

/**
 * One kind of report. A module adds one by writing such a definition in a file of its own and naming it in
 * `HostModule.loadReports`; listing, form, preview, print, PDF, hash and the record of who printed it are the module
 * `reports`'. The words are in the module's `words.ts`: `reports.<id>.title`, `reports.<id>.about`; labels of fields are
 * `reports.field.<key>`, of options `reports.option.<option>`.
 */
export interface ReportDefinition<Parameters> {
  /** Kebab-case; unique over all modules. */
  readonly id: string;
  /** Counts up when what the report says changes; printed on it. */
  readonly version: number;
  readonly paper: 'sheet' | 'label';
  /** A function where a field's choices are read from the records. */
  readonly fields: readonly ReportField[] | ((context: HostContext) => Promise<readonly ReportField[]>);
  /** What the form holds at first. */
  initial(context: HostContext): ParameterValues;
  readonly parameters: z.ZodType<Parameters>;
  /**
   * Reads what the report shows and describes it. Reads only; may be asynchronous, so that a long one lets the lines be
   * served in between.
   *
   * @throws AppError of the module, for what it asks about and is not there
   */
  collect(context: HostContext, parameters: Parameters, paper: ReportPaper): ReportDocument | Promise<ReportDocument>;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of reports mixes types of parameters.
export type AnyReportDefinition = ReportDefinition<any>;

/** Declares a report with the type of its parameters inferred from their schema. */
export function defineReport<Parameters>(definition: ReportDefinition<Parameters>): ReportDefinition<Parameters> {
  return definition;
}
