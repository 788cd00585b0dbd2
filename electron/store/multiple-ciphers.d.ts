/** The fork has the same calls; its own types are not found through its package's exports. */
declare module 'better-sqlite3-multiple-ciphers' {
  import Database from 'better-sqlite3';

  export default Database;
}
