import * as z from 'zod';
import { definitionKey } from '../../instruments/definition-facts.ts';
import { FOLDER_FILES } from '../../instruments/folder-files.ts';

/** A pack of definitions as one `.benchside` file: each item is a folder of the lab's own, as it lies on the disk. */

export const packKind = 'definition-pack';

/** A file of a pack is held to this many characters; a container's line bounds the whole item. */
const mostCharacters = 200_000;

export const packItem = z.strictObject({
  key: definitionKey,
  version: z.string().max(20),
  /** The definition that was shipped with the bench that made the pack; null where the lab's own stands alone. */
  over: z.strictObject({ version: z.string().max(20), hash: z.string().max(64) }).nullable(),
  files: z.partialRecord(z.enum(FOLDER_FILES), z.string().max(mostCharacters)),
});
export type PackItem = z.infer<typeof packItem>;
