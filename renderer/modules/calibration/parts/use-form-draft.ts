import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FormDraft } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';

/** Long enough that one word is one write, short enough that nobody waits for it. */
const restMs = 300;

export type FieldTexts = Readonly<Record<string, string>>;

/**
 * What is typed into one form of a session and not yet a record: durable field by field, and back in the same form of the
 * same session after a power cut. Form names carry what they are about, so that no draft comes up in another one.
 */
export function useFormDraft(sessionId: string, form: string, drafts: readonly FormDraft[], start: FieldTexts = {}) {
  const api = useApi().calibration.sessions;
  const { mutateAsync } = useMutation(api.saveDraft.mutationOptions());
  const drop = useMutation(api.discardDraft.mutationOptions());
  const [fields, setFields] = useState<FieldTexts>(() => ({
    ...start,
    ...drafts.find((draft) => draft.form === form)?.fields,
  }));
  const [savedAt, setSavedAt] = useState<string | null>(
    () => drafts.find((draft) => draft.form === form)?.savedAt ?? null,
  );
  const waiting = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const due = [...waiting.current];
    waiting.current.clear();
    for (const [field, value] of due) {
      setSavedAt((await mutateAsync({ sessionId, form, field, value })).savedAt);
    }
  }, [mutateAsync, sessionId, form]);

  const set = useCallback(
    (field: string, value: string) => {
      setFields((before) => ({ ...before, [field]: value }));
      waiting.current.set(field, value);
      clearTimeout(timer.current);
      // What was typed stays in its field; the next change tries again.
      timer.current = setTimeout(() => void flush().catch(() => undefined), restMs);
    },
    [flush],
  );

  /** The form became a record, or was put away: nothing of it comes up again. */
  const discard = useCallback(async () => {
    clearTimeout(timer.current);
    waiting.current.clear();
    setFields({});
    setSavedAt(null);
    await drop.mutateAsync({ sessionId, form });
  }, [drop.mutateAsync, sessionId, form]);

  useEffect(() => () => void flush().catch(() => undefined), [flush]);

  const of = useCallback((field: string) => fields[field] ?? '', [fields]);
  return { of, set, flush, discard, savedAt };
}

export type FormDraftState = ReturnType<typeof useFormDraft>;
