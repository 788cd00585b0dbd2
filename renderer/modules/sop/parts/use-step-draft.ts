import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunStep, RunView, StepDraft } from '../../../../shared/modules/sop/run-contract.ts';
import type { StepEntry } from '../../../../shared/modules/sop/terms.ts';
import { useApi, useConnectionState } from '../../../data/data-layer.tsx';
import { entryOf, hasContent, pickEntry } from './run-text.ts';
import { useKeepDraft } from './use-run.ts';

/** How long a field rests before it is written: a save a letter would only queue up. */
const restMs = 200;

export interface StepWork {
  readonly entry: StepEntry;
  /** What the host holds of it; its verdict is for the value it names. */
  readonly kept: StepDraft | null;
  /** `unsaved`: typed and not durable yet, because the host can not be reached or refused it. */
  readonly saving: 'none' | 'saving' | 'saved' | 'unsaved';
  readonly error: Error | null;
  readonly change: (entry: StepEntry) => void;
  /** Takes over what the host answered by itself, such as a timer. */
  readonly take: (kept: StepDraft) => void;
  /** Forgets what was typed: it was thrown away. */
  readonly reset: () => void;
  /** Waits until all that was typed is durable. */
  readonly flush: () => Promise<StepDraft | null>;
}

/** What was typed and is not durable yet, by run, words, revision and step: leaving a step and coming back loses nothing. */
const typed = new Map<string, StepEntry>();

/**
 * One step while it is filled in. What is typed is made durable by itself shortly after, and at the latest when the step is
 * left. A host that went down meanwhile gets it when it is back. The key of a draft is run, version and step, so it can not
 * load into another form.
 */
export function useStepDraft(run: RunView, step: RunStep): StepWork {
  const { runId, versionHash, revision } = run;
  const { at } = step;
  const key = `${runId} ${versionHash} ${revision} ${at}`;
  const [entry, setEntry] = useState<StepEntry>(() => typed.get(key) ?? entryOf(step));
  const [kept, setKept] = useState<StepDraft | null>(step.draft);
  const [saving, setSaving] = useState<StepWork['saving']>(() =>
    typed.has(key) ? 'unsaved' : hasContent(step.draft) ? 'saved' : 'none',
  );
  const under = useRef<Promise<StepDraft | null>>(Promise.resolve(step.draft));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const connection = useConnectionState();
  const keepDraft = useKeepDraft(runId, at);
  const { mutateAsync, error } = useMutation(useApi().sop.runs.saveField.mutationOptions());

  const flush = useCallback(async (): Promise<StepDraft | null> => {
    clearTimeout(timer.current);
    const write = async (): Promise<StepDraft | null> => {
      const next = typed.get(key);
      if (next === undefined) {
        return null;
      }
      try {
        const saved = await mutateAsync({ runId, versionHash, at, entry: next });
        const isNewest = typed.get(key) === next;
        if (isNewest) {
          typed.delete(key);
        }
        keepDraft(saved);
        setKept(saved);
        setSaving(isNewest ? 'saved' : 'saving');
        return saved;
      } catch (problem) {
        setSaving('unsaved');
        throw problem;
      }
    };
    const before = under.current;
    // One at a time, so that the last one typed is the last one kept.
    under.current = before.catch(() => null).then(async (last) => (await write()) ?? last);
    return under.current;
  }, [mutateAsync, keepDraft, key, runId, versionHash, at]);

  const change = useCallback(
    (next: StepEntry) => {
      setEntry(next);
      setSaving('saving');
      typed.set(key, next);
      clearTimeout(timer.current);
      // A failure is on the screen; what was typed stays in its field.
      timer.current = setTimeout(() => void flush().catch(() => undefined), restMs);
    },
    [flush, key],
  );

  const take = useCallback(
    (saved: StepDraft) => {
      setEntry((before) => ({ ...pickEntry(saved), note: before.note }));
      setKept(saved);
      setSaving('saved');
      keepDraft(saved);
    },
    [keepDraft],
  );

  const reset = useCallback(() => {
    clearTimeout(timer.current);
    typed.delete(key);
    setEntry(entryOf({ ...step, draft: null }));
    setKept(null);
    setSaving('none');
  }, [key, step]);

  useEffect(() => () => void flush().catch(() => undefined), [flush]);
  useEffect(() => {
    if (connection === 'connected' && typed.has(key)) {
      void flush().catch(() => undefined);
    }
  }, [connection, flush, key]);

  return { entry, kept, saving, error: saving === 'unsaved' ? error : null, change, take, reset, flush };
}
