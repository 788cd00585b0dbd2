import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticeMatch, NoticeRow } from '../../../../shared/modules/cases/project-contract.ts';
import type { NumberRange } from '../../../../shared/modules/cases/terms.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { AnswerNoticeSheet } from '../parts/answer-notice-sheet.tsx';
import storyStyles from '../parts/story.module.css';
import { toneOfMatch } from '../parts/tones.ts';

const route = getRouteApi('/notices/$noticeId');

/** One notice: what the maker says, what of it stands here, and what was done about it. */
export function NoticeScreen() {
  const { t } = useTranslation('notices');
  const { noticeId } = route.useParams();
  const query = useQuery(
    useApi().cases.notices.get.queryOptions({
      input: { noticeId },
      meta: { topics: ['cases', 'instruments'] },
    }),
  );
  return (
    <Loaded query={query} waiting={<Screen title={t('notice')}>{null}</Screen>}>
      {(data) => <NoticeView of={data} />}
    </Loaded>
  );
}

function NoticeView({ of }: { readonly of: NoticeRow }) {
  const { t } = useTranslation('notices');
  const [answering, setAnswering] = useState<NoticeMatch | null>(null);
  const concerned = of.matches.filter(({ verdict }) => verdict !== 'does-not-apply');
  const rest = of.matches.filter(({ verdict }) => verdict === 'does-not-apply');
  const next = concerned.find(({ answer }) => answer === null);
  return (
    <Screen
      title={`${of.number} ${of.title}`.trim()}
      crumbs={[{ label: t('title'), to: '/cases/notices' }]}
      actions={{
        state: <RecordMark place="saved-here" />,
        ...(next === undefined
          ? {}
          : {
              primary: {
                label: t('match.answerFor', { instrument: next.instrumentName }),
                onPress: () => setAnswering(next),
              },
            }),
      }}
      side={<Facts of={of} />}
    >
      <Banner
        tone={of.openCount > 0 ? 'attention' : concerned.length > 0 ? 'good' : 'info'}
        title={
          of.openCount > 0
            ? t('unanswered', { count: of.openCount })
            : concerned.length > 0
              ? t('allAnswered')
              : t('match.none')
        }
      >
        {of.dueOn !== null && of.openCount > 0 && (
          <p>{t(of.isOverdue ? 'overdue' : 'due', { day: formatCivilDay(of.dueOn) })}</p>
        )}
        {of.hasConflict && <p>{t('conflict')}</p>}
      </Banner>
      <Card title={t('facts.text')}>
        <p className={styles.text}>{of.title}</p>
        {of.text !== '' && <p>{of.text}</p>}
        {of.actions.length > 0 && (
          <>
            <h3>{t('facts.actions')}</h3>
            <ol className={storyStyles.numbered}>
              {of.actions.map((action) => (
                <li key={action}>{action}</li>
              ))}
            </ol>
          </>
        )}
      </Card>
      <Card title={t('match.title')}>
        {concerned.length === 0 ? <p>{t('match.none')}</p> : <Matches rows={concerned} onAnswer={setAnswering} />}
      </Card>
      {rest.length > 0 && (
        <Card title={t('match.rest')}>
          <Matches rows={rest} onAnswer={null} />
        </Card>
      )}
      {answering !== null && (
        <AnswerNoticeSheet noticeId={of.id} match={answering} onClose={() => setAnswering(null)} />
      )}
    </Screen>
  );
}

interface MatchesProps {
  readonly rows: readonly NoticeMatch[];
  readonly onAnswer: ((match: NoticeMatch) => void) | null;
}

function Matches({ rows, onAnswer }: MatchesProps) {
  const { t } = useTranslation('notices');
  const say = useSay();
  return (
    <ul className={styles.rows}>
      {rows.map((row) => (
        <li key={row.instrumentId} className={styles.withAction}>
          <div className={styles.words}>
            <span className={styles.main}>
              <StateMark tone={row.answer === null ? toneOfMatch[row.verdict] : 'good'}>
                {row.answer === null ? t(`match.verdict.${row.verdict}`) : t(`answer.kinds.${row.answer.answer}`)}
              </StateMark>
              <span className={styles.text}>{row.instrumentName}</span>
              <span>{row.serialNumber}</span>
            </span>
            <span>{say(`match.${row.why}`, row.data)}</span>
            {row.answer !== null && (
              <span className={styles.rest}>
                {row.answer.note !== '' && <span>{row.answer.note}</span>}
                <TimeText at={row.answer.at} />
                <span>{t('by', { actor: row.answer.by })}</span>
              </span>
            )}
          </div>
          <div className={styles.actions}>
            {row.answer?.caseId != null && (
              <ButtonLink to="/case/$caseId" params={{ caseId: row.answer.caseId }}>
                {t('match.case')}
              </ButtonLink>
            )}
            {onAnswer !== null && (
              <Button
                aria-label={t(row.answer === null ? 'match.answerFor' : 'match.againFor', {
                  instrument: row.instrumentName,
                })}
                onPress={() => onAnswer(row)}
              >
                {t(row.answer === null ? 'match.answer' : 'match.again')}
              </Button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Facts({ of }: { readonly of: NoticeRow }) {
  const { t } = useTranslation('notices');
  const ranges = (rows: readonly NumberRange[]) =>
    rows.length === 0
      ? t('facts.none')
      : rows
          .map(({ from, to }) => (from === to ? from : t('facts.range', { from, to })))
          .slice(0, 40)
          .join('; ');
  return (
    <Card title={t('facts.title')}>
      <KeyValue
        rows={[
          { label: t('facts.number'), value: of.number },
          { label: t('facts.maker'), value: of.maker },
          { label: t('facts.severity'), value: t(`severity.${of.severity}`) },
          { label: t('facts.issued'), value: of.issuedOn === null ? '' : formatCivilDay(of.issuedOn) },
          { label: t('facts.models'), value: of.models.length === 0 ? t('facts.allModels') : of.models.join(', ') },
          { label: t('facts.serials'), value: ranges(of.serials) },
          { label: t('facts.lots'), value: ranges(of.lots) },
          { label: t('facts.file'), value: of.fileName },
          { label: t('facts.taken'), value: <TimeText at={of.takenAt} look="full" /> },
          { label: t('facts.takenBy'), value: of.takenBy },
        ]}
      />
    </Card>
  );
}
