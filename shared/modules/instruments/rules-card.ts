import type { DoctorVerdict } from '../../instruments/doctor-verdicts.ts';
import { toneRank } from '../../kernel/attention.ts';
import type { InstrumentCard } from './contract.ts';
import type { IdentityDoubt } from './rules-identity.ts';

/** Pure rules of the Bench card: its tone and the one sentence that says what to do. Missing data is never green. */

export type Tone = InstrumentCard['tone'];
export type NextStep = InstrumentCard['next'];

/** Everything the card's look is decided from; nothing else may colour it. */
export interface CardFacts {
  /** Null when the definition's folder is gone or broken. */
  readonly conversation: 'receiver' | 'polled' | 'files' | 'none' | null;
  readonly serviceStatus: InstrumentCard['serviceStatus'];
  readonly operationalStatus: InstrumentCard['operationalStatus'];
  readonly link: InstrumentCard['link'];
  readonly isExpectedInUse: boolean;
  /** Silence that means something, minutes. */
  readonly silenceMinutes: number;
  /** Minutes since anything was heard, or null when nothing was heard since the link opened. */
  readonly heardMinutesAgo: number | null;
  /** Minutes the watchdog has found it silent although expected, null when it has not. */
  readonly silentMinutes: number | null;
  readonly activeErrors: InstrumentCard['activeErrors'];
  /** Cleared by the instrument, not yet closed by a person although it must be. */
  readonly waitingForOutcome: { readonly count: number; readonly errorId: string; readonly code: string } | null;
  readonly lastBackground: InstrumentCard['lastBackground'];
  readonly partialMessageCount: number;
  readonly conflictCount: number;
  /** What the wire says of the instrument when that is not the one in the register; null when it is, or nothing is said. */
  readonly identityDoubt: IdentityDoubt | null;
  readonly doctorVerdict: DoctorVerdict;
}

interface Reason {
  readonly tone: Tone;
  readonly next: NextStep;
}

/** Verdicts that name a fault on the line; port and permission faults are link states and have their own sentences. */
const lineFaults: ReadonlySet<DoctorVerdict> = new Set<DoctorVerdict>([
  'wrong-baud',
  'wrong-parity-or-bits',
  'nothing-connected',
  'noise',
  'host-not-answering',
  'wrong-protocol',
  'wrong-definition',
  'two-talkers',
  'cut-frames',
]);

function reason(
  tone: Tone,
  name: string,
  goesTo: NextStep['goesTo'] = 'none',
  data: NextStep['data'] = {},
  errorId: string | null = null,
): Reason {
  return { tone, next: { key: `instruments.next.${name}`, data, goesTo, errorId } };
}

/**
 * Tone and next step. Of all reasons the gravest tone wins, and among equals the one a person should act on first. A
 * card is `good` only when the link is open, something was heard and read (recently, if it is expected in use), no error is
 * active or waits for an outcome, and the last background did not fail. What cannot be told is `unknown`, with why.
 */
export function decideCard(facts: CardFacts): { tone: Tone; next: NextStep } {
  if (facts.serviceStatus === 'retired') return reason('not-set-up', 'retired', 'set-up');
  const reasons = [...errorReasons(facts), ...serviceReasons(facts), ...linkReasons(facts), ...knowledgeReasons(facts)];
  let gravest = reasons[0];
  for (const one of reasons) if (gravest && toneRank[one.tone] > toneRank[gravest.tone]) gravest = one;
  return gravest ?? healthy(facts);
}

function healthy(facts: CardFacts): Reason {
  const minutes = facts.heardMinutesAgo ?? 0;
  const isQuiet = !facts.isExpectedInUse && minutes >= facts.silenceMinutes;
  if (isQuiet) return reason('good', 'quiet', 'now', { minutes });
  // An instrument that never says how it is can not be called well: only its line is.
  return reason('good', facts.operationalStatus === 'not-reported' ? 'link-up' : 'ready', 'now');
}

