import { useTranslation } from 'react-i18next';
import type { PageError } from '../data/page-error.ts';

type Data = Readonly<Record<string, string | number | boolean>>;

/** The part of i18next used for keys that come from the host, which the compiler does not know. */
interface LooseI18n {
  exists(key: string, options: Record<string, unknown>): boolean;
  t(key: string, options: Record<string, unknown>): string;
}

/** Keys of the host are flat and may hold dots; see `hostWords`. */
const flat = { ns: 'host', keySeparator: false, nsSeparator: false } as const;

/**
 * Sentences for keys that the host sends (a card's `next.key`, a timeline entry's `key`, a code). A key without words
 * shows itself: a person can still tell support what it said.
 *
 * @example const say = useSay(); say(card.next.key, card.next.data)
 */
export function useSay(): (key: string, data?: Data) => string {
  const loose = useTranslation().i18n as unknown as LooseI18n;
  return (key, data = {}) =>
    loose.exists(key, { ...flat, ...data }) ? loose.t(key, { ...flat, ...data }).trim() : key;
}

/** The sentence for an error code; one without words gets the general sentence, and the code stays visible beside it. */
export function useSayCode(): (error: PageError) => string {
  const loose = useTranslation().i18n as unknown as LooseI18n;
  return ({ code, data }) => {
    const options = { ...flat, ...data };
    return loose.t(loose.exists(code, options) ? code : 'page/unknown-code', options).trim();
  };
}
