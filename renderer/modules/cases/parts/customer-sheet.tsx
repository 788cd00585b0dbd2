import { useTranslation } from 'react-i18next';
import type { CustomerSheet } from '../../../../shared/modules/cases/visit-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';
import { shownMinutes } from './say-case.ts';
import storyStyles from './story.module.css';

interface CustomerSheetViewProps {
  readonly sheet: CustomerSheet;
  readonly seenHash: string;
}

/** Exactly what the customer signs, in the words that were written for them. */
export function CustomerSheetView({ sheet, seenHash }: CustomerSheetViewProps) {
  const { t } = useTranslation('visits');
  return (
    <Card title={t('customer.sheet')}>
      <p>{t('customer.sheetMore')}</p>
      <KeyValue
        rows={[
          { label: t('facts.number'), value: sheet.number },
          { label: t('fields.place'), value: sheet.place },
          { label: t('fields.purpose'), value: sheet.purpose },
          { label: t('fields.specialist'), value: sheet.specialist },
          {
            label: t('facts.arrived'),
            value: sheet.arrivedAt === '' ? '' : <TimeText at={sheet.arrivedAt} look="full" />,
          },
          ...(sheet.leftAt === ''
            ? []
            : [{ label: t('facts.left'), value: <TimeText at={sheet.leftAt} look="full" /> }]),
          {
            label: t('fields.instruments'),
            value: (
              <ul className={storyStyles.bulleted}>
                {sheet.instruments.map((each) => (
                  <li key={`${each.name} ${each.serialNumber}`}>
                    {[each.name, each.model, each.serialNumber].filter(Boolean).join(', ')}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            label: t('work.title'),
            value: (
              <ul className={storyStyles.bulleted}>
                {sheet.work.map((each) => (
                  <li key={`${each.at} ${each.text}`}>
                    {each.text}
                    {each.minutes > 0 && <span className={styles.muted}> {shownMinutes(each.minutes)}</span>}
                  </li>
                ))}
              </ul>
            ),
          },
          { label: t('summary.found'), value: sheet.found },
          { label: t('summary.done'), value: sheet.done },
          { label: t('summary.leftAs'), value: sheet.leftAs },
          { label: t('summary.openPoints'), value: sheet.openPoints },
          ...(sheet.followUps.length === 0
            ? []
            : [
                {
                  label: t('followUp.title'),
                  value: (
                    <ul className={storyStyles.bulleted}>
                      {sheet.followUps.map((each) => (
                        <li key={each.text}>
                          {[each.text, each.owner, each.dueOn === '' ? '' : formatCivilDay(each.dueOn)]
                            .filter(Boolean)
                            .join(', ')}
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]),
        ]}
      />
      <p className={styles.muted}>
        {t('customer.hash')} <CodeText>{seenHash.slice(0, 16)}</CodeText>
      </p>
    </Card>
  );
}
