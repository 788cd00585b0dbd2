import { useTranslation } from 'react-i18next';
import type { Sheet } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';

/** What the task asks for, when it is due, and what doing it today does to the date. */
export function SheetFacts({ sheet }: { readonly sheet: Sheet }) {
  const { t } = useTranslation('sheet');
  const say = useSay();
  const { counts, windowOpensOn, windowClosesOn } = sheet;
  return (
    <>
      <Card title={t('counts')}>
        <p>{say(counts.sentence.key, counts.sentence.data)}</p>
        {counts.nextDueOn !== null && <p>{t('countsNext', { date: formatCivilDay(counts.nextDueOn) })}</p>}
      </Card>
      <Card title={t('detail')}>
        {sheet.detail !== '' && <p>{sheet.detail}</p>}
        <KeyValue
          rows={[
            { label: t('sop'), value: sheet.sop },
            { label: t('due'), value: sheet.dueOn === null ? '' : formatCivilDay(sheet.dueOn) },
            ...(windowOpensOn === null || windowClosesOn === null
              ? []
              : [
                  {
                    label: '',
                    value: t('window', { from: formatCivilDay(windowOpensOn), to: formatCivilDay(windowClosesOn) }),
                    key: 'window',
                  },
                ]),
          ]}
        />
        <p>{t('opened', { at: formatInstant(sheet.openedAt, 'minutes'), by: sheet.openedBy })}</p>
      </Card>
    </>
  );
}
