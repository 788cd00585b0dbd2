import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../../shared/modules/sync/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import styles from './sync.module.css';

/** Who this workstation is to others, and whether it may use a network at all. */
export function HereCard({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const { may } = useSession();
  const allow = useMutation(useApi().sync.setAllowed.mutationOptions());
  const { site, workstation } = state;
  return (
    <Card title={t('here.title')}>
      <KeyValue
        rows={[
          { label: t('here.label'), value: workstation.label },
          { label: t('here.fingerprint'), value: workstation.fingerprint },
          { label: t('here.site'), value: site.isProvisional ? t('here.provisional') : site.name },
        ]}
      />
      <SwitchField
        label={t('here.network')}
        isOn={state.isAllowed}
        onChange={(isAllowed) => allow.mutate({ isAllowed })}
        isDisabled={!may('machine.manage') || allow.isPending}
      />
      <p className={styles.detail}>{t('here.networkMore')}</p>
      <MutationError mutation={allow} />
    </Card>
  );
}
