import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '../../../../shared/modules/messages/contract.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';

/** How the instrument was set when it measured; nothing where the message does not say. */
export function SettingsTold({ message: { signals } }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  const settings = signals.filter((signal) => signal.kind === 'setting');
  if (settings.length === 0) return null;
  return (
    <Card title={t('detail.settings')}>
      <KeyValue
        rows={settings.map(({ setting, reading, unit }) => ({ label: setting, value: `${reading} ${unit}`.trim() }))}
      />
    </Card>
  );
}
