import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorDetail } from '../../../../shared/modules/errors/contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { BookEntrySheet } from '../parts/book-entry-sheet.tsx';
import { BookEntryView } from '../parts/book-entry-view.tsx';
import { ErrorEvidence } from '../parts/error-evidence.tsx';
import { ErrorFacts } from '../parts/error-facts.tsx';
import { ResolveSheet } from '../parts/resolve-sheet.tsx';
import { CameBack, SeenBefore } from '../parts/seen-before.tsx';
import { toneOfSeverity } from '../parts/severity-tone.ts';

const route = getRouteApi('/errors/$errorId');

/** One error: what it means, what to check first, guided steps, the evidence, and how it was closed. */
export function ErrorScreen() {
  const { errorId } = route.useParams();
  const error = useQuery(
    useApi().errors.get.queryOptions({ input: { errorId }, meta: { topics: ['errors', 'troubleshooting'] } }),
  );
  const { t } = useTranslation('errors');
  return (
    <Loaded query={error} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(data) => <ErrorView error={data} />}
    </Loaded>
  );
}

function ErrorView({ error }: { readonly error: ErrorDetail }) {
  const { t } = useTranslation('errors');
  const api = useApi();
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<'none' | 'resolve' | 'book'>('none');
  const acknowledge = useMutation(api.errors.acknowledge.mutationOptions());
  const start = useMutation(
    api.troubleshooting.start.mutationOptions({
      onSuccess: (run) => void navigate({ to: '/runs/$runId', params: { runId: run.runId } }),
    }),
  );
  const openRun = error.runs.find((run) => run.state === 'started' || run.state === 'paused');
  const isClosed = error.state === 'resolved';
  const guide: Action = {
    label: openRun === undefined ? t('error.startGuide') : t('error.resumeGuide'),
    isPending: start.isPending,
    onPress: () =>
      openRun === undefined
        ? start.mutate({ errorId: error.id })
        : void navigate({ to: '/runs/$runId', params: { runId: openRun.runId } }),
  };
  return (
    <Screen
      title={error.code}
      crumbs={[
        { label: t('bench'), to: '/bench' },
        { label: error.instrumentName, to: `/instruments/${error.instrumentId}/errors` },
      ]}
      actions={{
        state: <RecordMark place={error.place} />,
        secondary: isClosed
          ? []
          : [
              ...(error.state === 'active'
                ? [
                    {
                      label: t('error.acknowledge'),
                      isPending: acknowledge.isPending,
                      onPress: () => acknowledge.mutate({ errorId: error.id, note: '' }),
                    },
                  ]
                : []),
              { label: t('error.resolve'), onPress: () => setSheet('resolve') },
            ],
        ...(isClosed ? {} : { primary: guide }),
      }}
      side={<ErrorFacts error={error} />}
    >
      <Headline error={error} />
      <CameBack error={error} />
      <MutationError mutation={acknowledge} />
      <MutationError mutation={start} />
      {error.book === null ? (
        <Card
          title={t('error.noBook')}
          tone="unknown"
          action={<Button onPress={() => setSheet('book')}>{t('error.writeEntry')}</Button>}
        >
          <p>{t('error.noBookMore')}</p>
        </Card>
      ) : (
        <Card
          title={t('error.what')}
          action={<Button onPress={() => setSheet('book')}>{t('error.writeEntry')}</Button>}
        >
          <BookEntryView entry={error.book} isUnderTitle />
        </Card>
      )}
      {error.shippedBook !== null && (
        <Card title={t('error.shipped')}>
          <BookEntryView entry={error.shippedBook} />
        </Card>
      )}
      <SeenBefore earlier={error.seenBefore} />
      <ErrorEvidence error={error} />
      {sheet === 'resolve' && <ResolveSheet errorId={error.id} onClose={() => setSheet('none')} />}
      {sheet === 'book' && <BookEntrySheet error={error} onClose={() => setSheet('none')} />}
    </Screen>
  );
}

/** Is it all right, and if not, what is it: how serious, whether it is still there, and what it does to results. */
function Headline({ error }: { readonly error: ErrorDetail }) {
  const { t } = useTranslation('errors');
  const say = useSay();
  const isClosed = error.state === 'resolved';
  const state = say(`errors.state.${error.state}`);
  return (
    <Banner
      tone={isClosed ? 'info' : toneOfSeverity[error.severity]}
      title={t('error.headline', { severity: t(`severity.${error.severity}`), state })}
    >
      <p>{error.text || error.book?.title}</p>
      {isClosed ? <p>{error.resolution}</p> : <p>{t(`affects.${error.affectsResults}`)}.</p>}
    </Banner>
  );
}
