import { AppError } from '../../../shared/kernel/errors.ts';
import { judgeGravimetry, massMg, suggestedVolumes } from '../../../shared/modules/calibration/gravimetry-rules.ts';
import type { GravimetrySheet } from '../../../shared/modules/calibration/standards-contract.ts';
import type {
  CheckBalance,
  CheckPhase,
  GravimetryInput,
  VolumeRun,
  VolumeTerms,
  Weighing,
  WeightReading,
} from '../../../shared/modules/calibration/standards-terms.ts';
import type { HostContext } from '../../host/module.ts';
import type { StoredMessage } from '../../store/types.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { type GravimetryDraft, GravimetryShelf } from './gravimetry-drafts.ts';
import { labNow, reliedInstrument, requireInstrument, requireStandard } from './standards-desk.ts';

/** The balance as the page names it; what it can be relied on is the host's to say. */
export type AskedBalance =
  | { readonly kind: 'instrument'; readonly instrumentId: string }
  | Extract<CheckBalance, { kind: 'typed' }>;

export interface SheetChanges {
  readonly phase?: CheckPhase | undefined;
  readonly channel?: number | undefined;
  readonly way?: GravimetryInput['way'] | undefined;
  readonly replicateCount?: number | undefined;
  readonly conditions?: GravimetryInput['conditions'] | undefined;
  readonly evaporation?: GravimetryInput['evaporation'] | undefined;
  readonly balance?: AskedBalance | null | undefined;
  readonly note?: string | undefined;
}

export type AskedWeight =
  | { readonly kind: 'wire'; readonly messageId: string; readonly rawValue: string }
  | { readonly kind: 'typed'; readonly value: string; readonly unit: string };

/** Ten deliveries at each volume (ISO 8655-6). */
const usualReplicates = 10;
/** Messages looked through for weights: a check's own, not the balance's history. */
const lookBack = 400;
/** A volume holds so many weighings, set aside ones included. */
const mostWeighings = 40;

/** Pipette checks in progress: opened, filled weighing by weighing, put away. */
export class GravimetryDesk {
  readonly #context: HostContext;
  readonly #shelf: GravimetryShelf;

  constructor(context: HostContext) {
    this.#context = context;
    this.#shelf = new GravimetryShelf(context.store.settings);
  }

  list(): GravimetrySheet[] {
    const known = new Set(
      this.#context.store.db.prepare('SELECT standard_id FROM standards').pluck().all() as string[],
    );
    return this.#shelf
      .all()
      .filter(({ standardId }) => known.has(standardId))
      .map((draft) => this.view(draft));
  }

