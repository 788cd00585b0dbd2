import { guessBaud } from './baud-guess.ts';
import type { DoctorReport, DoctorVerdict } from './doctor-verdicts.ts';
import type { LineFacts } from './line-observer.ts';
import { isTextByte, parityInTheEighthBit, shareOf, TEXT_SHARE } from './line-text.ts';
import type { LinkSettings, LinkState } from './link-settings.ts';

/** What the doctor must know of the link besides what was heard on it. */
export interface LineContext {
  readonly state: LinkState;
  readonly link: LinkSettings;
  readonly conversation: 'receiver' | 'polled';
  readonly isAnswering: boolean;
  readonly openForMs: number;
  /** Null where the port has none (a PTY, many adapters): then silence alone can not say whether a cable is in. */
  readonly modemLines: { readonly cts: boolean; readonly dsr: boolean; readonly dcd: boolean } | null;
}

type Finding = Omit<DoctorReport, 'at'>;
type Evidence = DoctorReport['evidence'];
type Advice = DoctorReport['advice'];

/** Silence this long on an open line is worth a word; shorter pauses are the rule on a bench. */
const SILENT_MS = 6_000;
/** LIS01 gives the receiver 15 s to answer a bid; a listening bench can tell after a fifth of that. */
const UNANSWERED_MS = 3_000;
/**
 * Log-likelihood gain (nats, over all bytes heard) from which another baud rate explains garbage better than chance: for
 * evenly random bytes a gain of t has a probability of at most e^-t for each of the some twenty candidates.
 */
const BAUD_GAIN = 9;

const find = (verdict: DoctorVerdict, evidence: Evidence, ...advice: Advice): Finding => ({
  verdict,
  evidence,
  advice,
});
const act = (key: string): Advice[number] => ({ key, trySerial: null });

function portTrouble(context: LineContext): Finding | null {
  switch (context.state) {
    case 'port-busy':
      return find('port-busy', {}, act('close-the-other-program'));
    case 'no-permission':
      return find('no-permission', {}, act('give-permission'));
    case 'port-missing':
      return find('nothing-connected', { why: 'port-missing' }, act('plug-in'));
    case 'refused':
      return find('nothing-connected', { why: 'refused' }, act('check-address'));
    case 'open':
      return null;
    case 'off':
    case 'opening':
    case 'waiting-to-reopen':
    case 'failed':
      return find('cannot-tell-yet', { why: context.state });
  }
}

/** What to look at between the two ends: a cable, or what stands in for it on a network. */
function checkTheWay(link: LinkSettings): Advice[number] {
  if (link.kind === 'tcp-client') return act('check-network');
  return link.kind === 'tcp-server' ? act('check-caller') : act('check-cable');
}

/** A folder has no cable and no silence: files come when somebody exports them. */
function folder(facts: LineFacts): Finding {
  return facts.hasEverHeardGood ? find('healthy', {}) : find('cannot-tell-yet', { why: 'folder' });
}

function silence(facts: LineFacts, context: LineContext): Finding | null {
  if (facts.silentMs < SILENT_MS || context.openForMs < SILENT_MS) return null;
  if (facts.hasEverHeardGood && context.conversation === 'receiver') return null;
  const lines = context.modemLines;
  const modem = lines === null ? 'unknown' : lines.cts || lines.dsr || lines.dcd ? 'present' : 'absent';
  if (modem === 'absent')
    return find('nothing-connected', { why: 'no-modem-lines' }, act('check-cable'), act('switch-on'));
  if (context.conversation === 'polled' && facts.answeredCount > 0) return null;
  return find(
    'connected-but-silent',
    { modem, asked: facts.askedCount },
    checkTheWay(context.link),
    act('check-output-on'),
    act('run-a-sample'),
  );
}

