import { AppError } from '../../../shared/kernel/errors.ts';
import type { ConflictQuestion, ConflictSide, DecidedConflict } from '../../../shared/modules/joining/contract.ts';
import { canYield, compareSides } from '../../../shared/modules/joining/rules.ts';
import {
  type ConflictDecision,
  conflictDecided,
  isConflictDecision,
  losersOf,
  questionsOf,
  rulingsOf,
} from '../../../shared/records/conflicts.ts';
import { correctionsByTarget } from '../../../shared/records/corrections.ts';
import type { Conflict } from '../../../shared/records/decider.ts';
import { draft, type StoredRecord } from '../../../shared/records/define.ts';
import { foldStream } from '../../../shared/records/fold.ts';
import { createRegistry, type RecordRegistry } from '../../../shared/records/registry.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { Names } from './names.ts';

interface NoteRow {
  stream: string;
  code: string;
  at: string;
  against: string;
  data: string;
}

interface Note extends Conflict {
  readonly stream: string;
}

/** At most so many questions are shown; who has answered them is shown the next. */
const mostQuestions = 200;
/** How often a decision is looked at again for earlier answers of the side that yields. */
const mostRounds = 20;

/** Every conflict folding has named, as a question to a person; and what people answered. */
export class ConflictDesk {
  readonly #context: HostContext;
  readonly #registry: RecordRegistry;
  readonly #names: Names;

  constructor(context: HostContext) {
    this.#context = context;
    this.#registry = createRegistry(context.modules.flatMap((module) => module.records));
    this.#names = new Names(context);
  }

