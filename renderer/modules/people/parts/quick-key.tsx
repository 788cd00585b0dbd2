import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './people.module.css';

interface QuickKeyProps {
  /** What a person acts with when there is no time for the password; it never signs. */
  readonly kind: 'pin' | 'badge';
  readonly isSet: boolean;
}

const words = {
  pin: {
    title: 'admin.account.pin',
    more: 'admin.account.pinMore',
    yes: 'admin.account.pinSet',
    no: 'admin.account.pinNone',
    set: 'admin.account.setPin',
    change: 'admin.account.changePin',
    remove: 'admin.account.removePin',
  },
  badge: {
    title: 'admin.account.badge',
    more: 'admin.account.badgeMore',
    yes: 'admin.account.badgeSet',
    no: 'admin.account.badgeNone',
    set: 'admin.account.setBadge',
    change: 'admin.account.changeBadge',
    remove: 'admin.account.removeBadge',
  },
} as const;

export function QuickKey({ kind, isSet }: QuickKeyProps) {
  const { t } = useTranslation('people');
  const [sheet, setSheet] = useState<'set' | 'remove' | null>(null);
  const word = words[kind];
  return (
    <Card title={t(word.title)}>
      <p className={styles.more}>{t(word.more)}</p>
      <StateMark tone={isSet ? 'good' : 'not-set-up'}>{t(isSet ? word.yes : word.no)}</StateMark>
      <div className={styles.buttons}>
        <Button onPress={() => setSheet('set')}>{t(isSet ? word.change : word.set)}</Button>
        {isSet && (
          <Button look="quiet" onPress={() => setSheet('remove')}>
            {t(word.remove)}
          </Button>
        )}
      </div>
      {sheet !== null && <KeySheet kind={kind} isRemoving={sheet === 'remove'} onClose={() => setSheet(null)} />}
    </Card>
  );
}

interface KeySheetProps {
  readonly kind: 'pin' | 'badge';
  readonly isRemoving: boolean;
  readonly onClose: () => void;
}

function KeySheet({ kind, isRemoving, onClose }: KeySheetProps) {
  const { t } = useTranslation('people');
  const api = useApi();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [key, setKey] = useState('');
  const [again, setAgain] = useState('');
  const options = {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: api.people.state.queryKey() });
      onClose();
    },
  };
  const setPin = useMutation(api.people.setPin.mutationOptions(options));
  const setBadge = useMutation(api.people.setBadge.mutationOptions(options));
  const mutation = kind === 'pin' ? setPin : setBadge;
  const isReady = password !== '' && (isRemoving || (key !== '' && (kind === 'badge' || key === again)));
  const save = () => {
    const value = isRemoving ? null : key;
    if (kind === 'pin') {
      setPin.mutate({ password, pin: value });
    } else {
      setBadge.mutate({ password, badge: value });
    }
  };
  const word = words[kind];
  const verb = t(isRemoving ? word.remove : word.set);
  return (
    <Sheet
      title={verb}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button look="primary" hint="Enter" isDisabled={!isReady} isPending={mutation.isPending} onPress={save}>
          {verb}
        </Button>
      }
    >
      <TextField
        label={t('admin.account.ownPassword')}
        type="password"
        value={password}
        onChange={setPassword}
        maxLength={256}
        isRequired
        autoFocus
      />
      {!isRemoving && (
        <TextField
          label={t(kind === 'pin' ? 'admin.account.newPin' : 'admin.account.scanBadge')}
          description={t(word.more)}
          type="password"
          inputMode={kind === 'pin' ? 'numeric' : 'text'}
          value={key}
          onChange={setKey}
          maxLength={kind === 'pin' ? 8 : 60}
          takesScan={kind === 'badge'}
          isRequired
        />
      )}
      {!isRemoving && kind === 'pin' && (
        <TextField
          label={t('admin.account.pinAgain')}
          type="password"
          inputMode="numeric"
          value={again}
          onChange={setAgain}
          maxLength={8}
          isRequired
          error={again !== '' && !key.startsWith(again) ? t('password.differ') : undefined}
        />
      )}
      <MutationError mutation={mutation} />
    </Sheet>
  );
}
