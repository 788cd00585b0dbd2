import { useEffect, useRef } from 'react';

interface RunKeys {
  readonly isOn: boolean;
  readonly onNext: (() => void) | null;
  readonly onBack: (() => void) | null;
}

/**
 * Keys a foot pedal or a page turner sends, for hands that hold something: Page down goes on, Page up goes back. Only in
 * bench mode, where one step fills the screen and there is nothing to page through; never while a dialog is open.
 */
export function useRunKeys(keys: RunKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  const { isOn } = keys;
  useEffect(() => {
    if (!isOn) {
      return;
    }
    const press = (event: KeyboardEvent) => {
      const act =
        event.key === 'PageDown' ? latest.current.onNext : event.key === 'PageUp' ? latest.current.onBack : null;
      const isElsewhere = document.querySelector('[role="dialog"], [role="alertdialog"], [role="listbox"]') !== null;
      if (act === null || isElsewhere || event.repeat) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [isOn]);
}
