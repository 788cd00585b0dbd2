import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RtsDetail } from '../../../../shared/modules/maintenance/service-contract.ts';
import type { RtsItemKey } from '../../../../shared/modules/maintenance/service-terms.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useSigning } from '../../../app/signing.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ServiceHistory } from '../parts/service-history.tsx';
import { ProveSheet } from '../parts/service-prove-sheet.tsx';
import { RtsFacts } from '../parts/service-rts-facts.tsx';
import { RtsItems } from '../parts/service-rts-items.tsx';
import { useSayProof } from '../parts/service-say-proof.ts';

const route = getRouteApi('/return-to-service/$rtsId');

/** One list: what must be proven, by which record it was, and the review that puts the instrument back into service. */
export function RtsScreen() {
  const { t } = useTranslation('service');
  const { rtsId } = route.useParams();
  const list = useQuery(useApi().maintenance.service.rts.get.queryOptions({ input: { rtsId } }));
  return (
    <Loaded query={list} waiting={<Screen title={t('list.title')}>{null}</Screen>}>
      {(data) => <RtsView list={data} />}
    </Loaded>
  );
}

function RtsView({ list }: { readonly list: RtsDetail }) {
  const { t } = useTranslation('service');
  const { t: sayReport } = useTranslation('reports');
  const navigate = useNavigate();
  const [proving, setProving] = useState<RtsItemKey | null>(null);
  const [remarks, setRemarks] = useState('');
  const review = useReview(list, remarks);
  const next = list.items.find((item) => item.state !== 'done');
  const item = list.items.find(({ key }) => key === proving);
  const primary: Action | undefined =
    list.state === 'returned'
      ? undefined
      : list.state === 'proven'
        ? { label: t('rts.reviewAndSign'), icon: 'signed', onPress: review.start }
        : next === undefined
          ? undefined
          : { label: t('rts.next', { item: t(`item.${next.key}`) }), onPress: () => setProving(next.key) };
  return (
    <Screen
      title={t('list.title')}
      crumbs={[
        { label: t('bench'), to: '/bench' },
        { label: list.instrumentName, to: `/instruments/${list.instrumentId}/service` },
      ]}
      actions={{
        state: <RecordMark place={list.state === 'returned' ? 'signed' : 'saved-here'} />,
        secondary: [
          {
            label: sayReport('print'),
            onPress: () =>
              void navigate({
                to: '/reports/$reportId',
                params: { reportId: 'return-to-service' },
                search: { rtsId: list.id },
              }),
          },
        ],
        ...(primary === undefined ? {} : { primary }),
      }}
      side={
        <>
          <RtsFacts list={list} />
          <ServiceHistory lines={list.history} />
        </>
      }
    >
      <Headline list={list} isOtherOpen={review.isOtherOpen} />
      <RtsItems items={list.items} isClosed={list.state === 'returned'} onProve={setProving} />
      {list.state === 'proven' && (
        <Card title={t('rts.remarksTitle')}>
          <p>{t('rts.remarksMore')}</p>
          <TextField label={t('rts.remarks')} value={remarks} onChange={setRemarks} maxLength={1000} />
        </Card>
      )}
      {item !== undefined && <ProveSheet key={item.key} rtsId={list.id} item={item} onClose={() => setProving(null)} />}
    </Screen>
  );
}

/** The review: shows the whole list as it is signed, and says so when another list still holds the instrument. */
function useReview(list: RtsDetail, remarks: string) {
  const { t } = useTranslation('service');
  const sayProof = useSayProof();
  const { sign } = useSigning();
  const [isOtherOpen, setOtherOpen] = useState(false);
  const approve = useMutation(useApi().maintenance.service.rts.approve.mutationOptions());
  const statement = remarks.trim();
  const run = async () => {
    const signed = await sign({
      title: t('rts.signTitle', { instrument: list.instrumentName }),
      lines: [
        { label: t('rts.signedEvents'), value: list.events.map((event) => t(`event.${event}`)).join('; ') },
        ...list.items.map((item) => ({ label: t(`item.${item.key}`), value: sayProof(item) })),
        ...(statement === '' ? [] : [{ label: t('rts.signedRemarks'), value: statement }]),
      ],
      meaning: 'reviewed',
      act: ({ password }) => approve.mutateAsync({ rtsId: list.id, statement, password }),
    });
    setOtherOpen(signed !== null && !signed.result.isInService);
  };
  return { isOtherOpen, start: () => void run() };
}

function Headline({ list, isOtherOpen }: { readonly list: RtsDetail; readonly isOtherOpen: boolean }) {
  const { t } = useTranslation('service');
  if (list.state === 'returned' && list.returnedAt !== null) {
    return (
      <>
        {isOtherOpen && <Banner tone="attention" title={t('rts.otherOpen')} />}
        <Banner tone="good" title={t('rts.returnedTitle', { at: formatInstant(list.returnedAt, 'minutes') })}>
          <p>{t('rts.reviewedBy', { actor: list.reviewedBy })}</p>
          {list.review !== null && <RecordSignatures topic="maintenance" hash={list.review.hash} />}
          {list.review?.statement !== undefined && list.review.statement !== '' && <p>{list.review.statement}</p>}
          {list.review?.isSameAsProver === true && <p>{t('rts.sameAsProver')}</p>}
        </Banner>
      </>
    );
  }
  return (
    <Banner tone={list.state === 'proven' ? 'attention' : 'stop'} title={t('rts.openTitle')}>
      <p>
        {list.state === 'proven'
          ? t('status.waitsForReview')
          : t('status.notInServiceMore', { count: list.openItemCount })}
      </p>
      {list.hasConflict && <p>{t('conflict')}</p>}
    </Banner>
  );
}
