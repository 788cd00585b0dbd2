import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import { readDecimal } from './rules-answer.ts';
import type { BranchStep, Condition, RepeatStep, SopContent, Step, Verdict } from './terms.ts';

/**
 * The way a run takes through its steps, as the answers so far lead it. Branches lead forward only, so every way ends.
 * Pure: the same answers give the same way on every bench.
 */

/** More places than anybody works through in one run; a repeated block can not make a record too large. */
export const mostPlaces = 600;

/** What counts at one place. `isLeftOut`: an answer without a value, on a step that may be left out. */
export interface GivenAnswer {
  readonly value: string | null;
  readonly verdict: Verdict | null;
  readonly isLeftOut: boolean;
}

export interface Given {
  readonly answer: (at: string) => GivenAnswer | undefined;
  /** A deviation stands in place of the answer. */
  readonly isInstead: (at: string) => boolean;
}

export interface BranchTaken {
  readonly taken: string | null;
  readonly goTo: string | null;
  readonly mustChoose: boolean;
}

export interface Place {
  readonly at: string;
  readonly step: Step;
  readonly item: number | null;
  readonly itemName: string;
  readonly itemCount: number | null;
  readonly status: 'open' | 'answered' | 'skipped' | 'instead' | 'blocked';
  readonly branch: BranchTaken | null;
}

export interface Way {
  readonly places: readonly Place[];
  readonly nextAt: string | null;
  /** False while a branch or a number of items ahead is undecided. */
  readonly isKnown: boolean;
  readonly openRequired: readonly { readonly at: string; readonly title: string }[];
}

/** Address of one answer: the step's key, or `<repeat>#<item>/<step>`. */
export const addressOf = (key: string, within?: { readonly repeat: string; readonly item: number }): string =>
  within ? `${within.repeat}#${within.item}/${key}` : key;

/** The places of the way, each with how it stands, and the one that waits now. */
export function wayOf(content: Pick<SopContent, 'steps'>, given: Given): Way {
  const { steps } = content;
  const indexOf = new Map(steps.map((step, index) => [step.key, index]));
  const places: Place[] = [];
  let isKnown = true;
  let isBlocked = false;
  const add = (step: Step, at: string, within: Pick<Place, 'item' | 'itemName' | 'itemCount'>): Place => {
    const branch = step.kind === 'branch' ? takeBranch(step, at, given, places) : null;
    // A number of items that can not be read is not said: nobody knows how the run goes on.
    const isUnsaid = step.kind === 'repeat' && itemCountOf(step, given) === null;
    const settled = isUnsaid ? null : settledAs(at, branch, given);
    const place: Place = { at, step, ...within, status: settled ?? (isBlocked ? 'blocked' : 'open'), branch };
    places.push(place);
    if (step.kind === 'hazard' && settled === null) isBlocked = true;
    return place;
  };
  for (let index = 0; index < steps.length && places.length < mostPlaces; ) {
    const step = steps[index]!;
    const place = add(step, step.key, alone);
    index += 1;
    if (step.kind === 'repeat') {
      const count = itemCountOf(step, given);
      isKnown &&= count !== null;
      for (const [item, inner] of itemsOf(step, count ?? 0)) {
        if (places.length >= mostPlaces) break;
        const within = { item, itemName: step.itemName, itemCount: count };
        add(inner, addressOf(inner.key, { repeat: step.key, item }), within);
      }
    }
    if (step.kind === 'branch') {
      if (place.status === 'open' || place.status === 'blocked') {
        isKnown = false;
        break;
      }
      const goTo = place.branch?.goTo ?? 'next';
      if (goTo === 'end') break;
      // A way back, in a file somebody made by hand, would never end: it counts as the next step.
      if (goTo !== 'next') index = Math.max(index, indexOf.get(goTo) ?? index);
    }
  }
  return {
    places,
    isKnown,
    nextAt: places.find(({ status }) => status === 'open')?.at ?? null,
    openRequired: places
      .filter(({ step, status }) => (step.isRequired || mustBeDecided(step)) && !isSettled(status))
      .map(({ at, step }) => ({ at, title: step.title })),
  };
}

const alone = { item: null, itemName: '', itemCount: null };

/** Without them nobody knows how the run goes on. */
const mustBeDecided = ({ kind }: Step): boolean => kind === 'branch' || kind === 'repeat';

const isSettled = (status: Place['status']): boolean => status !== 'open' && status !== 'blocked';

function settledAs(at: string, branch: BranchTaken | null, given: Given): 'answered' | 'skipped' | 'instead' | null {
  if (branch?.taken != null) return 'answered';
  const answer = given.answer(at);
  // A branch answered with an arm that is not there (any more) is not decided.
  if (answer && branch === null) return answer.isLeftOut ? 'skipped' : 'answered';
  return given.isInstead(at) ? 'instead' : null;
}

function* itemsOf(step: RepeatStep, count: number): Generator<readonly [number, Step]> {
  for (let item = 1; item <= count; item += 1) for (const inner of step.steps) yield [item, inner];
}

/** How many items were said, within what the step allows; null while nobody said. */
function itemCountOf(step: RepeatStep, given: Given): number | null {
  const said = Number(given.answer(step.key)?.value ?? Number.NaN);
  if (Number.isInteger(said)) return Math.min(Math.max(said, 0), step.most);
  return given.isInstead(step.key) ? 0 : null;
}

/**
 * The arm that is taken. An earlier answer decides where it can be judged; what is missing or can not be evaluated takes
 * no way by itself, then a person chooses.
 */
function takeBranch(step: BranchStep, at: string, given: Given, before: readonly Place[]): BranchTaken {
  const chosen = given.answer(at)?.value ?? null;
  const own = step.arms.find(({ label }) => label === chosen);
  const byPerson = { taken: own?.label ?? null, goTo: own?.goTo ?? null, mustChoose: own === undefined };
  if (step.on === null) return byPerson;
  const source = before.find((place) => place.at === step.on);
  if (source && !isSettled(source.status)) return { taken: null, goTo: null, mustChoose: false };
  const answer = given.answer(step.on);
  if (!source || !answer) return byPerson;
  const isUnclear = answer.isLeftOut || answer.verdict === 'cannot-evaluate';
  const arm = step.arms.find(({ when }) => (when === null ? !isUnclear : holds(when, answer)));
  return arm ? { taken: arm.label, goTo: arm.goTo, mustChoose: false } : byPerson;
}

function holds({ op, value }: Condition, { value: given, verdict, isLeftOut }: GivenAnswer): boolean {
  if (op === 'is-verdict') return verdict === value;
  if (isLeftOut || given === null || verdict === 'cannot-evaluate') return false;
  const isSame = given.trim().toLowerCase() === value.trim().toLowerCase();
  if (op === 'is') return isSame || isEqualNumber(given, value);
  if (op === 'is-not') return !isSame && !isEqualNumber(given, value);
  const [left, right] = [readDecimal(given), readDecimal(value)];
  if (left === null || right === null) return false;
  return op === 'below' ? compareDecimals(left, right) < 0 : compareDecimals(left, right) > 0;
}

function isEqualNumber(a: string, b: string): boolean {
  const [left, right] = [readDecimal(a), readDecimal(b)];
  return left !== null && right !== null && compareDecimals(left, right) === 0;
}