  list(): ConflictQuestion[] {
    const byStream = new Map<string, Note[]>();
    for (const note of this.#notes()) byStream.set(note.stream, [...(byStream.get(note.stream) ?? []), note]);
    const questions: ConflictQuestion[] = [];
    for (const [stream, notes] of byStream) {
      if (questions.length >= mostQuestions) break;
      questions.push(...this.#questionsIn(stream, notes));
    }
    return questions.slice(0, mostQuestions);
  }

  decided(limit: number): DecidedConflict[] {
    const { store } = this.#context;
    const { records } = store.records.page({ types: [conflictDecided.type], limit });
    const decisions = records.filter(isConflictDecision);
    const inForce = new Set<string>();
    for (const stream of new Set(decisions.map((one) => one.stream))) {
      for (const one of this.#rulings(store.records.read(stream)).inForce) inForce.add(one.hash);
    }
    return decisions.map((one) => {
      const sides = this.#sides(one.body.sides);
      return {
        hash: one.hash,
        stream: one.stream,
        subject: this.#names.subjectOf(one.stream, this.#recordsOf(one.body.sides)),
        sides,
        upholds: one.body.upholds,
        reason: one.body.reason,
        byName: actorName(one.actor, this.#context),
        at: one.wall,
        isInForce: inForce.has(one.hash),
      };
    });
  }

  /**
   * What must be written so that a conflict is decided as a person said.
   *
   * @throws AppError `joining/changed` when the conflict is not as it was shown, `joining/not-a-side`,
   * `joining/side-must-stay`
   */
  draftOf(given: { stream: string; sides: readonly string[]; upholds: string | null; reason: string }) {
    const { stream, upholds, reason } = given;
    const shown = [...given.sides].sort().join();
    const notes = this.#notes().filter((note) => note.stream === stream);
    const question = questionsOf(notes).find((one) => one.sides.join() === shown);
    if (!question) throw new AppError('joining/changed', {});
    if (upholds !== null && !question.sides.includes(upholds)) throw new AppError('joining/not-a-side', {});
    const sides = this.#recordsOf(question.sides);
    const isLosing = (side: StoredRecord) => upholds !== null && side.hash !== upholds;
    if (sides.some((side) => isLosing(side) && !canYield(side))) throw new AppError('joining/side-must-stay', {});
    const records = this.#context.store.records.read(stream);
    const { inForce, contradicted } = this.#rulings(records);
    const before = [...inForce, ...contradicted].filter((one) =>
      one.body.sides.some((side) => question.sides.includes(side)),
    );
    const all = [...new Set([...question.sides, ...before.flatMap((one) => one.body.sides)])].sort();
    const replaces = before.map((one) => one.hash);
    const body = this.#withEarlierAnswers(stream, records, { sides: all, upholds, reason, replaces });
    return draft(conflictDecided, stream, body);
  }

  decide(given: Parameters<ConflictDesk['draftOf']>[0], author = personAuthor(this.#context.actor)): StoredRecord[] {
    return this.#context.store.records.append([this.draftOf(given)], author);
  }

  /**
   * Whoever yields may have said the same thing before, on the same bench and also without knowing of the other side: with the
   * later answer set aside, the earlier one would stand up. What does is set aside with it.
   */
  #withEarlierAnswers(stream: string, records: readonly StoredRecord[], body: ConflictDecision['body']) {
    if (body.upholds === null) return body;
    const folds = this.#context.modules.flatMap(({ projections }) => projections.flatMap(({ fold }) => fold ?? []));
    let { sides } = body;
    for (let round = 0; round < mostRounds; round++) {
      const losers = records.filter((one) => losersOf({ body: { ...body, sides } }).includes(one.hash));
      const assumed = assumedDecision(stream, { ...body, sides });
      const notes = [...new Set(folds)].flatMap(
        (fold) => foldStream(fold, stream, [...records, assumed], this.#registry).conflicts,
      );
      const risen = questionsOf(notes).filter((one) => one.sides.includes(body.upholds!));
      const earlier = records.filter(
        (one) =>
          one.hash !== body.upholds &&
          canYield(one) &&
          risen.some((question) => question.sides.includes(one.hash)) &&
          losers.some((loser) => loser.log === one.log && loser.type === one.type && loser.seq > one.seq),
      );
      if (earlier.length === 0 || sides.length + earlier.length > 64) break;
      sides = [...new Set([...sides, ...earlier.map(({ hash }) => hash)])].sort();
    }
    return { ...body, sides };
  }

  #questionsIn(stream: string, notes: readonly Note[]): ConflictQuestion[] {
    const { contradicted } = this.#rulings(this.#context.store.records.read(stream));
    return questionsOf(notes).map((question) => {
      const sides = this.#sides(question.sides);
      return {
        id: `${stream} ${question.sides.join()}`,
        stream,
        subject: this.#names.subjectOf(stream, this.#recordsOf(question.sides)),
        notes: question.notes.map(({ code, data }) => ({ code, data })),
        sides,
        contradicting: contradicted
          .filter((one) => one.body.sides.some((side) => question.sides.includes(side)))
          .map((one) => ({
            hash: one.hash,
            byName: actorName(one.actor, this.#context),
            at: one.wall,
            upholds: one.body.upholds,
            reason: one.body.reason,
          })),
      };
    });
  }

  #rulings(records: readonly StoredRecord[]) {
    const corrections = correctionsByTarget(records);
    return rulingsOf(records, (hash) => (corrections.get(hash)?.voids.length ?? 0) > 0);
  }

  #recordsOf(hashes: readonly string[]): StoredRecord[] {
    return hashes.flatMap((hash) => this.#context.store.records.byHash(hash) ?? []);
  }

  /** Sides in the order they were written. */
  #sides(hashes: readonly string[]): ConflictSide[] {
    const records = this.#recordsOf(hashes);
    const said = compareSides(records);
    const here = records
      .toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))
      .map((record) => ({
        hash: record.hash,
        isHere: true,
        type: record.type,
        isKnown: record.isKnown,
        at: record.wall,
        offset: record.tz,
        actorName: actorName(record.actor, this.#context),
        ...this.#names.workstationOf(record.log),
        fields: said.get(record.hash) ?? [],
        reason: reasonOf(record),
        canYield: canYield(record),
      }));
    const missing = hashes.filter((hash) => !records.some((record) => record.hash === hash)).map(missingSide);
    return [...here, ...missing];
  }

  /** By stream; the same note of two tables is told once by `questionsOf`. */
  #notes(): Note[] {
    const rows = this.#context.store.db
      .prepare('SELECT stream, code, at, against, data FROM record_conflicts ORDER BY stream, projection, n')
      .all() as NoteRow[];
    return rows.map(({ stream, code, at, against, data }) => ({
      stream,
      code,
      at,
      with: JSON.parse(against) as string[],
      data: JSON.parse(data) as Conflict['data'],
    }));
  }
}

function reasonOf({ body }: StoredRecord): string {
  const { reason, note } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return [reason, note].find((one): one is string => typeof one === 'string' && one !== '') ?? '';
}

const missingSide = (hash: string): ConflictSide => ({
  hash,
  isHere: false,
  type: '',
  isKnown: false,
  at: '',
  offset: '',
  actorName: '',
  workstation: '',
  isOwn: false,
  fields: [],
  reason: '',
  canYield: false,
});

/** A decision as it would be if it were written now: for looking at what folding would say. */
function assumedDecision(stream: string, body: ConflictDecision['body']): StoredRecord {
  return {
    ...{ type: conflictDecided.type, body, isKnown: true, tv: conflictDecided.version, kind: 'decision', stream },
    ...{ id: 'assumed', hash: 'assumed', log: 'assumed', seq: 1, hlc: '9', wall: '', tz: '', actor: 'system' },
    auth: { session: null, proof: 'none' },
    base: null,
    causes: [...body.sides, ...body.replaces],
  };
}
