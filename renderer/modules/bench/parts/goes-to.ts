import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';

/** Where a card's next step leads, as a path of the app; null when there is nothing to do. */
export function goesToPath(card: Pick<InstrumentCard, 'id' | 'next'>): string | null {
  const { goesTo, errorId } = card.next;
  if (goesTo === 'none') {
    return null;
  }
  if (goesTo === 'errors' && errorId !== null) {
    return `/errors/${errorId}`;
  }
  return `/instruments/${card.id}/${goesTo}`;
}
