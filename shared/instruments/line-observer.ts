import type { ControlName, FramingValue, RejectReason } from './framing/values.ts';

/** How far back the doctor looks. A sender that gets no answer bids again after at most 15 + 10 s (LIS01 timers). */
export const OBSERVED_MS = 30_000;
/** Bound of the raw bytes kept for the doctor; older ones leave first. */
export const MAX_OBSERVED_BYTES = 8_192;
/** Bound of the events kept for the doctor. */
export const MAX_OBSERVED_EVENTS = 1_024;

/** An EOT this soon after an ENQ is a keep-alive; a sender that waits for an answer gives up only after seconds (15 in LIS01). */
const KEEP_ALIVE_MS = 250;

const STX = 0x02;

/** What one line showed within the observed time: the doctor's only input besides the state of the port. */
export interface LineFacts {
  readonly bytes: Uint8Array;
  readonly hasEverHeard: boolean;
  readonly hasEverHeardGood: boolean;
  readonly silentMs: number;
  readonly goodFrameCount: number;
  readonly goodLineCount: number;
  readonly rejectedByReason: Readonly<Partial<Record<RejectReason | 'refused', number>>>;
  readonly rejectedCount: number;
  readonly noiseByteCount: number;
  readonly heardControls: Readonly<Record<ControlName, number>>;
  /** ACK or NAK heard while this bench had sent nothing that asks for one. */
  readonly foreignAnswerCount: number;
  /** ENQ heard inside a transfer that had begun. */
  readonly bidInTransferCount: number;
  /** Milliseconds since an ENQ that nothing followed, or null. */
  readonly unansweredBidMs: number | null;
  readonly messageCount: number;
  /** Messages whose content did not fit the definition (other model, nothing mapped, not readable). */
  readonly misfitCount: number;
  readonly senderCount: number;
  readonly askedCount: number;
  readonly answeredCount: number;
  /** Milliseconds since the first question that was not answered, or null where none is open. */
  readonly unansweredMs: number | null;
}

interface Observed {
  readonly at: number;
  readonly what:
    | 'frame'
    | 'line'
    | 'rejected'
    | 'noise'
    | 'control'
    | 'message'
    | 'asked'
    | 'answered'
    | 'foreign'
    | 'bid-inside';
  readonly detail: string;
  readonly count: number;
}

export interface LineObserver {
  /** Bytes heard, before framing. `atMs` is monotonic. */
  heard(bytes: Uint8Array, atMs: number): void;
  /** A value of the framer for heard bytes. `expectsAnswer`: this bench has sent a bid or a frame itself. */
  framed(value: FramingValue, atMs: number, expectsAnswer?: boolean): void;
  /** The link machine refused a well-made frame (its number). */
  refused(atMs: number): void;
  message(info: { fits: boolean; sender: string }, atMs: number): void;
  /** A read-only question was sent to a polled instrument, or one was answered. */
  asked(atMs: number): void;
  answered(atMs: number): void;
  facts(nowMs: number): LineFacts;
  /** The link was re-opened or its settings changed: what was seen before says nothing about now. */
  reset(): void;
}

