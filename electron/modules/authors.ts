import type { RecordAuthor } from '../../shared/records/define.ts';
import type { Actor } from '../host/context.ts';

/** The person at this bench, as records name them. Until accounts exist nothing but the operating system vouches for it. */
export function personAuthor(actor: Actor): RecordAuthor {
  const id = actor.id.includes(':') ? actor.id : `os:${actor.id}`;
  return { actor: id, auth: { session: null, proof: actor.kind === 'os-user' ? 'os-user' : 'none' } };
}

/** An instrument that said something on its line. */
export function instrumentAuthor(instrumentId: string): RecordAuthor {
  return { actor: `instrument:${instrumentId}`, auth: { session: null, proof: 'none' } };
}

/** A record's actor in words: the person's name where known, the login, `instrument` or `system`. */
export function actorName(recordActor: string, actor: Actor): string {
  if (recordActor === personAuthor(actor).actor) return actor.name;
  const at = recordActor.indexOf(':');
  const kind = recordActor.slice(0, Math.max(at, 0));
  return kind === 'os' || kind === 'user' ? recordActor.slice(at + 1) : kind || recordActor;
}
