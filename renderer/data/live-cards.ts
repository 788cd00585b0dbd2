import type { QueryClient } from '@tanstack/react-query';
import type { InstrumentCard } from '../../shared/modules/instruments/contract.ts';

/** Puts pushed cards over the held ones. Cards that did not change stay the same objects, so their DOM is not touched. */
export function mergeCards(
  held: readonly InstrumentCard[] | undefined,
  push: { readonly cards: readonly InstrumentCard[]; readonly removed: readonly string[] },
): InstrumentCard[] {
  const byId = new Map((held ?? []).map((card) => [card.id, card]));
  for (const card of push.cards) {
    byId.set(card.id, card);
  }
  for (const id of push.removed) {
    byId.delete(id);
  }
  return [...byId.values()];
}

/** Merges one push into every held list of cards. */
export function applyCardPush(
  queries: QueryClient,
  cardsKey: readonly unknown[],
  push: { readonly cards: readonly InstrumentCard[]; readonly removed: readonly string[] },
): void {
  queries.setQueryData<InstrumentCard[]>(cardsKey, (held) => (held === undefined ? held : mergeCards(held, push)));
}
