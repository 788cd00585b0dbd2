import type { InstrumentDefinition } from './definition.ts';
import { isTextByte, shareOf, TEXT_SHARE } from './line-text.ts';
import type { SerialSettings } from './link-settings.ts';
import { matchesAny } from './mapping/pattern.ts';
import type { ChecksumVerdict, Signal } from './signals.ts';

/**
 * What is on this port? Every definition of the catalogue tries its own framing and protocol on what was heard, and this
 * file says what that proves. A name is given only where something names the instrument: its own words, or tests that are
 * this model's. A format alone is never taken for a model.
 */

/** What one definition made of what was heard with one setting of the line. Bounded; holds no identity of a patient. */
export interface TrialFacts {
  readonly definitionKey: string;
  /** With which the bytes were heard; null on a network line. */
  readonly settings: SerialSettings | null;
  readonly byteCount: number;
  readonly noiseBytes: number;
  /** Frames or blocks the framing found whole, and those it rejected. */
  readonly frameCount: number;
  readonly rejectedCount: number;
  readonly checksums: { readonly right: number; readonly wrong: number };
  /** ENQ heard: something asks whether it may send. */
  readonly bidCount: number;
  readonly messageCount: number;
  readonly sender: { readonly model: string; readonly software: string; readonly serialNumber: string } | null;
  readonly knownTests: ReadonlySet<string>;
  readonly unknownTests: ReadonlySet<string>;
  /** Signals that say something by this definition, and those that only name what it does not know. */
  readonly understoodCount: number;
  readonly unmappedCount: number;
}

/** How sure: it names itself, its tests are this model's, its format is read, or only its framing fits. */
export type IdentifyConfidence = 'named' | 'fits' | 'reads' | 'framing';

export interface IdentifyEvidence {
  /** Key of the sentence in the page's words. */
  readonly key:
    | 'sender-fits'
    | 'sender-other'
    | 'sender-any'
    | 'tests'
    | 'tests-any'
    | 'understood'
    | 'checksums'
    | 'no-checksum'
    | 'messages'
    | 'frames'
    | 'bids'
    | 'unmapped'
    | 'noise'
    | 'documented-settings';
  readonly data: Readonly<Record<string, string | number>>;
}

export interface IdentifyCandidate {
  readonly definitionKey: string;
  readonly confidence: IdentifyConfidence;
  readonly settings: SerialSettings | null;
  readonly sender: TrialFacts['sender'];
  readonly evidence: readonly IdentifyEvidence[];
}

/**
 * `identified`: one definition fits, and nothing else as well. `several`: more than one fits as well, a person decides.
 * `format-known`: it is read, but nothing says which model it is. `waits-for-answer`: it bids and nobody answers, so it says
 * nothing. `text-unknown`: readable text no definition reads. `unreadable`: no setting tried made text of it.
 */
export type IdentifyVerdict =
  | 'identified'
  | 'several'
  | 'format-known'
  | 'waits-for-answer'
  | 'text-unknown'
  | 'unreadable'
  | 'silent';

export interface Identification {
  readonly verdict: IdentifyVerdict;
  /** Best first. */
  readonly candidates: readonly IdentifyCandidate[];
}

/** Share of the tests heard that a model's list must know before the list speaks for the model, and how many at least. */
const KNOWN_SHARE = 0.7;
const KNOWN_COUNT = 3;
/** Below this share the list speaks against the model. */
const FOREIGN_SHARE = 0.3;
/** Candidates this near in the share of tests they know are not told apart by it. */
const NEAR = 0.1;
/** Names kept of each kind in one trial. */
const MAX_NAMES = 200;

/** Collects what one definition makes of a line; see `TrialFacts`. */
export interface TrialCollector {
  heard(byteCount: number): void;
  framed(kind: 'control' | 'frame' | 'line' | 'rejected' | 'noise', detail: string, byteCount: number): void;
  /** Signals of one message or exchange; `checksum` is the message's own where the framing knew none. */
  read(signals: readonly Signal[], checksum: ChecksumVerdict): void;
  facts(): TrialFacts;
}

