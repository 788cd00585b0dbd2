import { type ClipboardEvent, type DragEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import type { Draft } from './draft.ts';
import styles from './step-form.module.css';

interface PhotoFieldProps {
  readonly label: string;
  readonly photo: Draft['photo'];
  readonly onChange: (photo: Draft['photo']) => void;
}

/** A picture that is chosen, dropped or pasted; the app never asks for the camera. */
export function PhotoField({ label, photo, onChange }: PhotoFieldProps) {
  const { t } = useTranslation('troubleshooting');
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined | null) => {
    if (file !== undefined && file !== null) {
      onChange({ name: file.name || 'photo', bytes: new Uint8Array(await file.arrayBuffer()) });
    }
  };
  return (
    <section
      className={styles.drop}
      aria-label={label}
      onPaste={(event: ClipboardEvent) => void take(event.clipboardData.files[0])}
      onDragOver={(event: DragEvent) => event.preventDefault()}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <h3>{label}</h3>
      <p>{t('answer.photoDrop')}</p>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/gif"
        hidden
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button icon="photo" onPress={() => input.current?.click()}>
        {t('answer.photoChoose')}
      </Button>
      {photo !== null && <p>{t('answer.photoChosen', { name: photo.name, size: formatBytes(photo.bytes.length) })}</p>}
    </section>
  );
}
