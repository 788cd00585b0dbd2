import { oc } from '@orpc/contract';
import * as z from 'zod';
import { writtenBundle } from './bundles-contract.ts';

const grant = z.string().min(1).max(64);
const passphrase = z.string().max(200);

/** What a backup file was found to hold when it was unpacked, proved and thrown away again. */
const drill = z.object({
  madeAt: z.string(),
  madeBy: z.string(),
  recordCount: z.number(),
  messageCount: z.number(),
  fileCount: z.number(),
  /** Records saved here since: a restore from it would not have them. */
  recordsSince: z.number(),
});

/** An update of the program that was proved and waits to be installed. */
const staged = z.object({ version: z.string(), madeAt: z.string(), installer: z.string() });

/** Backups and updates of the program as `.benchside` files. */
export const filesContract = {
  /** Everything of this bench in one file, signed. Errors: `bundle/busy`, those of a backup and of saving a file. */
  writeBackup: oc.input(z.object({ grant, passphrase: passphrase.min(8).nullable() })).output(writtenBundle),
  /**
   * Does with a backup all that a restore begins with, beside the running bench, and keeps nothing. `token` is of
   * `bundles.open`. Errors: `bundle/backup-unsound`, `bundle/passphrase-needed`, `bundle/wrong-passphrase`, `container/...`.
   */
  drill: oc.input(z.object({ token: z.string(), passphrase: passphrase.nullable() })).output(drill),
  /** Errors: `update/not-signed`, `update/not-newer`, `update/other-platform`, `update/no-release-key`, `container/...`. */
  stageUpdate: oc.input(z.object({ grant })).output(staged),
  stagedUpdate: oc.output(staged.nullable()),
};
