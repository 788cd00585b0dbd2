import { implement } from '@orpc/server';
import { importContract } from '../../../shared/modules/maintenance/import-contract.ts';
import { describeSheet } from '../../../shared/modules/maintenance/import-suggest.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import type { ImportDesk } from './import-desk.ts';

/** Calls of the import. */
export function createImportHandlers(context: HostContext, desk: ImportDesk) {
  const os = implement(importContract);
  return os.router({
    open: os.open.handler(async ({ input: { fileName, bytes } }) => {
      const { importId, sheets } = await desk.open(fileName, bytes);
      return { importId, sheets: sheets.map(describeSheet) };
    }),
    preview: os.preview.handler(({ input: { importId, options } }) => desk.preview(importId, options)),
    rejected: os.rejected.handler(async ({ input: { importId, options, offset, limit } }) => {
      const rows = await desk.rejected(importId, options);
      return { rows: rows.slice(offset, offset + limit).map((row) => ({ ...row })), total: rows.length };
    }),
    confirm: os.confirm.handler(({ input: { importId, options } }) => {
      desk.confirm(importId, options, personAuthor(context.actor));
      return {};
    }),
    state: os.state.handler(({ input }) => desk.state(input.importId)),
    list: os.list.handler(() => desk.list()),
    discard: os.discard.handler(({ input }) => {
      desk.discard(input.importId);
      return {};
    }),
  });
}
