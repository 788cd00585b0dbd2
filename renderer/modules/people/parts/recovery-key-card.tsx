import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { KeyTypedBack } from './key-typed-back.tsx';
import styles from './people.module.css';

/** A new recovery key, for when the paper is lost or somebody has seen it. */
export function RecoveryKeyCard() {
  const { t } = useTranslation('people');
  const [isOpen, setOpen] = useState(false);
  const [isDone, setDone] = useState(false);
  return (
    <Card title={t('admin.recovery.title')}>
      <p className={styles.more}>{t('admin.recovery.more')}</p>
      {isDone && <Banner tone="good" title={t('admin.recovery.done')} />}
      <span>
        <Button onPress={() => setOpen(true)}>{t('admin.recovery.make')}</Button>
      </span>
      {isOpen && (
        <MakeSheet
          onClose={() => setOpen(false)}
          onProved={() => {
            setOpen(false);
            setDone(true);
          }}
        />
      )}
    </Card>
  );
}

function MakeSheet({ onClose, onProved }: { readonly onClose: () => void; readonly onProved: () => void }) {
  const { t } = useTranslation('people');
  const [password, setPassword] = useState('');
  const [reason, setReason] = useState('');
  const make = useMutation(useApi().people.makeRecoveryKey.mutationOptions({ onError: () => setPassword('') }));
  if (make.data !== undefined) {
    return (
      <Sheet title={t('admin.recovery.title')} isOpen onOpenChange={onClose} isDismissable={false}>
        <KeyTypedBack recoveryKey={make.data.recoveryKey} intro={t('admin.recovery.intro')} onProved={onProved} />
      </Sheet>
    );
  }
  return (
    <Sheet
      title={t('admin.recovery.make')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={password === '' || reason.trim() === ''}
          isPending={make.isPending}
          onPress={() => make.mutate({ password, reason })}
        >
          {t('admin.recovery.make')}
        </Button>
      }
    >
      <p>{t('admin.recovery.more')}</p>
      <TextField
        label={t('admin.person.reason')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        isRequired
        autoFocus
      />
      <TextField
        label={t('admin.recovery.password')}
        type="password"
        value={password}
        onChange={setPassword}
        maxLength={256}
        isRequired
      />
      <MutationError mutation={make} />
    </Sheet>
  );
}
