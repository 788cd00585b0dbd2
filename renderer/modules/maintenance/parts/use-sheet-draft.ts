import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Sheet } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import type { FieldEntry } from '../../../../shared/modules/maintenance/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { withEntry } from './entry-text.ts';

/** How long a field rests before it is written: a save a letter would only queue up. */
const restMs = 300;

/**
 * The entries of a sheet while they are typed. Each field is made durable by itself shortly after it changed, and at the
 * latest when the sheet is left; `flush` waits for all of them.
 */
export function useSheetDraft(sheet: Sheet) {
  const [entries, setEntries] = useState<readonly FieldEntry[]>(sheet.entries);
  const [savedAt, setSavedAt] = useState(sheet.savedAt);
  const waiting = useRef(new Map<string, FieldEntry>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const save = useMutation(useApi().maintenance.sheets.saveField.mutationOptions());
  const { mutateAsync } = save;
  const { sheetId } = sheet;

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const rows = [...waiting.current.values()];
    waiting.current.clear();
    for (const entry of rows) {
      const saved = await mutateAsync({ sheetId, entry });
      setSavedAt(saved.savedAt);
    }
  }, [mutateAsync, sheetId]);

  const change = useCallback(
    (entry: FieldEntry) => {
      setEntries((before) => withEntry(before, entry));
      waiting.current.set(entry.key, entry);
      clearTimeout(timer.current);
      // A failure is on the screen through the mutation; what was typed stays in its field.
      timer.current = setTimeout(() => void flush().catch(() => undefined), restMs);
    },
    [flush],
  );

  useEffect(() => () => void flush().catch(() => undefined), [flush]);

  return { entries, change, flush, savedAt, save };
}
