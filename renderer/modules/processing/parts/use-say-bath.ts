import { useTranslation } from 'react-i18next';
import type { StationRow } from '../../../../shared/modules/processing/contract.ts';
import type { CountUnit } from '../../../../shared/modules/processing/terms.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';

/** What a bath has served and until when it may be used, in the few words of its tile. */
export function useSayBath(unit: CountUnit) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const unitWord = say(`processing.unit.${unit}`);
  const countOf = ({ usedCount, countLimit }: StationRow): string => {
    const used = usedCount ?? 0;
    return typeof countLimit === 'number'
      ? t('bath.used', { used, limit: countLimit, unit: unitWord })
      : t('bath.usedOnly', { used, unit: unitWord });
  };
  const leftOf = ({ countLeft }: StationRow): string | null => {
    if (countLeft === null) return null;
    return countLeft < 0 ? t('bath.over', { count: -countLeft }) : t('bath.left', { count: countLeft });
  };
  return {
    unitWord,
    countOf,
    leftOf,
    dueOf: ({ dueOn }: StationRow): string | null =>
      dueOn === null ? null : t('bath.dueOn', { day: formatCivilDay(dueOn) }),
    whyOf: ({ why }: StationRow): string => why.map((one) => say(`processing.why.${one}`)).join(' '),
    contentOf: ({ content, fill }: StationRow): string => fill?.content || content || t('bath.blank'),
  };
}
