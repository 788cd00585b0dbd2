import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../../shared/modules/sync/contract.ts';
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

/** Asks to join a site by a file, and takes the invitation that comes back. */
export function AskCard({ workstation }: { readonly workstation: SyncState['workstation'] }) {
  const { t } = useTranslation('workstations');
  const api = useApi().sync.workstations;
  const [label, setLabel] = useState(workstation.label);
  const write = useMutation(api.writeRequest.mutationOptions());
  const look = useMutation(api.readInvitation.mutationOptions());
  const accept = useMutation(api.accept.mutationOptions());
  const save = async () => {
    const chosen = await getBridge()?.chooseFileToSave('bundle', `request-${label}.benchside`);
    if (chosen != null) {
      write.mutate({ grant: chosen.grant, label });
    }
  };
  const read = (bytes: Uint8Array<ArrayBuffer>) => {
    accept.reset();
    look.mutate({ bytes });
  };
  const found = look.data;
  return (
    <Card title={t('ask.title')}>
      <p>{t('ask.what')}</p>
      <div className={styles.fields}>
        <TextField label={t('ask.label')} value={label} onChange={setLabel} maxLength={120} isRequired />
        <SixWords title={t('ask.words')} words={workstation.fingerprint} />
        <div className={styles.actions}>
          {getBridge() === null ? (
            <p>{t('noDialog')}</p>
          ) : (
            <Button onPress={() => void save()} isPending={write.isPending} isDisabled={label.trim() === ''}>
              {t('ask.write')}
            </Button>
          )}
          <ChooseFile label={t('ask.read')} isPending={look.isPending} onRead={read} />
        </div>
        <MutationError mutation={write} />
        {write.data !== undefined && <p role="status">{t('ask.written', { file: write.data.file })}</p>}
        <MutationError mutation={look} />
        {found !== undefined && accept.data === undefined && (
          <>
            <p>{t('ask.invites', { label: found.inviter.label, site: found.siteName })}</p>
            <SixWords title={t('words')} words={found.inviter.fingerprint} more={t('ask.compare')} />
            <div>
              <Button onPress={() => accept.mutate({ token: found.token })} isPending={accept.isPending}>
                {t('ask.accept', { site: found.siteName })}
              </Button>
            </div>
          </>
        )}
        <MutationError mutation={accept} />
        {accept.data !== undefined && <Banner tone="good" title={t('ask.joined', { site: accept.data.siteName })} />}
      </div>
    </Card>
  );
}
