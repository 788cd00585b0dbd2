import { showTail } from '../../../shared/instruments/mapping/identity-policy.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { OpenCount } from '../../../shared/modules/microscopy/contract.ts';
import { classesStream, type countFinished } from '../../../shared/modules/microscopy/records.ts';
import { classesDecider, currentClasses } from '../../../shared/modules/microscopy/rules-records.ts';
import { mostMarks, tallyOf } from '../../../shared/modules/microscopy/rules-tally.ts';
import type { Target } from '../../../shared/modules/microscopy/terms.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { nowIn } from '../place-time.ts';
import { type CountDraft, CountShelf } from './count-shelf.ts';
import { requireInstrument } from './desk.ts';

const purpose = 'microscopy-draft';

/** Counts in progress: opened, filled press by press, put away. Only the reader who began one goes on with it. */
export class CountDesk {
  readonly #context: HostContext;
  readonly #shelf: CountShelf;

  constructor(context: HostContext) {
    this.#context = context;
    this.#shelf = new CountShelf(context.store.settings);
  }

  list(instrumentId: string | null): OpenCount[] {
    return this.#shelf
      .all()
      .filter((draft) => instrumentId === null || draft.instrumentId === instrumentId)
      .map((draft) => this.view(draft));
  }

  /** The same request answers the count it opened. @throws AppError `instruments/not-found`, `microscopy/too-many-counts` */
  open(countId: string, instrumentId: string, label: string, target: Target): void {
    if (this.#shelf.get(countId)) return;
    const { store } = this.#context;
    const { at } = nowIn(this.#context, requireInstrument(this.#context, instrumentId).place);
    const sealed = Buffer.from(store.keys.seal(purpose, new TextEncoder().encode(label))).toString('base64');
    this.#shelf.put({
      ...{ countId, instrumentId, target, sealed, marks: '', note: '' },
      slide: { hash: store.keys.specimenHash(label), shows: showTail(label) },
      terms: currentClasses(store.records.fold(classesStream, classesDecider).state),
      ...{ openedAt: at, openedBy: personAuthor(this.#context.actor).actor, savedAt: at },
    });
  }

  /** @throws AppError `microscopy/count-not-found` */
  require(countId: string): CountDraft {
    const draft = this.#shelf.get(countId);
    if (!draft) throw new AppError('microscopy/count-not-found', { countId });
    return draft;
  }

  /** @throws AppError `microscopy/count-not-found`, `microscopy/not-your-count` */
  requireOwn(countId: string): CountDraft {
    const draft = this.require(countId);
    if (!this.#isMine(draft)) throw new AppError('microscopy/not-your-count', {});
    return draft;
  }

  /**
   * Presses from place `from` on; answers how many there are now. Those that are there already are passed over.
   *
   * @throws AppError `microscopy/presses-missing`, `microscopy/target-passed`, `microscopy/too-many-presses`
   */
  press(countId: string, from: number, marks: string): number {
    const draft = this.requireOwn(countId);
    const known = draft.marks.slice(from, from + marks.length);
    if (from > draft.marks.length || !marks.startsWith(known)) throw new AppError('microscopy/presses-missing', {});
    const more = marks.slice(known.length);
    if (more === '') return draft.marks.length;
    const next = draft.marks + more;
    if (next.length > mostMarks) throw new AppError('microscopy/too-many-presses', {});
    if (tallyOf(next, draft.terms.classes).counted > draft.target) {
      throw new AppError('microscopy/target-passed', { target: draft.target });
    }
    this.#keep({ ...draft, marks: next });
    return next.length;
  }

  /** @throws AppError `microscopy/target-too-small` */
  change(countId: string, { target, note }: { target?: Target | undefined; note?: string | undefined }): OpenCount {
    const draft = this.requireOwn(countId);
    const { counted } = tallyOf(draft.marks, draft.terms.classes);
    if (target !== undefined && target < counted)
      throw new AppError('microscopy/target-too-small', { target, counted });
    return this.view(this.#keep({ ...draft, target: target ?? draft.target, note: note ?? draft.note }));
  }

  /** Another reader's needs the right to review. */
  discard(countId: string): void {
    const draft = this.require(countId);
    if (!this.#isMine(draft)) this.#context.session.require('maintenance.review');
    this.#shelf.remove(countId);
  }

  /**
   * The record's body, as of now.
   *
   * @throws AppError `microscopy/nothing-to-finish`, `microscopy/short-needs-reason`
   */
  finished(countId: string, shortReason: string): BodyOf<typeof countFinished> {
    const { instrumentId, slide, target, terms, marks, note, openedAt } = this.requireOwn(countId);
    const { rows, counted, undone } = tallyOf(marks, terms.classes);
    if (rows.every(({ count }) => count === 0)) throw new AppError('microscopy/nothing-to-finish', {});
    const isShort = counted < target;
    if (isShort && shortReason === '') throw new AppError('microscopy/short-needs-reason', { counted, target });
    const { at, on, timeZone } = nowIn(this.#context, requireInstrument(this.#context, instrumentId).place);
    return {
      ...{ countId, instrumentId, slide, target, classes: terms.classes, rows: [...rows], counted, undone, note },
      shortReason: isShort ? shortReason : '',
      ...{ startedAt: openedAt, finishedAt: at, on, timeZone },
    };
  }

  /** The label leaves the draft for the place where readable ids lie sealed and can be destroyed one by one. */
  putAway(countId: string): void {
    const { keys, identities } = this.#context.store;
    const { sealed } = this.require(countId);
    identities.keep(new TextDecoder().decode(keys.open(purpose, Buffer.from(sealed, 'base64'))));
    this.#shelf.remove(countId);
  }

  view(draft: CountDraft): OpenCount {
    const { countId, instrumentId, slide, target, terms, marks, note, openedAt, openedBy, savedAt } = draft;
    const isMine = this.#isMine(draft);
    return {
      ...{ countId, instrumentId, slide, target, openedAt, savedAt, isMine, ...terms },
      instrumentName: requireInstrument(this.#context, instrumentId).name,
      marks: isMine ? marks : '',
      note: isMine ? note : '',
      openedBy: actorName(openedBy, this.#context),
      needsPassword: this.#context.signing.isPossible,
    };
  }

  #isMine({ openedBy }: CountDraft): boolean {
    return personAuthor(this.#context.actor).actor === openedBy;
  }

  #keep(draft: CountDraft): CountDraft {
    const { place } = requireInstrument(this.#context, draft.instrumentId);
    const kept = { ...draft, savedAt: nowIn(this.#context, place).at };
    this.#shelf.put(kept);
    return kept;
  }
}
