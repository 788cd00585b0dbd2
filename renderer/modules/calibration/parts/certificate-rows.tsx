import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CertificateRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { formatBytes } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { CertificateSheet } from './certificate-sheet.tsx';
import { DueMark } from './due-mark.tsx';

/** Certificates of one thing; the one that counts first, withdrawn ones kept in view. */
export function CertificateRows({ rows }: { readonly rows: readonly CertificateRow[] }) {
  const { t } = useTranslation('calibration');
  const [changed, setChanged] = useState<CertificateRow | null>(null);
  const [withdrawn, setWithdrawn] = useState<CertificateRow | null>(null);
  if (rows.length === 0) {
    return <p>{t('certificate.none')}</p>;
  }
  return (
    <>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <li key={row.id} className={styles.withAction}>
            <Certificate row={row} />
            {!row.isWithdrawn && (
              <div className={styles.actions}>
                <Button
                  look="quiet"
                  aria-label={t('certificate.withdrawOne', { number: row.terms.number })}
                  onPress={() => setWithdrawn(row)}
                >
                  {t('certificate.withdraw')}
                </Button>
                <Button
                  aria-label={t('certificate.changeOne', { number: row.terms.number })}
                  onPress={() => setChanged(row)}
                >
                  {t('change')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {changed !== null && (
        <CertificateSheet subject={changed.subject} certificate={changed} onClose={() => setChanged(null)} />
      )}
      {withdrawn !== null && <WithdrawSheet certificate={withdrawn} onClose={() => setWithdrawn(null)} />}
    </>
  );
}

function Certificate({ row }: { readonly row: CertificateRow }) {
  const { t } = useTranslation('calibration');
  const api = useApi().calibration.standards.certificates;
  const { terms } = row;
  return (
    <div className={styles.words}>
      <div className={styles.main}>
        {row.isWithdrawn ? (
          <StateMark tone="not-set-up">{t('certificate.withdrawn')}</StateMark>
        ) : (
          <DueMark standing={row.standing} />
        )}
        <span className={styles.text}>{terms.number}</span>
        {row.isCounting && <span>{t('certificate.counts')}</span>}
      </div>
      <div className={styles.rest}>
        <span>{terms.issuer}</span>
        <span>{t('certificate.issuedOnIs', { day: formatCivilDay(terms.issuedOn) })}</span>
        {terms.accreditation !== '' && <span>{terms.accreditation}</span>}
        {terms.traceability !== '' && <span>{terms.traceability}</span>}
        {terms.uncertainty !== '' && <span>{t('certificate.uncertaintyIs', { uncertainty: terms.uncertainty })}</span>}
        {terms.asFound !== 'not-stated' && (
          <StateMark tone={terms.asFound === 'in-tolerance' ? 'good' : 'stop'}>
            {t(`certificate.found.${terms.asFound}`)}
          </StateMark>
        )}
        {terms.file !== null && !terms.file.mediaType.startsWith('image/') && (
          <span>{t('certificate.fileIs', { name: terms.file.name, size: formatBytes(terms.file.byteCount) })}</span>
        )}
        {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
      </div>
      {terms.file?.mediaType.startsWith('image/') === true && (
        <KeptPhoto name={terms.file.name} query={api.file.queryOptions({ input: { certificateId: row.id } })} />
      )}
    </div>
  );
}

function WithdrawSheet({
  certificate,
  onClose,
}: {
  readonly certificate: CertificateRow;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calibration');
  const [reason, setReason] = useState('');
  const withdraw = useMutation(
    useApi().calibration.standards.certificates.withdraw.mutationOptions({ onSuccess: onClose }),
  );
  return (
    <FormSheet
      title={t('certificate.withdrawOne', { number: certificate.terms.number })}
      saveLabel={t('certificate.withdraw')}
      canSave={reason.trim() !== ''}
      mutation={withdraw}
      onClose={onClose}
      onSave={() => withdraw.mutate({ certificateId: certificate.id, reason: reason.trim() })}
    >
      <p>{t('certificate.withdrawMore')}</p>
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
