import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { Button } from '../../../ui/button.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './key-typed-back.module.css';

interface KeyTypedBackProps {
  readonly recoveryKey: string;
  /** What this key is, and what happened to the one before. */
  readonly intro: string;
  readonly onProved: () => void;
}

/** Letters and figures alone: groups, small and capital letters do not matter, nor do O for 0 and I or L for 1. */
const bare = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/** A key that is shown once: to print or to write down, and typed back to prove that it is on paper. */
export function KeyTypedBack({ recoveryKey, intro, onProved }: KeyTypedBackProps) {
  const { t } = useTranslation('people');
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submit = () => {
    const isRight = bare(typed) === bare(recoveryKey);
    setWrong(!isRight);
    if (isRight) {
      onProved();
    }
  };
  return (
    <OwnForm onSubmit={submit} isDisabled={typed.trim() === ''}>
      <p>{intro}</p>
      <KeyOnPaper title={t('key.title')} groups={recoveryKey.split(/[\s-]+/)} more={t('key.keep')} />
      <TextField
        label={t('key.typeBack')}
        description={t('key.typeBackMore')}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          setWrong(false);
        }}
        isMono
        autoFocus
        maxLength={200}
        error={isWrong ? t('key.wrong') : undefined}
      />
      <div className={styles.buttons}>
        <Button look="primary" hint="Enter" isDisabled={typed.trim() === ''} onPress={submit}>
          {t('key.prove')}
        </Button>
      </div>
    </OwnForm>
  );
}

interface KeyOnPaperProps {
  readonly title: string;
  readonly groups: readonly string[];
  /** Where the paper belongs. */
  readonly more: string;
}

/** The key in groups, with its printer; on paper there is the key alone. */
export function KeyOnPaper({ title, groups, more }: KeyOnPaperProps) {
  const { t } = useTranslation('people');
  const bridge = getBridge();
  return (
    <div className={styles.paper} data-key-on-paper>
      <h3>{title}</h3>
      <p className={styles.key}>
        {groups.map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups of one fixed key have no other identity
          <span key={index}>{group}</span>
        ))}
      </p>
      <p className={styles.more}>{more}</p>
      {bridge !== null && (
        <Button look="quiet" icon="file" onPress={() => void bridge.printPages()}>
          {t('key.print')}
        </Button>
      )}
    </div>
  );
}
