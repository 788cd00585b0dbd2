import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type SopContent, sopContent } from '../../../../shared/modules/sop/terms.ts';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { CONNECTION_LOST, toPageError } from '../../../data/page-error.ts';

/** How long the typing rests before it is kept: a save a letter would only queue up. */
const restMs = 300;
/** How long after a save that the host was not there for it is tried again. */
const retryMs = 2000;

/** Why what is on the screen can not be kept as it is: where it is not whole. */
export type NotWhole = { readonly at: 'title' } | { readonly at: 'step'; readonly index: number } | null;

/**
 * What a draft says while it is written. It is made durable on this bench shortly after each change, and at the latest
 * when the screen is left; `flush` waits for that. What is not whole yet (a step without its title) stays on the screen
 * and is said.
 */
export function useEditorDraft(version: VersionDetail) {
  const [content, setContent] = useState<SopContent>(version.kept?.content ?? version.content);
  const [savedAt, setSavedAt] = useState(version.kept?.savedAt ?? null);
  const waiting = useRef<SopContent | null>(null);
  const isGone = useRef(false);
  const latest = useRef<() => Promise<void>>(async () => undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const save = useMutation(useApi().sop.versions.keep.mutationOptions());
  const { mutateAsync } = save;
  const { sopId, versionId } = version;
  // The words this work began from: what somebody else writes meanwhile does not slip under it.
  const [writtenHash, setBase] = useState(version.writtenHash);
  const [startedBehind, setStartedBehind] = useState(version.kept?.isBehind === true);

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const whole = sopContent.safeParse(waiting.current);
    if (whole.success) {
      waiting.current = null;
      try {
        const kept = await mutateAsync({ sopId, versionId, writtenHash, content: whole.data });
        setSavedAt(kept.savedAt);
      } catch (error) {
        // The host may be starting again: then it is tried again by itself, else with the next change.
        waiting.current ??= whole.data;
        if (!isGone.current && toPageError(error).code === CONNECTION_LOST) {
          timer.current = setTimeout(() => void latest.current().catch(() => undefined), retryMs);
        }
        throw error;
      }
    }
  }, [mutateAsync, sopId, versionId, writtenHash]);

  latest.current = flush;

  const change = useCallback(
    (next: (before: SopContent) => SopContent) => {
      setContent((before) => {
        const after = next(before);
        waiting.current = after;
        return after;
      });
      clearTimeout(timer.current);
      // A failure is on the screen through the mutation; what was typed stays in its field.
      timer.current = setTimeout(() => void flush().catch(() => undefined), restMs);
    },
    [flush],
  );

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  useEffect(() => () => void flush().catch(() => undefined), [flush]);

  return {
    content,
    change,
    flush,
    savedAt,
    save,
    notWhole: notWholeAt(content),
    base: writtenHash,
    /** What was written here, or what stands there now was read and this is to replace it. */
    rebase: (hash: string) => {
      setBase(hash);
      setStartedBehind(false);
    },
    isBehind: startedBehind || writtenHash !== version.writtenHash,
  };
}

function notWholeAt(content: SopContent): NotWhole {
  const read = sopContent.safeParse(content);
  const path = read.error?.issues[0]?.path;
  if (path === undefined) {
    return null;
  }
  return path[0] === 'steps' ? { at: 'step', index: Number(path[1]) } : { at: 'title' };
}
