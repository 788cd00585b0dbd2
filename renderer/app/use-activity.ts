import { useEffect } from 'react';
import { useClient } from '../data/data-layer.tsx';

/** Often enough that the idle lock, of five minutes at least, never comes while someone works. */
const EVERY_MS = 20_000;
const signs = ['keydown', 'pointerdown', 'wheel'] as const;

/** Tells the host that the person is there; whether and when the bench locks is the host's to decide. */
export function useActivity(): void {
  const client = useClient();
  useEffect(() => {
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const tell = ({ timeStamp }: Event) => {
      if (timeStamp - toldAtMs >= EVERY_MS) {
        toldAtMs = timeStamp;
        // A host that is just being started again forgets nothing by it.
        client.people.touch().catch(() => undefined);
      }
    };
    for (const sign of signs) {
      window.addEventListener(sign, tell, { capture: true, passive: true });
    }
    return () => {
      for (const sign of signs) {
        window.removeEventListener(sign, tell, { capture: true });
      }
    };
  }, [client]);
}
