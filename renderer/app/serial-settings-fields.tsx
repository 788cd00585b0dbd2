import { useTranslation } from 'react-i18next';
import type { SerialSettings } from '../../shared/instruments/link-settings.ts';
import { SelectField } from '../ui/select-field.tsx';
import styles from './serial-settings-fields.module.css';

/** Speeds that analyzers and balances use; the host takes any. */
const bauds = [300, 600, 1200, 2400, 4800, 9600, 14_400, 19_200, 28_800, 38_400, 57_600, 115_200, 230_400, 460_800];

interface SerialSettingsFieldsProps {
  readonly value: SerialSettings;
  readonly onChange: (value: SerialSettings) => void;
  /** False where flow control is not to be chosen. */
  readonly hasFlow?: boolean;
}

/** Baud, data bits, parity, stop bits and flow control as five selects. */
export function SerialSettingsFields({ value, onChange, hasFlow = true }: SerialSettingsFieldsProps) {
  const { t } = useTranslation('port');
  const speeds = bauds.includes(value.baud) ? bauds : [...bauds, value.baud].toSorted((a, b) => a - b);
  return (
    <div className={styles.fields}>
      <SelectField
        label={t('baud')}
        value={String(value.baud)}
        options={speeds.map((baud) => ({ value: String(baud), label: String(baud) }))}
        onChange={(baud) => onChange({ ...value, baud: Number(baud) })}
      />
      <SelectField
        label={t('dataBits')}
        value={String(value.dataBits)}
        options={['8', '7', '6', '5'].map((bits) => ({ value: bits, label: bits }))}
        onChange={(bits) => onChange({ ...value, dataBits: Number(bits) as SerialSettings['dataBits'] })}
      />
      <SelectField
        label={t('parity')}
        value={value.parity}
        options={(['none', 'even', 'odd', 'mark', 'space'] as const).map((parity) => ({
          value: parity,
          label: t(`parities.${parity}`),
        }))}
        onChange={(parity) => onChange({ ...value, parity })}
      />
      <SelectField
        label={t('stopBits')}
        value={String(value.stopBits)}
        options={['1', '1.5', '2'].map((bits) => ({ value: bits, label: bits }))}
        onChange={(bits) => onChange({ ...value, stopBits: Number(bits) as SerialSettings['stopBits'] })}
      />
      {hasFlow && (
        <SelectField
          label={t('flow')}
          value={value.flow}
          options={(['none', 'hardware', 'software'] as const).map((flow) => ({
            value: flow,
            label: t(`flows.${flow}`),
          }))}
          onChange={(flow) => onChange({ ...value, flow })}
        />
      )}
    </div>
  );
}
