import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { ScannerStateLine } from '../../../app/scanner-state.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from './settings.module.css';

/** How the scanner on a serial port is, and the way to its page. */
export function ScannerCard() {
  const { t } = useTranslation('scanner');
  const scanner = useQuery(useApi().scanner.get.queryOptions()).data;
  return (
    <Card title={t('title')}>
      {scanner !== undefined && <ScannerStateLine state={scanner.state} />}
      <p className={styles.more}>{t('about')}</p>
      <div className={styles.ways}>
        <ButtonLink to="/scanner">{t('toScanner')}</ButtonLink>
      </div>
    </Card>
  );
}