/** Keeps what a line showed in the last half minute, in bounded memory. Holds no timer; times are given. */
export function createLineObserver(): LineObserver {
  let chunks: { at: number; bytes: Uint8Array }[] = [];
  let chunkBytes = 0;
  let events: Observed[] = [];
  let heardAt: number | null = null;
  let hasEverHeardGood = false;
  let bidAt: number | null = null;
  let askedAt: number | null = null;
  let isInTransfer = false;

  const note = (at: number, what: Observed['what'], detail = '', count = 1): void => {
    events.push({ at, what, detail, count });
    if (events.length > MAX_OBSERVED_EVENTS) events = events.slice(-MAX_OBSERVED_EVENTS / 2);
  };

  /** A bench that joins in mid-frame hears the rest of that frame first; the frame after it says that it was no noise. */
  const forgetHalfFrame = (): void => {
    const first = events.findIndex(({ what }) => what !== 'noise' && what !== 'asked');
    events = events.filter(({ what }, index) => what !== 'noise' || (first >= 0 && index > first));
  };

  const control = (name: ControlName, at: number, expectsAnswer: boolean): void => {
    note(at, 'control', name);
    if (name === 'ENQ') {
      if (isInTransfer) note(at, 'bid-inside');
      // A sender that gets no answer bids again: what counts is since when nobody answers.
      bidAt ??= at;
    } else if (name === 'EOT') {
      isInTransfer = false;
      // ENQ directly followed by EOT is some analyzers' keep-alive (Horiba Yumizen), no unanswered bid.
      if (bidAt !== null && at - bidAt < KEEP_ALIVE_MS) bidAt = null;
    } else if (!expectsAnswer) note(at, 'foreign', name);
  };

  return {
    heard(bytes, atMs) {
      if (bytes.length === 0) return;
      heardAt = atMs;
      chunks.push({ at: atMs, bytes: bytes.slice(-MAX_OBSERVED_BYTES) });
      chunkBytes += Math.min(bytes.length, MAX_OBSERVED_BYTES);
      while (chunkBytes > MAX_OBSERVED_BYTES && chunks.length > 1) chunkBytes -= chunks.shift()?.bytes.length ?? 0;
    },
    framed(value, atMs, expectsAnswer = false) {
      switch (value.kind) {
        case 'control':
          control(value.control, atMs, expectsAnswer);
          return;
        case 'frame':
          if (!hasEverHeardGood) forgetHalfFrame();
          note(atMs, 'frame');
          hasEverHeardGood = true;
          isInTransfer = true;
          bidAt = null;
          return;
        case 'line':
          note(atMs, 'line');
          return;
        case 'rejected':
          note(atMs, 'rejected', value.reason);
          isInTransfer = true;
          bidAt = null;
          return;
        case 'noise':
          // Mindray sends 02 hex while it has nothing to say: a sign of life, and nothing is damaged by it.
          if (value.isInsideFrame || value.raw.some((byte) => byte !== STX)) {
            note(atMs, 'noise', '', value.raw.length);
          }
          return;
      }
    },
    refused(atMs) {
      note(atMs, 'rejected', 'refused');
    },
    message({ fits, sender }, atMs) {
      if (fits && !hasEverHeardGood) {
        forgetHalfFrame();
        hasEverHeardGood = true;
      }
      note(atMs, 'message', `${fits ? '+' : '-'}${sender}`);
    },
    asked(atMs) {
      askedAt ??= atMs;
      note(atMs, 'asked');
    },
    answered(atMs) {
      hasEverHeardGood = true;
      askedAt = null;
      note(atMs, 'answered');
    },
    facts(nowMs) {
      const since = nowMs - OBSERVED_MS;
      events = events.filter((event) => event.at >= since);
      chunks = chunks.filter((chunk) => chunk.at >= since);
      chunkBytes = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
      const bytes = new Uint8Array(chunkBytes);
      let offset = 0;
      for (const chunk of chunks) {
        bytes.set(chunk.bytes, offset);
        offset += chunk.bytes.length;
      }
      const total = (what: Observed['what']): number =>
        events.reduce((sum, event) => (event.what === what ? sum + event.count : sum), 0);
      const rejectedByReason: Partial<Record<RejectReason | 'refused', number>> = {};
      const heardControls: Record<ControlName, number> = { ENQ: 0, ACK: 0, NAK: 0, EOT: 0 };
      const senders = new Set<string>();
      let misfitCount = 0;
      for (const event of events) {
        if (event.what === 'rejected') {
          const reason = event.detail as RejectReason;
          rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
        } else if (event.what === 'control') heardControls[event.detail as ControlName] += 1;
        else if (event.what === 'message') {
          if (event.detail.startsWith('-')) misfitCount += 1;
          if (event.detail.length > 1) senders.add(event.detail.slice(1));
        }
      }
      return {
        bytes,
        hasEverHeard: heardAt !== null,
        hasEverHeardGood,
        silentMs: heardAt === null ? Number.POSITIVE_INFINITY : nowMs - heardAt,
        goodFrameCount: total('frame'),
        goodLineCount: total('line'),
        rejectedByReason,
        rejectedCount: total('rejected'),
        noiseByteCount: total('noise'),
        heardControls,
        foreignAnswerCount: total('foreign'),
        bidInTransferCount: total('bid-inside'),
        unansweredBidMs: bidAt === null ? null : nowMs - bidAt,
        messageCount: total('message'),
        misfitCount,
        senderCount: senders.size,
        askedCount: total('asked'),
        answeredCount: total('answered'),
        unansweredMs: askedAt === null ? null : nowMs - askedAt,
      };
    },
    reset() {
      chunks = [];
      chunkBytes = 0;
      events = [];
      heardAt = null;
      hasEverHeardGood = false;
      bidAt = null;
      askedAt = null;
      isInTransfer = false;
    },
  };
}