export function createTrialCollector(
  definition: InstrumentDefinition,
  settings: SerialSettings | null,
): TrialCollector {
  const counts = { byteCount: 0, noiseBytes: 0, frameCount: 0, rejectedCount: 0, bidCount: 0, messageCount: 0 };
  const said = { understoodCount: 0, unmappedCount: 0 };
  const checksums = { right: 0, wrong: 0 };
  const knownTests = new Set<string>();
  const unknownTests = new Set<string>();
  let sender: TrialFacts['sender'] = null;
  let hasFrames = false;
  const name = (names: Set<string>, test: string): void => {
    if (names.size < MAX_NAMES) names.add(test);
  };
  return {
    heard(byteCount) {
      counts.byteCount += byteCount;
    },
    framed(kind, detail, byteCount) {
      if (kind === 'control' && detail === 'ENQ') counts.bidCount += 1;
      else if (kind === 'noise') counts.noiseBytes += byteCount;
      else if (kind === 'line') counts.frameCount += 1;
      else if (kind === 'frame') {
        hasFrames = true;
        counts.frameCount += 1;
        checksums.right += 1;
      } else if (kind === 'rejected') {
        counts.rejectedCount += 1;
        if (detail.startsWith('checksum-')) checksums.wrong += 1;
      }
    },
    read(signals, checksum) {
      // What a format without frames checks, it checks in its message; frames have been counted one by one.
      if (!hasFrames && checksum === 'ok') checksums.right += 1;
      else if (!hasFrames && checksum === 'failed') checksums.wrong += 1;
      const unknown = new Set(
        signals.flatMap((signal) =>
          signal.kind === 'unmapped' && signal.what.startsWith('test ') ? [signal.what.slice('test '.length)] : [],
        ),
      );
      for (const signal of signals) {
        if (signal.kind === 'message') {
          counts.messageCount += 1;
          if (signal.sender === null) continue;
          sender = signal.sender;
          if (Object.values(signal.sender).some((text) => text.trim() !== '')) said.understoodCount += 1;
        } else if (signal.kind === 'unmapped') said.unmappedCount += 1;
        else if (signal.kind !== 'link' && signal.kind !== 'frame-rejected') said.understoodCount += 1;
        if (!('test' in signal)) continue;
        // A test is named whole (`^^^^WBC^1`), what is unknown of it by its code.
        const isNamed = [signal.test, ...signal.test.split('^')].some((code) => unknown.has(code));
        const isUnknown = isNamed || (isOpenList(definition) && signal.analyte === null);
        name(isUnknown ? unknownTests : knownTests, signal.test);
      }
    },
    facts: () => ({
      definitionKey: definition.key,
      settings,
      ...counts,
      ...said,
      checksums: { ...checksums },
      sender,
      knownTests: new Set(knownTests),
      unknownTests: new Set(unknownTests),
    }),
  };
}

/** A definition that takes any test, or knows none since no code is published: what it reads says nothing about the model. */
const isOpenList = ({ mapping }: InstrumentDefinition): boolean =>
  'isOpenList' in mapping &&
  (mapping.isOpenList || (mapping.groups.length === 0 && Object.keys(mapping.analytes).length === 0));

const isGeneric = ({ key }: InstrumentDefinition): boolean => key.startsWith('generic-');

/** Whether the model the sender named is one of the definition's; null where nothing can be said. */
function senderFits(definition: InstrumentDefinition, { sender }: TrialFacts): boolean | null {
  const { models } = definition.fits;
  if (sender === null || sender.model.trim() === '' || models.length === 0) return null;
  return matchesAny(models, sender.model);
}

const knownShare = ({ knownTests, unknownTests }: TrialFacts): number => {
  const total = knownTests.size + unknownTests.size;
  return total === 0 ? 0 : knownTests.size / total;
};

