import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './kept-photo.module.css';
import { Loaded } from './loaded.tsx';

interface KeptPhotoProps<Key extends QueryKey> {
  readonly name: string;
  /** Asks the module that keeps the picture for its bytes. */
  readonly query: UseQueryOptions<{ bytes: Uint8Array }, Error, { bytes: Uint8Array }, Key>;
}

/** A picture that was kept: its name, and the picture itself when asked for. */
export function KeptPhoto<Key extends QueryKey>({ name, query }: KeptPhotoProps<Key>) {
  const { t } = useTranslation('ui');
  const [isShown, setIsShown] = useState(false);
  return (
    <div className={styles.photo}>
      <Button icon="photo" onPress={() => setIsShown(!isShown)} aria-expanded={isShown}>
        {t(isShown ? 'photo.hide' : 'photo.show', { name })}
      </Button>
      {isShown && <Picture name={name} query={query} />}
    </div>
  );
}

function Picture<Key extends QueryKey>({ name, query }: KeptPhotoProps<Key>) {
  const bytes = useQuery(query);
  return <Loaded query={bytes}>{(data) => <Drawn bytes={data.bytes} name={name} />}</Loaded>;
}

function Drawn({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [bytes]);
  return address === null ? null : <img src={address} alt={name} className={styles.picture} />;
}
