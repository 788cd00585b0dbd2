import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from './answers-card.module.css';

type Photo = NonNullable<GuideRun['answers'][number]['photo']>;

/** A photo kept with an answer: its name, and the picture when asked for. */
export function AnswerPhoto({ photo }: { readonly photo: Photo }) {
  const { t } = useTranslation('troubleshooting');
  const [isShown, setIsShown] = useState(false);
  return (
    <div className={styles.photo}>
      <Button icon="photo" onPress={() => setIsShown(!isShown)} aria-expanded={isShown}>
        {t(isShown ? 'photoHide' : 'photoShow', { name: photo.name })}
      </Button>
      {isShown && <Picture photo={photo} />}
    </div>
  );
}

function Picture({ photo: { sha256, name } }: { readonly photo: Photo }) {
  const bytes = useQuery(useApi().troubleshooting.photo.queryOptions({ input: { sha256 } }));
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
