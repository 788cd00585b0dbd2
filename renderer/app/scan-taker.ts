import { useEffect, useRef } from 'react';

type Take = (scanned: string) => void;

let current: Take | null = null;

/** Who takes a scan that is not a badge: the shown screen, or nobody, and then it is a code of an error. */
export const scanTaker = (): Take | null => current;

/** Gives what is scanned outside of a field to this screen while `isWaiting`. A badge still changes hands first. */
export function useScanTaker(isWaiting: boolean, take: Take): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!isWaiting) {
      return;
    }
    const give: Take = (scanned) => latest.current(scanned);
    current = give;
    return () => {
      if (current === give) {
        current = null;
      }
    };
  }, [isWaiting]);
}
