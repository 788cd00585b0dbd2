import { AppError } from '../../shared/kernel/errors.ts';
import type { RecordAuthor } from '../../shared/records/define.ts';
import type { Actor } from '../host/context.ts';
import type { HostContext } from '../host/module.ts';

/**
 * The person at this bench, as records name them: the operating-system user before there are accounts, then the person of
 * the open session and how they proved it.
 *
 * @throws AppError `people/not-signed-in` when nobody is.
 */
export function personAuthor(actor: Actor): RecordAuthor {
  if (actor.kind === 'nobody') throw new AppError('people/not-signed-in');
  if (actor.kind === 'account') {
    return { actor: `user:${actor.id}`, auth: { session: actor.session ?? null, proof: actor.proof ?? 'none' } };
  }
  const id = actor.id.includes(':') ? actor.id : `os:${actor.id}`;
  return { actor: id, auth: { session: null, proof: 'os-user' } };
}

/** An instrument that said something on its line. */
export function instrumentAuthor(instrumentId: string): RecordAuthor {
  return { actor: `instrument:${instrumentId}`, auth: { session: null, proof: 'none' } };
}

/** True where two actors are one person, whichever of their joined accounts they used. */
export function isSamePerson(a: string, b: string, { people }: Pick<HostContext, 'people'>): boolean {
  const [idA, idB] = [a, b].map((actor) => (actor.startsWith('user:') ? actor.slice('user:'.length) : undefined));
  return a === b || (idA !== undefined && idB !== undefined && people.idsOf(idA).includes(idB));
}

/** A record's actor in words: the person's printed name, the login, `instrument` or `system`. */
export function actorName(recordActor: string, context: Pick<HostContext, 'actor' | 'people'>): string {
  const { actor, people } = context;
  const at = recordActor.indexOf(':');
  const kind = recordActor.slice(0, Math.max(at, 0));
  const id = recordActor.slice(at + 1);
  if (kind === 'user') return people.nameOf(id) ?? id;
  if (kind === 'os') return actor.kind === 'os-user' && personAuthor(actor).actor === recordActor ? actor.name : id;
  return kind || recordActor;
}
