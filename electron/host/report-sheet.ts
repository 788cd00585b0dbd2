import { formatOffset } from '../../shared/kernel/clock.ts';
import { intlZoneOffset } from '../../shared/kernel/zone.ts';
import type { ReportBlock, ReportDocument, VersionRow } from '../../shared/reports/document.ts';
import type { HostContext } from './module.ts';
import type { AnyReportDefinition, ReportPaper } from './report.ts';

/** What a report itself says about its sheets; the rest of the head is the same for all. */
export interface SheetContent {
  readonly title: string;
  readonly subtitle?: string;
  readonly facts: ReportDocument['facts'];
  readonly orientation?: 'portrait' | 'landscape';
  readonly versions?: readonly VersionRow[];
  readonly blocks: readonly ReportBlock[];
}

/** Completes a report on sheets: who made it and when, the program's and the report's own version. */
export function reportOnSheets(
  context: HostContext,
  definition: Pick<AnyReportDefinition, 'id' | 'version'>,
  paper: ReportPaper,
  content: SheetContent,
): ReportDocument {
  const { appVersion, build } = context.appInfo;
  return {
    format: 1,
    reportId: definition.id,
    title: content.title,
    subtitle: content.subtitle ?? '',
    facts: [...content.facts],
    preparedAt: printTime(context.clock.wallMs()),
    preparedBy: context.actor.name,
    paper: { kind: 'sheet', size: paper.size, orientation: content.orientation ?? 'portrait' },
    versions: [
      ...(content.versions ?? []),
      { kind: 'report', name: definition.id, version: String(definition.version), source: '' },
      { kind: 'program', name: 'Benchside', version: appVersion, source: build },
    ],
    blocks: [...content.blocks],
  };
}

/** The zone of this machine, until a site says another. */
export const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * A time as it stands on paper, without a doubt about its zone: `2026-11-22 14:05 +01:00`. A text that is no time is
 * printed as it is.
 */
export function printTime(at: number | string, timeZone: string = machineZone()): string {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  if (Number.isNaN(ms)) return String(at);
  const offset = intlZoneOffset(timeZone, ms);
  const local = new Date(ms + offset * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${formatOffset(offset)}`;
}
