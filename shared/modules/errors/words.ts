import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type {
  bookEntryWritten,
  errorAcknowledged,
  errorCleared,
  errorRaised,
  errorRepeated,
  errorResolved,
} from './records.ts';

/** Sentences of the errors module. */
export const words = {
  'errors.background-title': 'Background above its limit',
  'errors.state.active': 'active',
  'errors.state.acknowledged': 'acknowledged',
  'errors.state.cleared': 'cleared',
  'errors.state.resolved': 'resolved',

  'timeline.errors.error-raised-wire': 'Error {{code}}. {{text}}',
  'timeline.errors.error-raised-typed': 'Error {{code}} entered by hand. {{text}}',
  'timeline.errors.error-raised-scanned': 'Error {{code}} entered by scanner. {{text}}',
  'timeline.errors.error-raised-background': 'Error {{code}}. {{text}}',
  'timeline.errors.error-repeated_one': 'Error {{code}} came again.',
  'timeline.errors.error-repeated_other': 'Error {{code}} came again, {{count}} times.',
  'timeline.errors.error-repeated': 'Error {{code}} came again, {{count}} times.',
  'timeline.errors.error-acknowledged': 'Error {{code}} acknowledged. {{note}}',
  'timeline.errors.error-cleared-instrument': 'Error {{code}} cleared by the instrument.',
  'timeline.errors.error-cleared-background-passed': 'Error {{code}} cleared: a background passed.',
  'timeline.errors.error-resolved': 'Error {{code}} resolved: {{whatWasDone}}',
  'timeline.errors.book-entry-written': 'The lab wrote its entry for {{code}}: {{title}}.',

  'errors/not-found': 'This error is not on this bench.',
  'errors/already-resolved': '{{code}} is resolved already. Nothing was changed.',
  'errors/unknown-definition': 'There is no definition "{{definitionKey}}". Nothing was changed.',
  'errors/raised-twice': '{{code}} was raised on two benches as one. Both are kept.',
  'errors/resolved-twice': 'Resolved on two benches apart. Both accounts are kept.',
  'errors/book-entry-conflict': 'Two labs wrote this entry apart: {{here}} and {{there}}. The more careful one holds.',
} as const;

export const timelineLines: TimelineLines = {
  'errors.error-raised': (body: BodyOf<typeof errorRaised>) => ({
    variant: body.origin,
    data: { code: body.code, text: body.text, severity: body.severity, errorId: body.errorId },
  }),
  'errors.error-repeated': (body: BodyOf<typeof errorRepeated>) => ({
    data: { code: body.code, count: body.count, errorId: body.errorId },
  }),
  'errors.error-acknowledged': (body: BodyOf<typeof errorAcknowledged>) => ({
    data: { code: body.code, note: body.note, errorId: body.errorId },
  }),
  'errors.error-cleared': (body: BodyOf<typeof errorCleared>) => ({
    variant: body.by,
    data: { code: body.code, errorId: body.errorId },
  }),
  'errors.error-resolved': (body: BodyOf<typeof errorResolved>) => ({
    data: { code: body.code, whatWasDone: body.whatWasDone, errorId: body.errorId },
  }),
  'errors.book-entry-written': (body: BodyOf<typeof bookEntryWritten>) => ({
    data: { code: body.code, title: body.title },
  }),
};
