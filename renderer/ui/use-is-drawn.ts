import { useDeferredValue } from 'react';

/**
 * False while a part is drawn for the first time, true right after: what lies below the fold waits for it, so that the first
 * rows are there at once however long the list is.
 */
export const useIsDrawn = (): boolean => useDeferredValue(true, false);
