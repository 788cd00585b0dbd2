import { useEffect, useRef, useState } from 'react';
import type { OpenCount } from '../../../../shared/modules/microscopy/contract.ts';
import { markOf, tallyOf, undoMark } from '../../../../shared/modules/microscopy/rules-tally.ts';
import { useClient } from '../../../data/data-layer.tsx';
import { toPageError } from '../../../data/page-error.ts';

/** How long after a press that could not be saved it is sent again. */
const retryMs = 1000;
/** Presses in one call; what is more goes with the next. */
const mostInCall = 300;

/**
 * A count as the hands make it: each press shows at once and is sent to the host, which has it on the disk when it answers.
 * Presses that come meanwhile go with the next call, and one that failed is sent again.
 */
export function useCounting(count: OpenCount) {
  const { countId, classes, target } = count;
  const client = useClient();
  const [marks, setMarks] = useState(count.marks);
  const [savedCount, setSavedCount] = useState(count.marks.length);
  const now = useRef({ marks: count.marks, saved: count.marks.length, isSending: false, isGone: false });

  const send = async (): Promise<void> => {
    const held = now.current;
    if (held.isSending) return;
    held.isSending = true;
    try {
      while (held.saved < held.marks.length) {
        const more = held.marks.slice(held.saved, held.saved + mostInCall);
        const { length } = await client.microscopy.counts.press({ countId, from: held.saved, marks: more });
        // Of a longer row on the host only what is the same here is known to be saved.
        held.saved = Math.min(length, held.saved + more.length);
        setSavedCount(held.saved);
      }
    } catch (error) {
      if (toPageError(error).code === 'microscopy/presses-missing') {
        const fresh = await client.microscopy.counts.get({ countId }).catch(() => null);
        if (fresh !== null) {
          held.marks = fresh.marks;
          held.saved = fresh.marks.length;
          setMarks(held.marks);
          setSavedCount(held.saved);
        }
      } else if (!held.isGone) {
        setTimeout(() => void send(), retryMs);
      }
    } finally {
      held.isSending = false;
    }
  };

  useEffect(() => {
    const held = now.current;
    held.isGone = false;
    return () => {
      held.isGone = true;
    };
  }, []);

  const add = (mark: string): void => {
    now.current.marks += mark;
    setMarks(now.current.marks);
    void send();
  };

  return {
    tally: tallyOf(marks, classes),
    unsavedCount: marks.length - savedCount,
    /** One cell of the class at this place; false when the target is reached and it was not counted. */
    press(index: number): boolean {
      const isFull = tallyOf(now.current.marks, classes).counted >= target;
      if (isFull && classes[index]?.isCounted) return false;
      add(markOf(index));
      return true;
    },
    undo(): void {
      if (tallyOf(now.current.marks, classes).last !== null) add(undoMark);
    },
  };
}