/** How sure a trial is, or null where the definition has no claim at all. */
function confidenceOf(definition: InstrumentDefinition, facts: TrialFacts): IdentifyConfidence | null {
  const { messageCount, understoodCount, unmappedCount, knownTests, unknownTests, checksums, frameCount } = facts;
  const tests = knownTests.size + unknownTests.size;
  const fits = senderFits(definition, facts);
  const hasFraming = checksums.right > 0 || (facts.bidCount > 0 && facts.noiseBytes === 0);
  const framing = hasFraming ? 'framing' : null;
  if (messageCount === 0 || understoodCount === 0) return framing;
  // Blocks whose own checksum is wrong throughout are another format's.
  if (checksums.wrong > 0 && checksums.right === 0) return null;
  if (fits === true) return 'named';
  // A list that takes any test says nothing for a model, and the sender's own name speaks against it.
  if (isOpenList(definition)) return fits === false ? null : frameCount > 0 ? 'reads' : framing;
  if (tests > 0 && knownShare(facts) < FOREIGN_SHARE) return null;
  if (fits === false) return knownShare(facts) >= KNOWN_SHARE ? 'reads' : null;
  if (knownTests.size >= KNOWN_COUNT && knownShare(facts) >= KNOWN_SHARE) return 'fits';
  const isMostlyUnderstood = understoodCount >= KNOWN_COUNT && unmappedCount <= (understoodCount + unmappedCount) * 0.3;
  const isClean = checksums.right > 0 || facts.noiseBytes <= facts.byteCount * 0.1;
  if (unknownTests.size === 0 && isMostlyUnderstood && isClean) return 'fits';
  return 'reads';
}

function evidenceOf(definition: InstrumentDefinition, facts: TrialFacts): IdentifyEvidence[] {
  const evidence: IdentifyEvidence[] = [];
  const add = (key: IdentifyEvidence['key'], data: IdentifyEvidence['data'] = {}): void => {
    evidence.push({ key, data });
  };
  const { sender, knownTests, unknownTests, checksums } = facts;
  const fits = senderFits(definition, facts);
  if (sender !== null && sender.model.trim() !== '') {
    const named = { model: sender.model, serialNumber: sender.serialNumber };
    add(fits === null ? 'sender-any' : fits ? 'sender-fits' : 'sender-other', named);
  }
  const total = knownTests.size + unknownTests.size;
  if (total > 0) add(isOpenList(definition) ? 'tests-any' : 'tests', { known: knownTests.size, total });
  else if (facts.understoodCount > 0) add('understood', { count: facts.understoodCount });
  const checked = checksums.right + checksums.wrong;
  if (checked > 0) add('checksums', { right: checksums.right, total: checked });
  else if (facts.messageCount > 0) add('no-checksum');
  if (facts.messageCount > 0) add('messages', { count: facts.messageCount });
  else if (facts.frameCount > 0) add('frames', { count: facts.frameCount });
  if (facts.bidCount > 0 && facts.frameCount === 0) add('bids', { count: facts.bidCount });
  if (facts.unmappedCount > 0) add('unmapped', { count: facts.unmappedCount });
  const noise = facts.byteCount === 0 ? 0 : Math.round((facts.noiseBytes / facts.byteCount) * 100);
  if (noise > 0) add('noise', { percent: noise });
  if (isDocumented(definition, facts.settings)) add('documented-settings');
  return evidence;
}

/** Whether the line is set as the definition says it usually is. */
function isDocumented(definition: InstrumentDefinition, settings: SerialSettings | null): boolean {
  if (settings === null) return false;
  return definition.links.some(
    (link) =>
      link.kind === 'serial' &&
      link.settings.baud === settings.baud &&
      link.settings.dataBits === settings.dataBits &&
      link.settings.parity === settings.parity,
  );
}

const ORDER: readonly IdentifyConfidence[] = ['named', 'fits', 'reads', 'framing'];

