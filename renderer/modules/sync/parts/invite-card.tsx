import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChooseFile } from '../../../ui/choose-file.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SixWords } from './six-words.tsx';
import styles from './sync.module.css';

/** Takes another bench into the site by its request file; the first one taken opens the site. */
export function InviteCard({ hasSite }: { readonly hasSite: boolean }) {
  const { t } = useTranslation('workstations');
  const api = useApi().sync.workstations;
  const look = useMutation(api.readRequest.mutationOptions());
  const admit = useMutation(api.admit.mutationOptions());
  const [siteName, setSiteName] = useState('');
  const request = look.data;
  const read = (bytes: Uint8Array<ArrayBuffer>) => {
    admit.reset();
    look.mutate({ bytes });
  };
  const write = async () => {
    const chosen = request && (await getBridge()?.chooseFileToSave('bundle', `invitation-${request.label}.benchside`));
    if (chosen != null && request !== undefined) {
      admit.mutate({ token: request.token, grant: chosen.grant, siteName });
    }
  };
  return (
    <Card title={t('invite.title')}>
      <p>{t('invite.what')}</p>
      <div>
        <ChooseFile label={t('invite.read')} isPending={look.isPending} onRead={read} />
      </div>
      <MutationError mutation={look} />
      {request !== undefined && admit.data === undefined && (
        <div className={styles.fields}>
          <p>{t('invite.asks', { label: request.label })}</p>
          <SixWords title={t('words')} words={request.fingerprint} more={t('invite.compare')} />
          {request.isKnown && <p className={styles.detail}>{t('invite.known')}</p>}
          {!hasSite && (
            <TextField
              label={t('invite.siteName')}
              description={t('invite.siteNameMore')}
              value={siteName}
              onChange={setSiteName}
              maxLength={120}
              isRequired
            />
          )}
          {getBridge() === null ? (
            <p>{t('noDialog')}</p>
          ) : (
            <div>
              <Button
                onPress={() => void write()}
                isPending={admit.isPending}
                isDisabled={!hasSite && siteName.trim() === ''}
              >
                {t('invite.save')}
              </Button>
            </div>
          )}
        </div>
      )}
      <MutationError mutation={admit} />
      {admit.data !== undefined && <Banner tone="good" title={t('invite.done', { file: admit.data.file })} />}
    </Card>
  );
}
