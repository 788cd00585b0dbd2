import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.tsx';

interface YesNoProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** One of two, both in view. */
export function YesNo({ label, value, onChange }: YesNoProps) {
  const { t } = useTranslation('sop');
  return (
    <ChoiceField
      label={label}
      layout="row"
      value={value ? 'yes' : 'no'}
      choices={(['yes', 'no'] as const).map((choice) => ({ value: choice, label: t(`editor.${choice}`) }))}
      onChange={(choice) => onChange(choice === 'yes')}
    />
  );
}