interface Judged {
  readonly candidate: IdentifyCandidate;
  readonly definition: InstrumentDefinition;
  readonly facts: TrialFacts;
}

/** Two that read the same alike: the one whose reading has two independent sources goes first. */
const isConfirmed = ({ mapping }: InstrumentDefinition): boolean =>
  'confidence' in mapping && mapping.confidence === 'confirmed';

/** Order of two claims: how sure, then tests known, checksums right, less noise; a specific definition before an open one. */
function compareClaims(a: Judged, b: Judged): number {
  return (
    ORDER.indexOf(a.candidate.confidence) - ORDER.indexOf(b.candidate.confidence) ||
    Number(isOpenList(a.definition)) - Number(isOpenList(b.definition)) ||
    // Of two that take any test, neither knows the model: the one that does not claim one stands first.
    (isOpenList(a.definition) ? Number(isGeneric(b.definition)) - Number(isGeneric(a.definition)) : 0) ||
    knownShare(b.facts) - knownShare(a.facts) ||
    b.facts.knownTests.size - a.facts.knownTests.size ||
    b.facts.checksums.right - a.facts.checksums.right ||
    a.facts.unmappedCount - b.facts.unmappedCount ||
    a.facts.noiseBytes - b.facts.noiseBytes ||
    Number(isConfirmed(b.definition)) - Number(isConfirmed(a.definition)) ||
    Number(isDocumented(b.definition, b.facts.settings)) - Number(isDocumented(a.definition, a.facts.settings)) ||
    (a.definition.key < b.definition.key ? -1 : 1)
  );
}

/**
 * What is on the line, by all trials made of it (one or more for each definition, with different settings of the line).
 *
 * @param definitions the catalogue
 * @param trials what each definition made of what was heard, with each setting that was tried
 * @param heard bytes of the last setting tried, to say what no definition reads
 */
export function identify(
  definitions: readonly InstrumentDefinition[],
  trials: readonly TrialFacts[],
  heard: Uint8Array,
): Identification {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const best = new Map<string, Judged>();
  for (const facts of trials) {
    const definition = byKey.get(facts.definitionKey);
    if (definition === undefined) continue;
    const confidence = confidenceOf(definition, facts);
    if (confidence === null) continue;
    const { settings, sender } = facts;
    const evidence = evidenceOf(definition, facts);
    const judged = {
      candidate: { definitionKey: definition.key, confidence, settings, sender, evidence },
      definition,
      facts,
    };
    const before = best.get(definition.key);
    if (before === undefined || compareClaims(judged, before) < 0) best.set(definition.key, judged);
  }
  const sorted = [...best.values()].sort(compareClaims);
  return { verdict: verdictOf(sorted, trials, heard), candidates: sorted.map(({ candidate }) => candidate) };
}

function verdictOf(sorted: readonly Judged[], trials: readonly TrialFacts[], heard: Uint8Array): IdentifyVerdict {
  const [first, second] = sorted;
  const isSilent = heard.length === 0 && trials.every(({ byteCount }) => byteCount === 0);
  if (first === undefined) {
    if (isSilent) return 'silent';
    return isReadableText(heard) ? 'text-unknown' : 'unreadable';
  }
  const { confidence } = first.candidate;
  if (confidence === 'framing') return first.facts.frameCount === 0 ? 'waits-for-answer' : 'text-unknown';
  if (confidence === 'reads') return 'format-known';
  const isAlone =
    second === undefined ||
    second.candidate.confidence !== confidence ||
    knownShare(first.facts) - knownShare(second.facts) > NEAR;
  return isAlone ? 'identified' : 'several';
}

/** Enough text to say that the line's settings are right, whatever speaks on it. */
export const isReadableText = (bytes: Uint8Array): boolean =>
  bytes.length >= 12 && shareOf(bytes, isTextByte) >= TEXT_SHARE && shareOf(bytes, (byte) => byte > 0x1f) > 0.5;
