import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../ui/choice-field.tsx';

interface ShowFieldProps {
  readonly value: 'open' | 'all';
  readonly onChange: (value: 'open' | 'all') => void;
}

/** What is open, or all there ever was. */
export function ShowField({ value, onChange }: ShowFieldProps) {
  const { t } = useTranslation('ui');
  return (
    <ChoiceField
      label={t('shown.label')}
      isLabelHidden
      layout="row"
      value={value}
      onChange={onChange}
      choices={[
        { value: 'open', label: t('shown.open') },
        { value: 'all', label: t('shown.all') },
      ]}
    />
  );
}
