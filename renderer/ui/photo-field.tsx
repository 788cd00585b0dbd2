import { type DragEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../i18n/time.ts';
import { Button } from './button.tsx';
import styles from './photo-field.module.css';

/** A picture as a person gave it: name and kind of its file, and its bytes. */
export interface GivenPhoto {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface PhotoFieldProps {
  readonly label: string;
  /** What is there already: of a picture that was kept, its name and size are enough. */
  readonly photo: { readonly name: string; readonly byteCount: number } | null;
  readonly onChange: (photo: GivenPhoto) => void;
  readonly autoFocus?: boolean;
}

/** A picture that is chosen, dropped, or pasted anywhere on the screen; the app never asks for the camera (decision 26). */
export function PhotoField({ label, photo, onChange, autoFocus = false }: PhotoFieldProps) {
  const { t } = useTranslation('ui');
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (file !== undefined) {
      onChange({ name: file.name || 'photo', mediaType: file.type, bytes: new Uint8Array(await file.arrayBuffer()) });
    }
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => void latest.current(event.clipboardData?.files[0]);
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  return (
    <section
      className={styles.drop}
      aria-label={label}
      onDragOver={(event: DragEvent) => event.preventDefault()}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <h3>{label}</h3>
      <p>{t('photo.drop')}</p>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/gif"
        hidden
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button icon="photo" onPress={() => input.current?.click()} autoFocus={autoFocus}>
        {t('photo.choose')}
      </Button>
      {photo !== null && (
        <p role="status">{t('photo.chosen', { name: photo.name, size: formatBytes(photo.byteCount) })}</p>
      )}
    </section>
  );
}
