import { AppError } from '../../../shared/kernel/errors.ts';
import type { LinkKind } from '../../../shared/modules/cases/terms.ts';
import type { HostContext } from '../../host/module.ts';

/** Things of other modules by kind and id, as streams of the log, and their names. */

const prefixes: Readonly<Record<LinkKind, string>> = {
  error: 'error/',
  'guide-run': 'guide-run/',
  task: 'task/',
  'work-order': 'work-order/',
  downtime: 'downtime/',
  'return-to-service': 'rts/',
  calibration: 'calibration/',
  verification: 'verification/',
  standard: 'standard/',
  certificate: 'certificate/',
  'sop-run': 'sop-run/',
  visit: 'visit/',
  decontamination: 'decontamination/',
  installation: 'installation/',
  notice: 'notice/',
  case: 'case/',
};

export const streamOf = (kind: LinkKind, id: string): string => `${prefixes[kind]}${id}`;
export const idOf = (kind: LinkKind, stream: string): string => stream.slice(prefixes[kind].length);

/** The kind of thing a stream is, or undefined when it can not be linked. */
export function kindOf(stream: string): LinkKind | undefined {
  const found = Object.entries(prefixes).find(([, prefix]) => stream.startsWith(prefix));
  return found?.[0] as LinkKind | undefined;
}

/** @throws AppError `cases/link-not-found` */
export function requireStream(context: HostContext, stream: string): void {
  if (kindOf(stream) === undefined || context.store.records.read(stream).length === 0) {
    throw new AppError('cases/link-not-found', { stream });
  }
}

/** Fields of first records that name a thing, the most telling first. */
const namingFields = ['number', 'code', 'title', 'name', 'printedName', 'cause', 'place', 'text'] as const;

/** What a person calls the thing: its number or code, and its title; empty where its records say nothing of the kind. */
export function nameOf(context: HostContext, stream: string): string {
  const words: string[] = [];
  for (const { body } of context.store.records.read(stream)) {
    const fields = body as Record<string, unknown>;
    for (const field of namingFields) {
      const value = fields[field];
      if (words.length < 2 && typeof value === 'string' && value.trim() !== '' && !words.includes(value)) {
        words.push(value);
      }
    }
    if (words.length > 0) break;
  }
  return words.join(' ').slice(0, 120);
}
