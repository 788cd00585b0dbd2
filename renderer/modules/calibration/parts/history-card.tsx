import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { historyLine } from '../../../../shared/modules/calibration/standards-contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';

/** What happened to one thing, newest first. */
export function HistoryCard({ lines }: { readonly lines: readonly z.infer<typeof historyLine>[] }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  return (
    <Card title={t('history')}>
      <ul className={styles.plain}>
        {lines.map((line) => (
          <li key={line.hash}>
            <div>{say(line.key, line.data)}</div>
            <div className={styles.muted}>
              <TimeText at={line.at} look="full" /> · {t('by', { actor: line.actor })}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
