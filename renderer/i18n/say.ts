import { useTranslation } from 'react-i18next';
import type { PageError } from '../data/page-error.ts';
import { formatCivilDay } from './civil-day.ts';
import { formatInstant } from './time.ts';

const anyOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

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
  return (key, data = {}) => {
    const options = { ...flat, ...withLocalTimes(data) };
    return loose.exists(key, options) ? loose.t(key, options).trim() : key;
  };
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Moments come as the host writes them, in UTC, and days as civil dates; a person reads the bench's own time. */
function withLocalTimes(data: Data): Data {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value !== 'string' ? value : instant.test(value) ? formatInstant(value, 'seconds') : formatCivilDay(value),
    ]),
  );
}

/** Names who may: whoever is refused then knows whom to ask. */
function sayWhoMay(loose: LooseI18n, { roles }: PageError['data']): string {
  const names = typeof roles === 'string' ? roles.split(',').filter(Boolean) : [];
  return names.length === 0
    ? loose.t('people/not-permitted', { ...flat })
    : loose.t('page/who-may', {
        ...flat,
        roles: anyOf.format(names.map((name) => loose.t(`people.role.${name}`, { ...flat }))),
      });
}

/** The sentence for an error code; one without words gets the general sentence, and the code stays visible beside it. */
export function useSayCode(): (error: PageError) => string {
  const loose = useTranslation().i18n as unknown as LooseI18n;
  return ({ code, data }) => {
    if (code === 'people/not-permitted') {
      return sayWhoMay(loose, data);
    }
    const options = { ...flat, ...data };
    return loose.t(loose.exists(code, options) ? code : 'page/unknown-code', options).trim();
  };
}