/** The text is there but its eighth bit or its checksums are not: data bits or parity differ. */
function wrongBits(facts: LineFacts, context: LineContext): Finding | null {
  if (context.link.kind !== 'serial') return null;
  const set = context.link.serial;
  const parity = parityInTheEighthBit(facts.bytes);
  if (parity !== null && set.dataBits === 8) {
    return find(
      'wrong-parity-or-bits',
      { pattern: `seven-bits-${parity}` },
      { key: 'try-settings', trySerial: { dataBits: 7, parity } },
    );
  }
  const other: Advice[number] =
    set.dataBits === 8 && set.parity === 'none'
      ? { key: 'try-settings', trySerial: { dataBits: 7, parity: 'even' } }
      : { key: 'try-settings', trySerial: { dataBits: 8, parity: 'none' } };
  const checksums = (facts.rejectedByReason['checksum-wrong'] ?? 0) + (facts.rejectedByReason['checksum-not-hex'] ?? 0);
  if (checksums >= 2 && checksums >= facts.rejectedCount * 0.8)
    return find('wrong-parity-or-bits', { checksums }, other);
  // Characters with a wrong parity bit arrive as zeros or not at all: text with holes.
  const isHoled =
    facts.bytes.length >= 24 &&
    shareOf(facts.bytes, (byte) => isTextByte(byte) || byte === 0) > 0.97 &&
    shareOf(facts.bytes, (byte) => byte === 0) > 0.15;
  if (isHoled && !(set.dataBits === 8 && set.parity === 'none'))
    return find('wrong-parity-or-bits', { pattern: 'zeros' }, other);
  // Eight bits that carry only the high bit wrong (space or mark parity, or seven bits with two stop bits).
  const isShifted =
    facts.bytes.length >= 12 &&
    shareOf(facts.bytes, (byte) => isTextByte(byte & 0x7f)) > 0.97 &&
    shareOf(facts.bytes, (byte) => byte > 0x7f) > 0.97;
  return isShifted
    ? find(
        'wrong-parity-or-bits',
        { pattern: 'eighth-bit-set' },
        { key: 'try-settings', trySerial: { dataBits: 7, parity: 'mark' } },
      )
    : null;
}

/**
 * Somebody else bids or starts frames inside the analyzer's own: an ENQ in mid-transfer is what noise makes of a
 * character once in 256 damaged ones, and what a second sender does all the time.
 */
function secondTalker(facts: LineFacts): Finding | null {
  const inside =
    facts.bidInTransferCount +
    (facts.rejectedByReason['stx-inside'] ?? 0) +
    (facts.rejectedByReason['control-inside'] ?? 0);
  const bids = facts.bidInTransferCount;
  const isTalk =
    (bids >= 3 && bids >= facts.rejectedCount * 0.1) || (bids >= 1 && inside >= Math.max(2, facts.rejectedCount * 0.6));
  if (facts.rejectedCount < 2 || !isTalk || shareOf(facts.bytes, isTextByte) < TEXT_SHARE) return null;
  return find('two-talkers', { good: facts.goodFrameCount, damaged: facts.rejectedCount, inside }, act('one-talker'));
}

/** Nothing on this line was ever well formed: which of the four reasons explains what was heard? */
function neverGood(facts: LineFacts, context: LineContext): Finding {
  const second = secondTalker(facts);
  if (second !== null) return second;
  const bits = wrongBits(facts, context);
  if (bits !== null) return bits;
  const text = shareOf(facts.bytes, isTextByte);
  const cuts = (facts.rejectedByReason['cut-off'] ?? 0) + (facts.rejectedByReason['stx-inside'] ?? 0);
  if (cuts >= 2 && text >= TEXT_SHARE)
    return find('cut-frames', { cuts }, act('check-adapter'), act('check-flow-control'));
  if (facts.bytes.length >= 8 && text >= TEXT_SHARE) {
    return find(
      'wrong-protocol',
      { text: Math.round(text * 100), bytes: facts.bytes.length },
      act('check-output-format'),
      act('choose-other-definition'),
    );
  }
  if (context.link.kind === 'serial') {
    const guess = guessBaud(facts.bytes, context.link.serial);
    if (guess !== null && (guess.isExactBid || guess.gain > BAUD_GAIN)) {
      return find(
        'wrong-baud',
        { set: context.link.serial.baud, guess: guess.baud },
        { key: 'try-settings', trySerial: { baud: guess.baud } },
      );
    }
  } else if (facts.bytes.length >= 8) {
    return find(
      'wrong-protocol',
      { text: Math.round(text * 100), bytes: facts.bytes.length },
      act('check-output-format'),
    );
  }
  if (facts.bytes.length >= 3)
    return find('noise', { bytes: facts.bytes.length }, act('check-shield'), act('check-cable'), act('check-baud'));
  return find('cannot-tell-yet', { bytes: facts.bytes.length });
}

