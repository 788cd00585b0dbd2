import { useTranslation } from 'react-i18next';
import type { ServiceHistoryLine } from '../../../../shared/modules/maintenance/service-contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';

/** What was recorded, newest last, with who did it. */
export function ServiceHistory({ lines }: { readonly lines: readonly ServiceHistoryLine[] }) {
  const { t } = useTranslation('service');
  const say = useSay();
  if (lines.length === 0) {
    return null;
  }
  return (
    <Card title={t('history')}>
      <ol className={styles.plain}>
        {lines.map((line) => (
          <li key={line.hash}>
            <div>{say(line.key, line.data)}</div>
            <div className={styles.muted}>
              <TimeText at={line.at} look="full" /> · {t('by', { actor: line.actor })}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
