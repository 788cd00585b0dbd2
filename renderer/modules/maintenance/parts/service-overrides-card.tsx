import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';

/** Exceptions that were signed for an instrument; nothing while there was none. */
export function OverridesCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('service');
  const { data } = useQuery(
    useApi().maintenance.service.readiness.overrides.queryOptions({ input: { instrumentId, limit: 20 } }),
  );
  const past = data?.filter((override) => !override.isActive) ?? [];
  if (past.length === 0) {
    return null;
  }
  return (
    <Card title={t('override.past')}>
      <ul className={styles.plain}>
        {past.map((override) => (
          <li key={override.overrideId}>
            <div>{override.reason}</div>
            <div className={styles.muted}>
              <TimeText at={override.from} /> – <TimeText at={override.until} /> · {t('by', { actor: override.by })}
            </div>
            <RecordSignatures topic="maintenance" hash={override.hash} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
