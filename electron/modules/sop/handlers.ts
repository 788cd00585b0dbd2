import type { HostContext } from '../../host/module.ts';
import { deskOf } from './desk.ts';
import { createFileHandlers } from './file-handlers.ts';
import {
  createCopyHandlers,
  createLibraryHandlers,
  createNumberHandlers,
  createRequestHandlers,
} from './library-handlers.ts';
import { createRunHandlers } from './run-handlers.ts';
import { createReadingHandlers, createVersionHandlers } from './version-handlers.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const desk = deskOf(context);
  return {
    library: createLibraryHandlers(desk),
    versions: createVersionHandlers(desk),
    readings: createReadingHandlers(desk),
    requests: createRequestHandlers(desk),
    numbers: createNumberHandlers(desk),
    copies: createCopyHandlers(desk),
    files: createFileHandlers(desk),
    runs: createRunHandlers(desk),
  };
}
