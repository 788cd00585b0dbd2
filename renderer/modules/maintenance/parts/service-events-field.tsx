import { useTranslation } from 'react-i18next';
import { type RtsEvent, rtsEvent } from '../../../../shared/modules/maintenance/service-terms.ts';
import { CheckField } from '../../../ui/check-field.tsx';

interface EventsFieldProps {
  readonly label: string;
  readonly description: string;
  readonly values: readonly RtsEvent[];
  readonly onChange: (values: RtsEvent[]) => void;
  readonly autoFocus?: boolean;
}

/** What happened to an instrument that must be followed by proof; several at once are one list. */
export function EventsField(props: EventsFieldProps) {
  const { t } = useTranslation('service');
  return (
    <CheckField
      {...props}
      choices={rtsEvent.options.map((value) => ({
        value,
        label: t(`event.${value}`),
        ...(value === 'critical-part' ? { detail: t('criticalPart') } : {}),
      }))}
    />
  );
}
