import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { DoctorReport } from '../../shared/instruments/doctor-verdicts.ts';
import type { LinkSettings, LinkState, PortInfo } from '../../shared/instruments/link-settings.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import type { IdentifyStep } from '../../shared/modules/instruments/identify-contract.ts';
import type { Credential } from '../../shared/modules/people/records.ts';
import type { WireLine } from '../../shared/modules/wire/contract.ts';

/** What the supervisor needs to hold a conversation with one instrument. */
export interface SupervisedInstrument {
  readonly instrumentId: string;
  readonly definitionKey: string;
  readonly link: LinkSettings;
  /** Whether this bench answers (ACK/NAK) or only listens (decision 1). A polled instrument is asked either way. */
  readonly isAnswering: boolean;
  readonly isExpectedInUse: boolean;
  readonly silenceMinutes: number;
}

/** The state of one link, as the card shows it. */
export interface LinkSnapshot {
  readonly state: LinkState;
  /** Code of the reason when not `open`, e.g. `link/port-busy`; null when open or off. */
  readonly reason: string | null;
  readonly where: string;
  readonly since: string;
  readonly lastHeardAt: string | null;
  readonly silentMinutes: number | null;
}

export interface ListenTestStep {
  readonly linkState: LinkState;
  readonly reason: string | null;
  readonly byteCount: number;
  readonly frameCount: number;
  readonly rejectedCount: number;
  readonly signals: Signal[];
  readonly report: DoctorReport;
  readonly isDone: boolean;
}

/** What is told of a port that is no instrument's. */
export interface PortHearing {
  onBytes(bytes: Uint8Array): void;
  /** Another state; read it from the kept port. */
  onState(): void;
  /** The port was closed or lost: what was begun on it is not continued. */
  onGone(): void;
}

/** A port kept open, reopened and found again as an instrument's is. There is no way to write to it. */
export interface KeptPort {
  readonly state: Pick<LinkSnapshot, 'state' | 'reason' | 'where' | 'since'>;
  /** Lets go of what is open and keeps this one instead; `none` keeps nothing. */
  use(link: Extract<LinkSettings, { kind: 'serial' | 'none' }>): void;
  retry(): void;
  close(): Promise<void>;
}

export interface IdentifyOptions {
  /** The instrument whose link it is, or null for a port that belongs to none. */
  readonly instrumentId: string | null;
  readonly seconds: number;
  /** Documented read-only questions may be asked on a silent line. */
  readonly mayAsk: boolean;
}

/** Everything modules may ask of the links; the supervisor (`electron/instruments/supervisor.ts`) implements it. */
export interface LinkControl {
  start(instrument: SupervisedInstrument): void;
  /** Applies changed settings: re-opens only when the link itself changed. */
  update(instrument: SupervisedInstrument): void;
  stop(instrumentId: string): Promise<void>;
  retry(instrumentId: string): void;
  /** Another catalogue is in use: lines whose definition changed begin anew. */
  definitionsChanged(find: (key: string) => InstrumentDefinition | undefined): void;
  snapshot(instrumentId: string): LinkSnapshot;
  report(instrumentId: string): DoctorReport;
  onChange(listener: (instrumentId: string) => void): () => void;
  /** New wire lines of one instrument, masked; the caller coalesces. */
  onWireLine(instrumentId: string, listener: (line: WireLine) => void): () => void;
  /** The port of this workstation's bar-code scanner; there is one. Nothing is kept until a port is named. */
  keepScannerPort(hears: PortHearing): KeptPort;
  listPorts(): Promise<{ ports: PortInfo[]; problem: string | null }>;
  onPorts(listener: (ports: { ports: PortInfo[]; problem: string | null }) => void): () => void;
  listenTest(
    definitionKey: string,
    link: LinkSettings,
    seconds: number,
    signal: AbortSignal,
  ): AsyncIterable<ListenTestStep>;
  identify(
    link: LinkSettings,
    options: IdentifyOptions,
    definitions: readonly InstrumentDefinition[],
    signal: AbortSignal,
  ): AsyncIterable<IdentifyStep>;
}

/** Signals of one stored message (or of the line itself, then `messageId` is null), after the message is durable. */
export interface SignalBatch {
  readonly instrumentId: string;
  readonly messageId: string | null;
  readonly isResend: boolean;
  readonly isPartial: boolean;
  readonly signals: readonly Signal[];
}

/** Announces; never asks. Topics are names of what changed (`instruments`, `errors`, `messages`, `wire`, ...). */
export interface TopicBus {
  announce(...topics: string[]): void;
  subscribe(listener: (topic: string) => void): () => void;
}

/**
 * Who acts: before there are accounts the operating-system user, then the person of the open session, or nobody. `id` of
 * an account is the person's, without `user:`.
 */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: 'os-user' | 'account' | 'nobody';
  readonly session?: string;
  readonly proof?: Credential;
}
