import { AppError } from '../../../kernel/errors.ts';

/** What a batch must be (HL7 v2.5.1 2.10.3): at most one BHS at its head, messages that begin with MSH, one BTS at its end. */
export interface Hl7Batch {
  readonly messageCount: number;
  /** BTS-1 as sent, or null where no trailer or no number stands there. */
  readonly trailerCount: number | null;
}

/**
 * Checks the order of a batch's segment texts.
 *
 * @throws AppError `hl7/batch-header-twice`, `hl7/segment-before-header`
 */
export function readHl7Batch(segments: readonly string[]): Hl7Batch {
  let messageCount = 0;
  let trailerCount: number | null = null;
  let headCount = 0;
  for (const segment of segments) {
    const id = segment.slice(0, 3);
    if (id === 'BHS') {
      headCount += 1;
      if (headCount > 1) throw new AppError('hl7/batch-header-twice', {});
    } else if (id === 'MSH') messageCount += 1;
    else if (id === 'BTS') trailerCount = /^BTS.(\d{1,6})/.exec(segment)?.[1] === undefined ? null : Number(/\d+/.exec(segment)?.[0]);
    else if (messageCount === 0 && id !== 'FHS') throw new AppError('hl7/segment-before-header', { segment: id });
  }
  return { messageCount, trailerCount };
}
