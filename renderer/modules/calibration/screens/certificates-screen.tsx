import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { CertificateSheet } from '../parts/certificate-sheet.tsx';
import { DueMark } from '../parts/due-mark.tsx';

/** Everything that needs a certificate or has one, what is missing first. */
export function CertificatesScreen() {
  const { t } = useTranslation('calibration');
  const [adding, setAdding] = useState<RegisterRow | null>(null);
  const register = useQuery(
    useApi().calibration.standards.certificates.register.queryOptions({
      meta: { topics: ['calibration', 'instruments'] },
    }),
  );
  return (
    <Screen title={t('places.certificates')}>
      <Loaded query={register}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('certificate.empty')}>{t('certificate.emptyMore')}</EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={`${row.subject.kind} ${row.subject.id}`} className={styles.withAction}>
                  <Row row={row} />
                  <Button aria-label={t('certificate.addFor', { name: row.name })} onPress={() => setAdding(row)}>
                    {t('certificate.add')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding !== null && (
        <CertificateSheet subject={adding.subject} certificate={null} onClose={() => setAdding(null)} />
      )}
    </Screen>
  );
}

function Row({ row }: { readonly row: RegisterRow }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  return (
    <div className={styles.words}>
      <div className={styles.main}>
        {row.standing === null ? (
          <StateMark tone="not-set-up">{t('certificate.notNeeded')}</StateMark>
        ) : (
          <DueMark standing={row.standing} />
        )}
        <span className={styles.text}>
          <Subject row={row}>{row.name}</Subject>
        </span>
      </div>
      <div className={styles.rest}>
        <span>{row.kind === 'instrument' ? t('certificate.instrument') : say(`standards.kind.${row.kind}`)}</span>
        {row.serialNumber !== '' && <span>{row.serialNumber}</span>}
        {row.number !== '' && <span>{[row.number, row.issuer].filter(Boolean).join(', ')}</span>}
      </div>
    </div>
  );
}

function Subject({ row, children }: { readonly row: RegisterRow; readonly children: ReactNode }) {
  return row.subject.kind === 'instrument' ? (
    <Link to="/instruments/$id/calibration" params={{ id: row.subject.id }}>
      {children}
    </Link>
  ) : (
    <Link to="/standards/$standardId" params={{ standardId: row.subject.id }}>
      {children}
    </Link>
  );
}
