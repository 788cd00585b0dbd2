import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CertificateRow } from '../../../../shared/modules/calibration/standards-contract.ts';
import type {
  AttachedFile,
  CertificateSubject,
  CertificateTerms,
} from '../../../../shared/modules/calibration/standards-terms.ts';
import { DayField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { isCivilDay } from '../../../i18n/civil-day.ts';
import { formatBytes } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';

interface CertificateSheetProps {
  readonly subject: CertificateSubject;
  /** What is changed, or null for a new one. */
  readonly certificate: CertificateRow | null;
  readonly onClose: () => void;
}

const nothing: CertificateTerms = {
  number: '',
  issuer: '',
  accreditation: '',
  traceability: '',
  issuedOn: '',
  validTo: null,
  uncertainty: '',
  asFound: 'not-stated',
  file: null,
  note: '',
};

/** A certificate as it is written, with its paper where there is a file of it. */
export function CertificateSheet({ subject, certificate, onClose }: CertificateSheetProps) {
  const { t } = useTranslation('calibration');
  const api = useApi().calibration.standards.certificates;
  const [terms, setTerms] = useState<CertificateTerms>(certificate?.terms ?? nothing);
  const [validTo, setValidTo] = useState(certificate?.terms.validTo ?? '');
  const [reason, setReason] = useState('');
  const change = (more: Partial<CertificateTerms>) => setTerms((before) => ({ ...before, ...more }));
  const add = useMutation(api.add.mutationOptions({ onSuccess: onClose }));
  const replace = useMutation(api.change.mutationOptions({ onSuccess: onClose }));
  const isNew = certificate === null;
  const isReady =
    terms.number.trim() !== '' &&
    isCivilDay(terms.issuedOn.trim()) &&
    (validTo.trim() === '' || isCivilDay(validTo.trim())) &&
    (isNew || reason.trim() !== '');
  const save = () => {
    const typed = { ...terms, issuedOn: terms.issuedOn.trim(), validTo: validTo.trim() === '' ? null : validTo.trim() };
    if (isNew) add.mutate({ subject, terms: typed });
    else replace.mutate({ certificateId: certificate.id, terms: typed, reason: reason.trim() });
  };
  const text = (field: 'number' | 'issuer' | 'accreditation' | 'uncertainty' | 'traceability', autoFocus = false) => (
    <TextField
      label={t(`certificate.${field}`)}
      value={terms[field]}
      onChange={(value) => change({ [field]: value })}
      isRequired={field === 'number'}
      autoFocus={autoFocus}
      maxLength={field === 'number' ? 120 : 200}
    />
  );
  return (
    <FormSheet
      title={isNew ? t('certificate.add') : t('certificate.changeOne', { number: certificate.terms.number })}
      saveLabel={t('certificate.save')}
      canSave={isReady}
      mutation={isNew ? add : replace}
      onClose={onClose}
      onSave={save}
    >
      {text('number', true)}
      {text('issuer')}
      <div className={styles.pair}>
        <DayField
          label={t('certificate.issuedOn')}
          value={terms.issuedOn}
          onChange={(issuedOn) => change({ issuedOn })}
          isRequired
        />
        <DayField label={t('certificate.validTo')} value={validTo} onChange={setValidTo} />
      </div>
      <ChoiceField
        label={t('certificate.asFound')}
        value={terms.asFound}
        onChange={(asFound) => change({ asFound })}
        choices={(['in-tolerance', 'out-of-tolerance', 'not-stated'] as const).map((value) => ({
          value,
          label: t(`certificate.found.${value}`),
          ...(value === 'out-of-tolerance' ? { detail: t('certificate.foundMore') } : {}),
        }))}
      />
      {text('accreditation')}
      {text('traceability')}
      {text('uncertainty')}
      <FileField file={terms.file} onChange={(file) => change({ file })} />
      <TextField label={t('note')} value={terms.note} onChange={(note) => change({ note })} maxLength={2000} />
      {!isNew && <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired maxLength={500} />}
    </FormSheet>
  );
}

interface FileFieldProps {
  readonly file: AttachedFile | null;
  readonly onChange: (file: AttachedFile | null) => void;
}

/** The paper itself, as a PDF or a picture; sealed and kept before it is named in a record. */
function FileField({ file, onChange }: FileFieldProps) {
  const { t } = useTranslation('calibration');
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation(
    useApi().calibration.standards.certificates.saveFile.mutationOptions({ onSuccess: onChange }),
  );
  const take = async (chosen: File | undefined) => {
    if (chosen !== undefined) {
      save.mutate({
        name: chosen.name,
        mediaType: chosen.type,
        bytes: new Uint8Array(await chosen.arrayBuffer()),
      });
    }
  };
  return (
    <div className={styles.group}>
      <input
        ref={input}
        type="file"
        accept="application/pdf,image/png,image/jpeg"
        hidden
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <div className={styles.values}>
        <Button icon="file" isPending={save.isPending} onPress={() => input.current?.click()}>
          {t('certificate.file')}
        </Button>
        {file !== null && (
          <Button look="quiet" icon="close" onPress={() => onChange(null)}>
            {t('certificate.noFile')}
          </Button>
        )}
      </div>
      {file !== null && (
        <p role="status">{t('certificate.fileIs', { name: file.name, size: formatBytes(file.byteCount) })}</p>
      )}
      <MutationError mutation={save} />
    </div>
  );
}
