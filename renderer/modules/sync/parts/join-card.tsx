import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../../shared/modules/sync/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SixWords } from './six-words.tsx';
import styles from './sync.module.css';

/** Joining in two steps: see whose key answers and compare its words, then say the code. */
export function JoinCard({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const { may } = useSession();
  const api = useApi().sync;
  const look = useMutation(api.lookUp.mutationOptions());
  const [address, setAddress] = useState('');
  const find = () => look.mutate({ address });
  const found = look.data;
  if (!may('machine.manage')) {
    return (
      <Card title={t('join.title')}>
        <p>{t('join.what')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('join.title')}>
      <p>{t('join.what')}</p>
      {!state.site.isProvisional && <p>{t('join.held', { site: state.site.name })}</p>}
      {!state.isAllowed ? (
        <p>{t('join.noNetwork')}</p>
      ) : found === undefined ? (
        <OwnForm onSubmit={find} isDisabled={address.trim() === '' || look.isPending}>
          <div className={styles.fields}>
            <TextField
              label={t('join.address')}
              description={t('join.addressMore')}
              value={address}
              onChange={setAddress}
              maxLength={300}
            />
            <div>
              <Button onPress={find} isPending={look.isPending} isDisabled={address.trim() === ''}>
                {t('join.look')}
              </Button>
            </div>
          </div>
        </OwnForm>
      ) : (
        <Enrol found={found} label={state.workstation.label} onOther={() => look.reset()} />
      )}
      <MutationError mutation={look} />
    </Card>
  );
}

interface EnrolProps {
  readonly found: { address: string; device: string; publicKey: string; fingerprint: string };
  readonly label: string;
  readonly onOther: () => void;
}

function Enrol({ found, label: known, onOther }: EnrolProps) {
  const { t } = useTranslation('sync');
  const { fingerprint, ...hub } = found;
  const join = useMutation(useApi().sync.join.mutationOptions());
  const [code, setCode] = useState('');
  const [label, setLabel] = useState(known);
  const canJoin = code.trim() !== '' && label.trim() !== '';
  const enrol = () => join.mutate({ ...hub, code, label });
  return (
    <OwnForm onSubmit={enrol} isDisabled={!canJoin || join.isPending}>
      <div className={styles.fields}>
        <SixWords title={t('join.words')} words={fingerprint} more={t('join.compare')} />
        <TextField label={t('join.code')} value={code} onChange={setCode} maxLength={60} isMono autoFocus />
        <TextField
          label={t('join.label')}
          description={t('join.labelMore')}
          value={label}
          onChange={setLabel}
          maxLength={120}
        />
        <MutationError mutation={join} />
        <div className={styles.actions}>
          <Button look="primary" onPress={enrol} isPending={join.isPending} isDisabled={!canJoin}>
            {t('join.join')}
          </Button>
          <Button look="quiet" onPress={onOther}>
            {t('join.other')}
          </Button>
        </div>
      </div>
    </OwnForm>
  );
}
