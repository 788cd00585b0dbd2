import { useTranslation } from 'react-i18next';
import type { RecurrenceSign } from '../../../../shared/modules/cases/case-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';

/** It happened again: how often, since when, and the cases that were closed about it. */
export function RecurrenceBanner({ signs }: { readonly signs: readonly RecurrenceSign[] }) {
  const { t } = useTranslation('cases');
  const say = useSay();
  if (signs.length === 0) {
    return null;
  }
  const earlier = [...new Set(signs.flatMap(({ caseIds }) => caseIds))];
  const errors = [...new Set(signs.flatMap(({ errorIds }) => errorIds))];
  const [newest] = errors;
  return (
    <Banner
      tone="attention"
      title={t('nce.recurrence.title')}
      action={
        <>
          {newest !== undefined && (
            <ButtonLink to="/errors/$errorId" params={{ errorId: newest }}>
              {t('nce.recurrence.openError')}
            </ButtonLink>
          )}
          {earlier.slice(0, 3).map((caseId, index) => (
            <ButtonLink key={caseId} to="/case/$caseId" params={{ caseId }}>
              {t('nce.recurrence.openCase', { count: index + 1 })}
            </ButtonLink>
          ))}
        </>
      }
    >
      {signs.map((sign) => (
        <p key={`${sign.key} ${sign.code}`}>
          {say(`recurrence.${sign.key}`, {
            code: sign.code,
            count: sign.count,
            fromAt: sign.fromAt,
            toAt: sign.toAt,
          })}
        </p>
      ))}
    </Banner>
  );
}
