import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldEntry, TaskField } from '../../../../shared/modules/maintenance/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';
import { MutationError } from '../../../ui/loaded.tsx';
import styles from './field-input.module.css';

interface PhotoInputProps {
  readonly field: TaskField;
  readonly entry: FieldEntry;
  readonly onChange: (entry: FieldEntry) => void;
}

/** A chosen file, kept by its hash (decision 26: no camera). */
export function PhotoInput({ field, entry, onChange }: PhotoInputProps) {
  const { t } = useTranslation('sheet');
  const id = useId();
  const save = useMutation(
    useApi().maintenance.sheets.savePhoto.mutationOptions({ onSuccess: (photo) => onChange({ ...entry, photo }) }),
  );
  return (
    <>
      <label htmlFor={id}>{field.label}</label>
      <input
        id={id}
        type="file"
        accept="image/*,application/pdf"
        className={styles.file}
        onChange={async (event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) {
            const bytes = new Uint8Array(await file.arrayBuffer());
            save.mutate({ name: file.name, mediaType: file.type, bytes });
          }
        }}
      />
      {entry.photo !== null && (
        <span className={styles.limits} role="status">
          {t('photoChosen', { name: entry.photo.name, size: formatBytes(entry.photo.byteCount) })}
        </span>
      )}
      <MutationError mutation={save} />
    </>
  );
}
