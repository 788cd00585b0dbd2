import { type MeasuredText, readMeasured } from '../protocols/lis02-values.ts';

/**
 * What a value as sent says as a number, or null. A value with components (`4.2^^^`) counts when only its first one is
 * filled; more than one is no single reading. The text itself is always kept beside it.
 */
export function parseReading(raw: string, component = '^'): MeasuredText | null {
  const [first = '', ...rest] = raw.split(component);
  return rest.some((part) => part.trim() !== '') ? null : readMeasured(first);
}
