import type { FramingValue } from './framing/values.ts';

/**
 * The contract between a link machine and whatever drives it (the host's session, a simulator, a test). A machine
 * holds no timer, no port and no store: it is told events and gives back effects, which are carried out in order.
 */

/**
 * Handle of the wire-store entry a value became. The driver gives it with the value and finds it again in effects; the
 * machine only carries it. Numbers grow with arrival.
 */
export type WireRef = number;

export type TimerName =
  /** LIS01 receiver: 30 s without a frame in a transfer. */
  | 'receive'
  /** LIS01 receiver: a commit that takes so long that the sender is about to give up. */
  | 'reply-due'
  /** LIS01 receiver: an ENQ in the middle of a message waits until the line is quiet. */
  | 'enq-settle'
  /** LIS01 sender: 15 s for the answer to ENQ. */
  | 'establish'
  /** LIS01 sender: 15 s for the answer to a frame. */
  | 'frame-reply'
  /** LIS01 sender: a moment of quiet after an answer that followed noise. */
  | 'reply-settle'
  /** LIS01 sender: 10 s after a NAK to ENQ. */
  | 'busy'
  /** LIS01 sender: 1 s (instrument) or 20 s (host) after ENQ met ENQ. */
  | 'contention'
  /** LIS01 sender: 15 s off the line after an honoured interrupt. */
  | 'hold-off'
  /** Poller: the time allowed for an answer. */
  | 'answer'
  /** Poller: the pause until the next question. */
  | 'next-poll';

export type LinkEvent =
  /** The port or socket is open; the machine starts from neutral. */
  | { readonly kind: 'link-opened' }
  /** It is gone; what was unfinished becomes a partial message. */
  | { readonly kind: 'link-closed' }
  | { readonly kind: 'value'; readonly value: FramingValue; readonly ref: WireRef }
  /** Bytes arrived that finished no value: a long frame on a slow line is under way, so it is not silent. */
  | { readonly kind: 'heard' }
  | { readonly kind: 'timer'; readonly name: TimerName }
  /** The entry asked for by `commit-frame` is on disk. */
  | { readonly kind: 'frame-committed'; readonly ref: WireRef }
  /** It is not, and will not be; `code` is the host's error code. */
  | { readonly kind: 'commit-failed'; readonly ref: WireRef; readonly code: string }
  /** Not ready: every ENQ is answered NAK. */
  | { readonly kind: 'set-ready'; readonly isReady: boolean }
  /** The next good frame is answered EOT instead of ACK (LIS01-A2 6.5: the sender may ignore it). */
  | { readonly kind: 'request-interrupt' }
  /** Sender: queue one message, its records without CR, the first one H. */
  | { readonly kind: 'send-message'; readonly id: string; readonly records: readonly Uint8Array[] }
  /** Sender: take a queued message back. */
  | { readonly kind: 'cancel-message'; readonly id: string }
  /** Sender: the other side has the line; no bid until it is free again. */
  | { readonly kind: 'line-taken' }
  | { readonly kind: 'line-free' }
  /** Poller: ask this once, before the next round. */
  | { readonly kind: 'ask'; readonly command: string };

/** A well-made frame that the machine did not take. */
export type RefusalReason =
  | 'frame-number-unexpected'
  | 'not-committed'
  | 'outside-transfer'
  | 'message-too-long'
  /** A block whose own checksum is wrong; its format is known to its driver only. */
  | 'checksum-wrong';

/** Records of one message, or of what there is of it. */
export interface LinkMessage {
  /** Wire entries its frames or lines came in, in order. */
  readonly refs: readonly WireRef[];
  /** The records with their line ends as sent (an ETX without one adds a CR), frame overhead removed; not yet text. */
  readonly bytes: Uint8Array;
  /** `ok`: every frame carried a right checksum. `absent`: the framing has none. */
  readonly checksum: 'ok' | 'absent';
}

export type PartialReason =
  /** EOT before L. */
  | 'ended-early'
  /** 30 s of silence. */
  | 'timed-out'
  /** A second ENQ and a new first frame. */
  | 'started-anew'
  /** A new H before the L of the message before. */
  | 'new-header'
  /** Records ended by L that no H began. */
  | 'no-header'
  /** The link went away. */
  | 'link-closed'
  /** More bytes than the machine's bound. */
  | 'message-too-long'
  /** Listening only: a frame of it was damaged or missed and not sent again. */
  | 'frame-missed';

