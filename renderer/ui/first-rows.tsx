import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

/**
 * The first rows of a list that is read from its top, and a button that shows all of it: nobody reads hundreds of lines, and
 * drawing them would keep the first ones waiting.
 */
export function useFirstRows<Row>(
  rows: readonly Row[],
  count: number,
): { readonly shown: readonly Row[]; readonly rest: ReactNode } {
  const { t } = useTranslation('ui');
  const [isWhole, setWhole] = useState(false);
  if (isWhole || rows.length <= count) return { shown: rows, rest: null };
  return {
    shown: rows.slice(0, count),
    rest: <Button onPress={() => setWhole(true)}>{t('showAll', { count: rows.length })}</Button>,
  };
}
