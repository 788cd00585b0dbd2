import { useEffect, useRef } from 'react';

/** How a code came: typed by a scanner that is a keyboard, or over the scanner's own cable. */
export type ScanWay = 'keyboard' | 'cable';

type Take = (scanned: string, way: ScanWay) => void;

interface Taker {
  readonly take: Take;
  /** A code by cable comes here even while a field has the focus, where a keyboard's would be typed. */
  readonly isBeforeFields: boolean;
}

let current: Taker | null = null;
let currentBadge: ((badge: string) => void) | null = null;

/** Who takes a scan that is not a badge: the shown screen, or nobody, and then it is a code of an error. */
export const scanTaker = (): Taker | null => current;

/** Who asks for a badge and nothing else: the form to sign in. */
export const badgeTaker = (): ((badge: string) => void) | null => currentBadge;

/** Gives what is scanned outside of a field to this screen while `isWaiting`. A badge still changes hands first. */
export function useScanTaker(isWaiting: boolean, take: Take, isBeforeFields = false): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!isWaiting) {
      return;
    }
    const taker: Taker = { take: (scanned, way) => latest.current(scanned, way), isBeforeFields };
    current = taker;
    return () => {
      if (current === taker) {
        current = null;
      }
    };
  }, [isWaiting, isBeforeFields]);
}

/** Gives every code that comes by cable to this form while it is there. */
export function useBadgeTaker(take: (badge: string) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const give = (badge: string) => latest.current(badge);
    currentBadge = give;
    return () => {
      if (currentBadge === give) {
        currentBadge = null;
      }
    };
  }, []);
}