export type NoticeCode =
  /** The same frame was refused or rejected three times; `data.reason` says by which rule, `data.count` how often. */
  | 'frame-rejected-repeatedly'
  /** A commit failed; `data.code` is the host's error code. */
  | 'commit-failed'
  /** A commit took longer than the sender waits. */
  | 'commit-slow'
  /** A frame came again and was answered but not taken twice. */
  | 'frame-duplicate'
  /** A bid was refused because the machine is not ready. */
  | 'bid-refused'
  /** ENQ and EOT with nothing between: some analyzers do so to test the line. */
  | 'keep-alive'
  /** A frame out of the number sequence was taken, as the definition allows. */
  | 'frame-number-lenient'
  /** A frame came outside a transfer and was not answered. */
  | 'frame-outside-transfer'
  /** More arrived than the machine queues while a commit is under way; not answered, so it will be sent again. */
  | 'input-overrun'
  /** Sender: both ends bid at once; the host gives way. */
  | 'contention'
  /** Sender: the receiver asked for the line. */
  | 'interrupt-requested'
  /** Poller: so many questions in a row were not answered; `data.count`. */
  | 'device-silent';

export type LinkEffect =
  /** Write these bytes. `label` names them for the wire view. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array; readonly label: string }
  /** Starts the timer, or starts it again. */
  | { readonly kind: 'start-timer'; readonly name: TimerName; readonly ms: number }
  | { readonly kind: 'cancel-timer'; readonly name: TimerName }
  /** Make this entry durable, then answer with `frame-committed` or `commit-failed`. */
  | { readonly kind: 'commit-frame'; readonly ref: WireRef }
  /** The frame will not be part of a message. `attempt` counts refusals in a row. */
  | {
      readonly kind: 'frame-refused';
      readonly ref: WireRef;
      readonly reason: RefusalReason;
      readonly attempt: number;
    }
  | { readonly kind: 'message-complete'; readonly message: LinkMessage }
  | { readonly kind: 'partial-message'; readonly reason: PartialReason; readonly message: LinkMessage }
  /** A transfer began (a bid was accepted) or ended. */
  | { readonly kind: 'transfer'; readonly phase: 'started' | 'ended' }
  | { readonly kind: 'notice'; readonly code: NoticeCode; readonly data: Readonly<Record<string, string | number>> }
  /** Call the framer's `flush` and give the machine what comes out. */
  | { readonly kind: 'reset-framing' }
  /** Sender: what became of a message. Unless delivered it is the caller's again, whole. */
  | { readonly kind: 'send-outcome'; readonly id: string; readonly outcome: SendOutcome; readonly reason: string }
  /** Poller: an exchange is over. */
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  /** Poller: a line nobody asked for. */
  | { readonly kind: 'unsolicited'; readonly ref: WireRef; readonly text: Uint8Array };

export type SendOutcome =
  | 'delivered'
  /** Every allowed try failed, or an answer stayed away. */
  | 'failed'
  /** Not begun, or begun and broken off by the link: send it again, whole. */
  | 'retry-later'
  /** It is no message: its first record is not H, or it holds bytes that may not stand in a frame. */
  | 'rejected'
  /** It was taken back before its first frame. */
  | 'nothing-sent';

/** One question and what came back. */
export interface Exchange {
  readonly command: string;
  /**
   * `answered` may still hold a refusal of the device; `silent` means that no try was answered; `refused`, that we did not
   * ask: the command may change something, the link is closed, or too many questions wait.
   */
  readonly outcome: 'answered' | 'silent' | 'refused';
  readonly attempts: number;
  readonly lines: readonly { readonly ref: WireRef; readonly text: Uint8Array }[];
}

/** Drive it by `handle` alone, one event at a time; effects are in the order they must be carried out. */
export interface LinkMachine {
  handle(event: LinkEvent): LinkEffect[];
  /** Name of the present state, for the wire view and for tests. */
  readonly state: string;
}