function errorReasons(facts: CardFacts): Reason[] {
  const reasons: Reason[] = [];
  const bySeverity = (severity: 'stop' | 'warn' | 'info') =>
    facts.activeErrors.filter((error) => error.severity === severity);
  for (const severity of ['stop', 'warn', 'info'] as const) {
    const errors = bySeverity(severity);
    // The one nobody has looked at yet comes first.
    const first = errors.find((error) => !error.isAcknowledged) ?? errors[0];
    if (!first) continue;
    const name = first.isAcknowledged ? 'error-acknowledged' : `error-${severity}`;
    const data = { code: first.code, text: first.text || first.code, count: facts.activeErrors.length };
    reasons.push(reason(severity === 'stop' ? 'stop' : 'attention', name, 'errors', data, first.id));
  }
  if (facts.operationalStatus === 'error') reasons.push(reason('stop', 'reports-error', 'now'));
  if (facts.operationalStatus === 'attention') reasons.push(reason('attention', 'reports-attention', 'now'));
  const { lastBackground: background } = facts;
  if (background?.verdict === 'fail') {
    reasons.push(reason('attention', 'background-failed', 'errors', { worst: background.worst, at: background.at }));
  }
  if (facts.waitingForOutcome) {
    const { count, code, errorId } = facts.waitingForOutcome;
    reasons.push(reason('attention', 'write-outcome', 'errors', { count, code }, errorId));
  }
  return reasons;
}

function serviceReasons(facts: CardFacts): Reason[] {
  if (facts.serviceStatus === 'out-of-service') return [reason('stop', 'out-of-service', 'service')];
  if (facts.serviceStatus === 'restricted') return [reason('attention', 'restricted', 'set-up')];
  return [];
}

function linkReasons(facts: CardFacts): Reason[] {
  const { link } = facts;
  const where = { where: link.where };
  // A broken line to an instrument in use stops the bench from seeing anything; to one at rest it can wait.
  const grave: Tone = facts.isExpectedInUse ? 'stop' : 'attention';
  switch (link.state) {
    case 'port-busy':
    case 'no-permission':
    case 'port-missing':
    case 'refused':
    case 'failed':
      return [reason(grave, link.state, 'wire', where)];
    case 'waiting-to-reopen':
      return [reason(grave, 'waiting-to-reopen', 'wire', where)];
    case 'opening':
      return [reason('unknown', 'opening', 'wire', where)];
    case 'off':
      if (link.kind === 'none' && link.elsewhere !== '') {
        return [reason('unknown', 'linked-elsewhere', 'errors', { where: link.elsewhere })];
      }
      if (link.kind === 'none') return [reason('unknown', 'no-line', 'errors')];
      return [reason('unknown', 'link-off', 'set-up', where)];
    case 'open':
      return [...silenceReasons(facts), ...lineReasons(facts)];
  }
}

function silenceReasons(facts: CardFacts): Reason[] {
  const { heardMinutesAgo, silenceMinutes, isExpectedInUse } = facts;
  const isLong = heardMinutesAgo !== null && heardMinutesAgo >= silenceMinutes;
  const silentMinutes = facts.silentMinutes ?? (isLong ? heardMinutesAgo : null);
  if (isExpectedInUse && silentMinutes !== null)
    return [reason('stop', 'not-heard', 'wire', { minutes: silentMinutes })];
  if (heardMinutesAgo === null) return [reason('unknown', 'nothing-heard-yet', 'wire', { where: facts.link.where })];
  return [];
}

function lineReasons(facts: CardFacts): Reason[] {
  if (lineFaults.has(facts.doctorVerdict)) return [reason('attention', `line-${facts.doctorVerdict}`, 'wire')];
  // Something came, but nothing that could be read: that is no evidence of a good line.
  const isUnread = facts.heardMinutesAgo !== null && facts.doctorVerdict !== 'healthy';
  return isUnread ? [reason('unknown', 'nothing-read-yet', 'wire', { where: facts.link.where })] : [];
}

function knowledgeReasons(facts: CardFacts): Reason[] {
  const reasons: Reason[] = [];
  if (facts.conflictCount > 0) reasons.push(reason('attention', 'conflict', 'set-up', { count: facts.conflictCount }));
  if (facts.partialMessageCount > 0) {
    reasons.push(reason('attention', 'partial-messages', 'messages', { count: facts.partialMessageCount }));
  }
  if (facts.identityDoubt !== null) {
    const { kind, reportedModel, reportedSerialNumber, otherName } = facts.identityDoubt;
    const data = { reported: reportedSerialNumber, model: reportedModel, name: otherName };
    reasons.push(reason('attention', kind, 'set-up', data));
  }
  if (facts.conversation === null) reasons.push(reason('unknown', 'definition-missing', 'set-up'));
  if (facts.lastBackground?.verdict === 'cannot-evaluate') {
    reasons.push(reason('unknown', 'background-open', 'messages', { at: facts.lastBackground.at }));
  }
  if (facts.operationalStatus === 'unknown') reasons.push(reason('unknown', 'status-unknown', 'now'));
  return reasons;
}
