import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostState, Unlocking } from '../../shared/shell/bridge.ts';
import { getBridge } from '../data/bridge.ts';
import { Button } from '../ui/button.tsx';
import { OwnForm } from '../ui/own-form.tsx';
import { TextField } from '../ui/text-field.tsx';

const escrowCodes = new Set(['store/key-missing', 'store/wrong-key', 'store/escrow-code']);

/** What a person can type where the host could not open its keys, or null where typing does not help. */
export function wayToUnlock({ code, data }: Pick<HostState, 'code' | 'data'>): Unlocking['way'] | null {
  if (code === 'keys/locked') return data.store === 'passphrase' ? 'passphrase' : 'escrow-code';
  return code !== null && escrowCodes.has(code) ? 'escrow-code' : null;
}

/** Takes the escrow code or the passphrase and starts the host again with it. */
export function UnlockForm({ way }: { readonly way: Unlocking['way'] }) {
  const { t } = useTranslation('app');
  const [text, setText] = useState('');
  const unlock = () => {
    void getBridge()?.unlockHost({ way, text });
    setText('');
  };
  return (
    <OwnForm onSubmit={unlock}>
      <TextField
        label={t(`hostFailed.${way}`)}
        description={t(`hostFailed.${way}-more`)}
        value={text}
        onChange={setText}
        type={way === 'passphrase' ? 'password' : 'text'}
        isMono={way === 'escrow-code'}
        maxLength={1000}
      />
      <Button look="primary" hint="Enter" isDisabled={text.trim() === ''} onPress={unlock}>
        {t('hostFailed.unlock')}
      </Button>
    </OwnForm>
  );
}
