import { useTranslation } from 'react-i18next';
import type { SopDetail } from '../../../../shared/modules/sop/library-contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import styles from './library.module.css';

/** Everything that was decided about a procedure, with who and why. */
export function SopHistory({ sop }: { readonly sop: SopDetail }) {
  const { t } = useTranslation('sop');
  const say = useSay();
  return (
    <Card title={t('page.history')}>
      <ul className={styles.events}>
        {sop.history.map(({ hash, type, versionNumber, text, by, at }) => (
          <li key={hash} className={styles.event}>
            <span>
              {say(`records.type.${type}`)}
              {versionNumber !== null && `, ${t('library.version', { number: versionNumber })}`}
            </span>
            {text !== '' && <span>{text}</span>}
            <span className={styles.who}>{t('version.by', { by, at: formatInstant(at, 'minutes') })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
