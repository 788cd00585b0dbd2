import { useTranslation } from 'react-i18next';
import { readableTest } from './readable-test.ts';

/** What an `unmapped` signal names, as words: its kind (`flag X`, `comment`) and the thing itself where there is one. */
export function useSayUnmapped(): (what: string) => string {
  const { t } = useTranslation('messages');
  return (what) => {
    const [kind = '', ...rest] = what.split(' ');
    return t(`unmapped.${kind as 'test'}`, { what: readableTest(rest.join(' ')), defaultValue: what }).trim();
  };
}
