import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/text-field.tsx';

interface NewTwiceProps {
  readonly first: string;
  readonly again: string;
  readonly onFirst: (value: string) => void;
  readonly onAgain: (value: string) => void;
}

/** A new password, twice; says where the two part. */
export function NewTwice({ first, again, onFirst, onAgain }: NewTwiceProps) {
  const { t } = useTranslation('people');
  return (
    <>
      <TextField
        label={t('password.new')}
        description={t('password.rule')}
        type="password"
        value={first}
        onChange={onFirst}
        maxLength={256}
        isRequired
      />
      <TextField
        label={t('password.again')}
        type="password"
        value={again}
        onChange={onAgain}
        maxLength={256}
        isRequired
        error={again !== '' && !first.startsWith(again) ? t('password.differ') : undefined}
      />
    </>
  );
}
