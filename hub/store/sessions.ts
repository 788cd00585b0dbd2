import type { HubContext } from './context.ts';
import type { HubSessions } from './hub-store.ts';
import { makeCode, plainCode, secretHash } from './secrets.ts';

const nonceMs = 60_000;
const cookieMs = 8 * 3_600_000;

/** Nonces, sessions and the supervisor's keys: in the database, so that any process of this hub knows them. */
export function hubSessions(context: HubContext): HubSessions {
  const { db } = context.database;
  const token = () => Buffer.from(context.randomBytes(32)).toString('base64url');
  const end = (ms: number) => Math.floor(context.wallMs()) + ms;
  const takeKey = async (purpose: string, key: string) => {
    const taken = await db
      .deleteFrom('supervisor_keys')
      .where('key_hash', '=', secretHash(key))
      .where('purpose', '=', purpose)
      .where('expires_ms', '>', context.wallMs())
      .returning('key_hash')
      .executeTakeFirst();
    return taken !== undefined;
  };
  return {
    async newNonce() {
      await db.deleteFrom('nonces').where('expires_ms', '<=', context.wallMs()).execute();
      const nonce = token();
      await db
        .insertInto('nonces')
        .values({ nonce, expires_ms: end(nonceMs) })
        .execute();
      return nonce;
    },

    async takeNonce(nonce) {
      const taken = await db
        .deleteFrom('nonces')
        .where('nonce', '=', nonce)
        .where('expires_ms', '>', context.wallMs())
        .returning('nonce')
        .executeTakeFirst();
      return taken !== undefined;
    },

    async open(device, epoch, minutes) {
      await db.deleteFrom('sessions').where('expires_ms', '<=', context.wallMs()).execute();
      const session = token();
      await db
        .insertInto('sessions')
        .values({ session_hash: secretHash(session), device, epoch, counter: 0, expires_ms: end(minutes * 60_000) })
        .execute();
      return session;
    },

    holder: (session) =>
      db
        .selectFrom('sessions')
        .select(['device', 'epoch'])
        .where('session_hash', '=', secretHash(session))
        .where('expires_ms', '>', context.wallMs())
        .executeTakeFirst(),

    async advance(session, counter) {
      const live = () =>
        db
          .selectFrom('sessions')
          .select('device')
          .where('session_hash', '=', secretHash(session))
          .where('expires_ms', '>', context.wallMs())
          .executeTakeFirst();
      const moved = await db
        .updateTable('sessions')
        .set({ counter })
        .where('session_hash', '=', secretHash(session))
        .where('expires_ms', '>', context.wallMs())
        .where('counter', '<', counter)
        .returning(['device', 'epoch'])
        .executeTakeFirst();
      return moved ?? ((await live()) ? 'replayed' : undefined);
    },

    async newSupervisorCode(minutes) {
      const code = makeCode(context.randomBytes);
      await db.deleteFrom('supervisor_keys').where('expires_ms', '<=', context.wallMs()).execute();
      await db
        .insertInto('supervisor_keys')
        .values({ key_hash: secretHash(plainCode(code)), purpose: 'code', expires_ms: end(minutes * 60_000) })
        .execute();
      return code;
    },

    async takeSupervisorCode(code) {
      if (!(await takeKey('code', plainCode(code)))) return undefined;
      const cookie = token();
      await db
        .insertInto('supervisor_keys')
        .values({ key_hash: secretHash(cookie), purpose: 'cookie', expires_ms: end(cookieMs) })
        .execute();
      return cookie;
    },

    async isSupervisor(cookie) {
      const row = await db
        .selectFrom('supervisor_keys')
        .select('key_hash')
        .where('key_hash', '=', secretHash(cookie))
        .where('purpose', '=', 'cookie')
        .where('expires_ms', '>', context.wallMs())
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