/** Good frames do arrive: is anything else wrong with the line? */
function withGoodFrames(facts: LineFacts, context: LineContext): Finding {
  const damaged = facts.rejectedCount;
  const good = facts.goodFrameCount + facts.goodLineCount;
  const heard = { good, damaged, noise: facts.noiseByteCount };
  const isDamaged = damaged >= 2 || facts.noiseByteCount >= 8;
  if (facts.senderCount > 1) return find('two-talkers', { ...heard, senders: facts.senderCount }, act('one-talker'));
  if (facts.foreignAnswerCount >= 2 && (context.isAnswering || isDamaged)) {
    return find('two-talkers', { ...heard, answers: facts.foreignAnswerCount }, act('one-talker'));
  }
  const second = secondTalker(facts);
  if (second !== null) return second;
  const cuts = facts.rejectedByReason['cut-off'] ?? 0;
  if (cuts >= 2 && cuts >= damaged * 0.6)
    return find('cut-frames', { ...heard, cuts }, act('check-adapter'), act('check-flow-control'));
  if (isDamaged && (damaged > good * 0.02 || facts.noiseByteCount > 0))
    return find('noise', heard, act('check-shield'), act('check-cable'));
  if (facts.messageCount > 0 && facts.misfitCount > facts.messageCount / 2) {
    return find(
      'wrong-definition',
      { messages: facts.messageCount, misfits: facts.misfitCount },
      act('choose-other-definition'),
    );
  }
  return find('healthy', heard);
}

function polled(facts: LineFacts, context: LineContext): Finding {
  if (facts.answeredCount > 0) {
    const answers = { asked: facts.askedCount, answered: facts.answeredCount };
    // Something speaks, and takes no notice of what it is asked.
    if (facts.messageCount > 0 && facts.misfitCount > facts.messageCount / 2)
      return find('wrong-protocol', answers, act('check-output-format'), act('choose-other-definition'));
    if (facts.noiseByteCount >= 8 || facts.rejectedCount >= 2)
      return find('noise', answers, act('check-shield'), act('check-cable'));
    return find('healthy', answers);
  }
  if (facts.bytes.length === 0) {
    // Between questions that are minutes apart nothing is owed.
    const isIdle = facts.hasEverHeardGood && (facts.unansweredMs ?? 0) < SILENT_MS;
    return isIdle ? find('healthy', { idle: true }) : (silence(facts, context) ?? find('cannot-tell-yet', {}));
  }
  return neverGood(facts, context);
}

/**
 * Says in one verdict what a line shows, and what to try. Pure: the same facts give the same report. "Healthy" needs
 * evidence; a line that has shown too little gives `cannot-tell-yet`.
 *
 * @param facts what was heard in the last half minute (`line-observer.ts`)
 * @param context the port's state and settings
 * @returns verdict, the figures behind it, and advice in the order to try it; `at` is the caller's
 */
export function examineLine(facts: LineFacts, context: LineContext): Finding {
  const port = portTrouble(context);
  if (port !== null) return port;
  if (context.link.kind === 'folder') return folder(facts);
  if (context.conversation === 'polled') return polled(facts, context);
  // Blocks and bare lines have no number and often no checksum: what became a message was good.
  const hasReadLines = facts.goodLineCount > 0 && facts.messageCount > 0;
  if (facts.goodFrameCount > 0 || hasReadLines) return withGoodFrames(facts, context);
  const isBidOpen = facts.unansweredBidMs !== null && facts.unansweredBidMs >= UNANSWERED_MS;
  if (isBidOpen && !context.isAnswering && facts.noiseByteCount < 8) {
    return find('host-not-answering', { bids: facts.heardControls.ENQ }, act('switch-on-lis'), act('answer-here'));
  }
  const hasLittleElse = facts.noiseByteCount + facts.rejectedCount <= facts.foreignAnswerCount;
  if (facts.foreignAnswerCount >= 2 && context.isAnswering && hasLittleElse)
    return find('two-talkers', { answers: facts.foreignAnswerCount }, act('one-talker'));
  const isOnlyControls = facts.bytes.length > 0 && facts.noiseByteCount === 0 && facts.rejectedCount === 0;
  if (facts.bytes.length > 0 && !isOnlyControls) return neverGood(facts, context);
  const silent = silence(facts, context);
  if (silent !== null) return silent;
  return facts.hasEverHeardGood
    ? find('healthy', { idle: true })
    : find('cannot-tell-yet', { controls: facts.bytes.length });
}
