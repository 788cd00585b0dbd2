import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';

const shownCount = 100;

/** What was written, newest first. */
export function CasesScreen() {
  const { t } = useTranslation('cases');
  const entries = useQuery(useApi().cases.list.queryOptions({ input: { instrumentId: null, show: 'open', search: '', limit: shownCount } }));
  return (
    <Screen title={t('title')}>
      <Loaded query={entries}>
        {(rows) => (
          <Card title={t('title')}>
            {rows.length === 0 ? <p>{t('empty')}</p> : null}
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  {row.number} {row.title} <RecordMark place={row.place} />
                </li>
              ))}
            </ul>
          </Card>
        )}
      </Loaded>
    </Screen>
  );
}
