import { isUuid } from '../kernel/ids.ts';

/**
 * What a machine subscribes to: `site:<uuid>` or `org`; `provisional:<uuid>` on a bench that has not been enrolled yet
 * (decision 20). A log never spans two scopes.
 */
export type Scope = `site:${string}` | `provisional:${string}` | 'org';

export interface LogId {
  readonly device: string;
  /** Grows with every restore, recovery or move to another machine: new key, new log. */
  readonly epoch: number;
  readonly scope: Scope;
}

/** True for one of the three forms of scope. */
export function isScope(text: string): text is Scope {
  if (text === 'org') return true;
  const match = /^(?:site|provisional):(.+)$/.exec(text);
  return match !== null && isUuid(match[1]!);
}

/** `<device>/<epoch>/<scope>`: one writer, one key, one chain. */
export function formatLogId({ device, epoch, scope }: LogId): string {
  return `${device}/${epoch}/${scope}`;
}

/** The parts of a log id, or undefined when the text is not one. */
export function parseLogId(text: string): LogId | undefined {
  const match = /^([0-9a-f-]{36})\/([1-9]\d{0,8})\/(.+)$/.exec(text);
  if (!match || !isUuid(match[1]!) || !isScope(match[3]!)) return undefined;
  return { device: match[1]!, epoch: Number(match[2]), scope: match[3] };
}
