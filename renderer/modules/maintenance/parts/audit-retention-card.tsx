import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatDay } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';

/** How long each kind of record must be kept, by which rule, and how old the oldest is. Nothing is ever deleted. */
export function RetentionCard() {
  const { t } = useTranslation('service');
  const say = useSay();
  const retention = useQuery(useApi().maintenance.service.retention.queryOptions());
  return (
    <Card title={t('retention.title')}>
      <p>{t('retention.more')}</p>
      <Loaded query={retention}>
        {({ version, rules }) => (
          <>
            <ul className={styles.plain}>
              {rules.map((rule) => (
                <li key={rule.key}>
                  <div>
                    <span className={styles.text}>{say(rule.subject)}</span>:{' '}
                    {rule.years === null ? t('retention.always') : t('retention.years', { count: rule.years })},{' '}
                    {t(`retention.countsFrom.${rule.countsFrom as 'record'}`, { defaultValue: rule.countsFrom })}
                  </div>
                  <div className={styles.muted}>
                    {rule.oldestAt === null
                      ? t('retention.none')
                      : t('retention.oldest', { day: formatDay(rule.oldestAt), count: rule.recordCount })}
                  </div>
                  <div className={styles.muted}>{t('retention.source', { source: rule.source })}</div>
                </li>
              ))}
            </ul>
            <p className={styles.muted}>{t('retention.version', { version: formatCivilDay(version) })}</p>
          </>
        )}
      </Loaded>
    </Card>
  );
}
