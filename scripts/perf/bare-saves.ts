import { join } from 'node:path';
import { openDatabase } from '../../electron/store/open-database.ts';
import { linkText, recordCrypto } from '../../electron/store/record-crypto.ts';
import type { Store } from '../../electron/store/store.ts';
import { hashOf } from '../../shared/records/envelope.ts';

/**
 * What no save can leave out, in a file of its own: a text is hashed, signed and chained, its row and its log's head are
 * committed. Nothing is written or checked as a body, there are no tables. The most a save can reach on this machine.
 */
export class BareSaver {
  readonly #db: ReturnType<typeof openDatabase>;
  readonly #save: () => void;

  constructor(folder: string, store: Store) {
    this.#db = openDatabase(join(folder, 'bare-saves.sqlite'));
    this.#db.exec(`
      CREATE TABLE log (lsn INTEGER PRIMARY KEY, hash BLOB NOT NULL, sig BLOB NOT NULL, raw TEXT NOT NULL) STRICT;
      CREATE TABLE head (log INTEGER PRIMARY KEY, seq INTEGER NOT NULL, link TEXT NOT NULL) STRICT;
      INSERT INTO head VALUES (1, 0, '')`);
    const raw = store.db.prepare('SELECT raw FROM record_log ORDER BY lsn DESC LIMIT 1').pluck().get() as string;
    const insert = this.#db.prepare('INSERT INTO log (hash, sig, raw) VALUES (?, ?, ?)');
    const move = this.#db.prepare('UPDATE head SET seq = seq + 1, link = ? WHERE log = 1');
    const work = this.#db.transaction(() => {
      const hash = hashOf(recordCrypto, raw);
      const sig = store.keys.sign(hash);
      insert.run(hash, sig, raw);
      move.run(linkText(hash, sig));
    });
    this.#save = () => work.immediate();
  }

  save(): void {
    this.#save();
  }

  close(): void {
    this.#db.close();
  }
}