  /** The person's own open sheet of this pipette, or a new one. @throws AppError `calibration/not-a-pipette` */
  open(standardId: string, phase: CheckPhase, isNew: boolean): GravimetrySheet {
    const { terms } = requireStandard(this.#context, standardId);
    if (!terms.pipette) throw new AppError('calibration/not-a-pipette', { name: terms.name });
    const { actor } = personAuthor(this.#context.actor);
    const mine = this.#shelf.all().find((one) => one.standardId === standardId && one.openedBy === actor);
    if (mine && !isNew) return this.view(mine);
    const { at } = labNow(this.#context);
    const draft: GravimetryDraft = {
      sheetId: newId(),
      standardId,
      phase,
      input: {
        pipette: terms.pipette,
        channel: 1,
        balance: null,
        way: 'tared',
        conditions: { waterCelsius: null, pressureHpa: null, humidityPercent: null, source: '' },
        evaporation: null,
        replicateCount: usualReplicates,
        volumes: suggestedVolumes(terms.pipette).map((volume) => ({ ...volume, start: null, weighings: [] })),
      },
      note: '',
      openedAt: at,
      openedBy: actor,
      savedAt: at,
    };
    this.#shelf.put(draft);
    return this.view(draft);
  }

  /** @throws AppError `calibration/sheet-not-found` */
  require(sheetId: string): GravimetryDraft {
    const draft = this.#shelf.get(sheetId);
    if (!draft) throw new AppError('calibration/sheet-not-found', { sheetId });
    return draft;
  }

  /** What is given is kept; with another balance its weighings stay and are told apart by what they say. */
  save(sheetId: string, { phase, note, balance, ...more }: SheetChanges): GravimetrySheet {
    const draft = this.require(sheetId);
    const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
    const input: GravimetryInput = { ...draft.input, ...given };
    return this.#keep({
      ...draft,
      phase: phase ?? draft.phase,
      note: note ?? draft.note,
      input: { ...input, balance: balance === undefined ? input.balance : this.#balance(balance) },
    });
  }

  /** @throws AppError `calibration/volume-has-weighings`, `calibration/volume-twice`, `calibration/volume-out-of-range` */
  saveVolumes(sheetId: string, volumes: readonly VolumeTerms[]): GravimetrySheet {
    const draft = this.require(sheetId);
    const { nominalUl, lowestUl } = draft.input.pipette;
    const selected = new Set(volumes.map(({ selectedUl }) => selectedUl));
    if (selected.size < volumes.length) throw new AppError('calibration/volume-twice', {});
    for (const volume of selected) {
      if (volume > nominalUl || volume < lowestUl) throw new AppError('calibration/volume-out-of-range', { volume });
    }
    for (const { selectedUl, weighings } of draft.input.volumes) {
      if (weighings.length > 0 && !selected.has(selectedUl)) {
        throw new AppError('calibration/volume-has-weighings', { volume: selectedUl });
      }
    }
    const next = volumes.map((terms): VolumeRun => {
      const before = draft.input.volumes.find(({ selectedUl }) => selectedUl === terms.selectedUl);
      return { ...terms, start: before?.start ?? null, weighings: before?.weighings ?? [] };
    });
    return this.#keep({ ...draft, input: { ...draft.input, volumes: next } });
  }

  /** Weights the sheet's balance sent since the sheet was opened or before, newest first. */
  weights(sheetId: string, limit: number): (WeightReading & { isTaken: boolean })[] {
    const draft = this.require(sheetId);
    const { balance } = draft.input;
    if (balance?.kind !== 'instrument') return [];
    const taken = new Set(weighingsOf(draft.input).map(({ reading }) => reading?.messageId));
    const { messages } = this.#context.store;
    const found: WeightReading[] = [];
    for (const row of messages.page({ instrumentId: balance.instrumentId, kind: 'weight' }, { limit: lookBack })) {
      const message = messages.get(row.messageId);
      if (message) found.push(...readingsOf(message));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit).map((reading) => ({ ...reading, isTaken: taken.has(reading.messageId) }));
  }

  /**
   * One weighing into one volume; durable when it returns. Of a weight on the wire only the reference is the page's: what
   * the balance said is copied from the stored message.
   *
   * @throws AppError `calibration/no-such-volume`, `weight-not-found`, `weight-not-stable`, `weight-taken`, `not-a-weight`,
   * `too-many-weighings`
   */
  weigh(sheetId: string, at: number, as: 'start' | 'replicate', weight: AskedWeight): GravimetrySheet {
    const draft = this.require(sheetId);
    const run = draft.input.volumes[at];
    if (!run) throw new AppError('calibration/no-such-volume', {});
    const weighing = this.#weighing(draft, weight);
    if (massMg(weighing) === null) {
      throw new AppError('calibration/not-a-weight', { value: weighing.value, unit: weighing.unit });
    }
    if (as === 'replicate' && run.weighings.length >= mostWeighings) {
      throw new AppError('calibration/too-many-weighings', { most: mostWeighings });
    }
    const next = as === 'start' ? { ...run, start: weighing } : { ...run, weighings: [...run.weighings, weighing] };
    return this.#keep({ ...draft, input: { ...draft.input, volumes: draft.input.volumes.with(at, next) } });
  }

  /** @throws AppError `calibration/weighing-not-found` */
  exclude(sheetId: string, weighingId: string, reason: string | null): GravimetrySheet {
    const draft = this.require(sheetId);
    const isHere = draft.input.volumes.some(({ weighings }) => weighings.some((one) => one.weighingId === weighingId));
    if (!isHere) throw new AppError('calibration/weighing-not-found', {});
    const volumes = draft.input.volumes.map((run) => ({
      ...run,
      weighings: run.weighings.map((one) => (one.weighingId === weighingId ? { ...one, excluded: reason } : one)),
    }));
    return this.#keep({ ...draft, input: { ...draft.input, volumes } });
  }

  discard(sheetId: string): void {
    this.#shelf.remove(sheetId);
  }

  /** What was measured, with the balance held to what it can be relied on today. */
  measured(draft: GravimetryDraft): GravimetryInput {
    const { balance } = draft.input;
    return { ...draft.input, balance: balance && this.#balance(balance) };
  }

  view(draft: GravimetryDraft): GravimetrySheet {
    const context = this.#context;
    const input = this.measured(draft);
    const { sheetId, standardId, phase, note, openedAt, openedBy, savedAt } = draft;
    return {
      ...{ sheetId, standardId, phase, input, note, openedAt, savedAt },
      standardName: requireStandard(context, standardId).terms.name,
      result: judgeGravimetry(input, labNow(context).on),
      openedBy: actorName(openedBy, context),
      needsPassword: context.signing.isPossible,
    };
  }

  #keep(draft: GravimetryDraft): GravimetrySheet {
    const kept = { ...draft, savedAt: labNow(this.#context).at };
    this.#shelf.put(kept);
    return this.view(kept);
  }

  #balance(asked: AskedBalance | null): CheckBalance | null {
    if (asked?.kind !== 'instrument') return asked;
    const plate = requireInstrument(this.#context, asked.instrumentId);
    const relied = reliedInstrument(this.#context, plate, labNow(this.#context).on);
    return { kind: 'instrument', instrumentId: plate.instrumentId, name: plate.name, relied };
  }

  #weighing({ input }: GravimetryDraft, weight: AskedWeight): Weighing {
    const base = { weighingId: newId(), at: labNow(this.#context).at, excluded: null };
    if (weight.kind === 'typed') return { ...base, value: weight.value, unit: weight.unit, reading: null };
    const message = this.#context.store.messages.get(weight.messageId);
    const isOurs = input.balance?.kind === 'instrument' && message?.instrumentId === input.balance.instrumentId;
    const reading = isOurs ? readingsOf(message).find(({ rawValue }) => rawValue === weight.rawValue) : undefined;
    if (!reading) throw new AppError('calibration/weight-not-found', { value: weight.rawValue });
    if (!reading.isStable) throw new AppError('calibration/weight-not-stable', { value: weight.rawValue });
    if (weighingsOf(input).some((one) => one.reading?.messageId === reading.messageId)) {
      throw new AppError('calibration/weight-taken', { value: weight.rawValue });
    }
    return { ...base, value: reading.rawValue, unit: reading.unit, reading };
  }
}

function weighingsOf({ volumes }: GravimetryInput): Weighing[] {
  return volumes.flatMap(({ start, weighings }) => (start ? [start, ...weighings] : [...weighings]));
}

/** Weights in one message, as they were sent; `S` in MT-SICS is a stable value, `D` one that still moves. */
function readingsOf({ messageId, signals, receivedAt }: StoredMessage): WeightReading[] {
  return signals.flatMap((signal) => {
    if (signal.kind !== 'result' || signal.analyte !== 'mass' || signal.checksum === 'failed') return [];
    const { rawValue, unit, flags, definition, meaning } = signal;
    const isStable = meaning === 'stable';
    return [{ messageId, at: receivedAt, rawValue, unit, isStable, flags: flags.slice(0, 20), definition }];
  });
}
