import { useTranslation } from 'react-i18next';
import type { SopDetail } from '../../../../shared/modules/sop/library-contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';

/** Everything that was decided about a procedure, with who and why. */
export function SopHistory({ sop }: { readonly sop: SopDetail }) {
  const { t } = useTranslation('sop');
  const say = useSay();
  return (
    <Card title={t('page.history')}>
      <KeyValue
        rows={sop.history.map((event) => ({
          key: event.hash,
          label: formatInstant(event.at, 'minutes'),
          value: [
            `${say(`sop.event.${event.type}`)}${event.versionNumber === null ? '' : ` (${event.versionNumber})`}`,
            event.by,
            event.text,
          ]
            .filter((part) => part !== '')
            .join(', '),
        }))}
      />
    </Card>
  );
}
