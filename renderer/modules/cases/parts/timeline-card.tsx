import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoryLine } from '../../../../shared/modules/cases/case-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';
import storyStyles from './story.module.css';

const firstCount = 60;
const mostCount = 500;

/** One story: what was done on the case, what happened to the things it holds, and what the instrument said meanwhile. */
export function TimelineCard({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('cases');
  const [limit, setLimit] = useState(firstCount);
  const timeline = useQuery(
    useApi().cases.timeline.queryOptions({
      input: { caseId, limit },
      placeholderData: keepPreviousData,
      meta: { topics: ['cases', 'errors', 'maintenance', 'troubleshooting', 'people'] },
    }),
  );
  return (
    <Card title={t('timeline.title')}>
      <Loaded query={timeline}>
        {({ lines, hasMore }) => (
          <>
            {lines.length === 0 ? <p>{t('timeline.empty')}</p> : <Story lines={lines} />}
            {hasMore && limit < mostCount && <Button onPress={() => setLimit(mostCount)}>{t('timeline.more')}</Button>}
          </>
        )}
      </Loaded>
    </Card>
  );
}

/** Lines of a story, as the host orders them. */
export function Story({ lines }: { readonly lines: readonly StoryLine[] }) {
  const { t } = useTranslation('cases');
  const say = useSay();
  const api = useApi().cases;
  return (
    <ol className={storyStyles.story}>
      {lines.map((line) => (
        <li key={line.hash} className={storyStyles.line} data-origin={line.origin}>
          <div className={storyStyles.text}>{say(line.key, line.data)}</div>
          <div className={styles.muted}>
            <TimeText at={line.at} look="full" />
            {line.actor !== '' && <> · {t('by', { actor: line.actor })}</>}
            {line.origin !== 'case' && <> · {line.subject === '' ? t('timeline.instrument') : line.subject}</>}
          </div>
          {line.picture !== null && (
            <KeptPhoto
              name={line.picture.name}
              query={api.picture.queryOptions({ input: { sha256: line.picture.sha256 }, meta: { topics: [] } })}
            />
          )}
        </li>
      ))}
    </ol>
  );
}
