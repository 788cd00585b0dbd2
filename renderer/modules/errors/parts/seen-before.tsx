import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EarlierError, ErrorDetail } from '../../../../shared/modules/errors/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './error-evidence.module.css';

/** It comes back: three times in a day, after a case was closed, or soon after it was resolved. Nothing while it is single. */
export function CameBack({ error }: { readonly error: ErrorDetail }) {
  const { t } = useTranslation('errors');
  const say = useSay();
  const { instrumentId, code, cameBackAfter } = error;
  const { data: signs = [] } = useQuery(
    useApi().cases.recurrence.queryOptions({
      input: { instrumentId, code },
      meta: { topics: ['errors', 'cases'] },
    }),
  );
  if (signs.length === 0 && cameBackAfter === null) {
    return null;
  }
  return (
    <Banner tone="attention" title={t('seen.cameBack')}>
      {signs.map((sign) => (
        <p key={`${sign.key} ${sign.toAt}`}>{say(`recurrence.${sign.key}`, { code: sign.code, count: sign.count })}</p>
      ))}
      {cameBackAfter !== null && (
        <p>
          {t('seen.afterResolved')} <TimeText at={cameBackAfter.resolvedAt} look="full" />
        </p>
      )}
    </Banner>
  );
}

/** The same code before, on this unit and on others of its model, each with what ended it. */
export function SeenBefore({ earlier }: { readonly earlier: readonly EarlierError[] }) {
  const { t } = useTranslation('errors');
  const groups = [
    { title: t('seen.thisUnit'), rows: earlier.filter((one) => one.isThisUnit) },
    { title: t('seen.thisModel'), rows: earlier.filter((one) => !one.isThisUnit) },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <Card title={t('seen.title')}>
      {groups.length === 0 && <p>{t('seen.never')}</p>}
      {groups.map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <ul className={styles.history}>
            {rows.map((one) => (
              <li key={one.errorId}>
                <Link to="/errors/$errorId" params={{ errorId: one.errorId }} className={styles.run}>
                  <TimeText at={one.raisedAt} /> {one.isThisUnit ? '' : one.instrumentName}
                </Link>
                <p>{one.resolution === '' ? t('seen.onlyCleared') : t('seen.resolvedBy', { done: one.resolution })}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  );
}
