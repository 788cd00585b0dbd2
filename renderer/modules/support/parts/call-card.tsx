import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackageFile } from '../../../../shared/modules/support/contract.ts';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './support.module.css';

/** One file for a call to the maker: made, looked at in full, and only then saved. */
export function CallCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('support');
  const api = useApi();
  const [problem, setProblem] = useState('');
  const [photos, setPhotos] = useState<readonly string[]>([]);
  const save = useMutation(api.support.callPackage.save.mutationOptions());
  const preview = useMutation(api.support.callPackage.preview.mutationOptions({ onSuccess: () => save.reset() }));
  const made = preview.data;
  const choose = async () => {
    const chosen = made && (await getBridge()?.chooseFileToSave('export', made.fileName));
    if (chosen != null && made !== undefined) {
      save.mutate({ token: made.token, grant: chosen.grant });
    }
  };
  // What is shown is what was made: other words make it stale.
  const retype = (text: string) => {
    setProblem(text);
    preview.reset();
    save.reset();
  };
  const offered = made?.photos ?? [];
  return (
    <Card title={t('call.title')}>
      <p>{t('call.what')}</p>
      <TextField
        label={t('call.problem')}
        description={t('call.problemMore')}
        value={problem}
        onChange={retype}
        isLong
        maxLength={4000}
      />
      <div>
        <Button
          onPress={() => preview.mutate({ instrumentId, problem, photos: [...photos] })}
          isPending={preview.isPending}
        >
          {t(made === undefined ? 'call.look' : 'call.lookAgain')}
        </Button>
      </div>
      <MutationError mutation={preview} />
      {offered.length > 0 && (
        <CheckField
          label={t('call.photos')}
          description={t('call.photosMore')}
          values={photos}
          choices={offered.map(({ sha256, name }) => ({ value: sha256, label: name }))}
          onChange={(chosen) => {
            setPhotos(chosen);
            preview.mutate({ instrumentId, problem, photos: chosen });
          }}
        />
      )}
      {made !== undefined && (
        <>
          <h3>{t('call.inside')}</h3>
          <ul>
            {made.files.map((file) => (
              <li key={file.name}>
                <Shown file={file} />
              </li>
            ))}
          </ul>
          {getBridge() === null ? (
            <p>{t('call.noDialog')}</p>
          ) : (
            <div>
              <Button onPress={() => void choose()} isPending={save.isPending} isDisabled={save.isSuccess}>
                {t('call.save')}
              </Button>
            </div>
          )}
        </>
      )}
      <MutationError mutation={save} />
      {save.isSuccess && <p role="status">{t('call.saved', { file: save.data.file })}</p>}
    </Card>
  );
}

function Shown({ file }: { readonly file: PackageFile }) {
  const { t } = useTranslation('support');
  const size = formatBytes(file.byteCount);
  if (file.text === null) {
    return (
      <p>
        {file.name} <span className={styles.detail}>{t('call.photo', { size })}</span>
      </p>
    );
  }
  return (
    <details className={styles.file}>
      <summary>
        {file.name}
        <span className={styles.detail}>{t(file.isShownWhole ? 'call.shown' : 'call.shownPart', { size })}</span>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long text scrolls in its own box, and the keyboard must reach it */}
      <section className={styles.text} tabIndex={0} aria-label={file.name}>
        {file.text}
      </section>
    </details>
  );
}
