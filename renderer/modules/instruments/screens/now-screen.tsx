import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { InstrumentCard, InstrumentDetail } from '../../../../shared/modules/instruments/contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { openErrorEntry } from '../../../app/overlays.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { AgreementCard } from '../parts/agreement-card.tsx';
import { ErrorLines } from '../parts/error-lines.tsx';
import { useInstrumentDetail } from '../parts/use-instrument-detail.ts';

/** How one instrument is, why, and the one thing to do next. */
export function NowScreen() {
  const { t } = useTranslation('instruments');
  const api = useApi();
  const { id, card, title, crumbs } = useInstrument();
  const detail = useInstrumentDetail(id);
  const retry = useMutation(api.instruments.retryLink.mutationOptions());
  const primary = usePrimary(id, card);
  const isLineDown = card !== undefined && card.link.kind !== 'none' && card.link.state !== 'open';
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        secondary: [
          ...(isLineDown
            ? [
                {
                  label: t('now.retry'),
                  onPress: () => retry.mutate({ instrumentId: id }),
                  isPending: retry.isPending,
                },
              ]
            : []),
          { label: t('now.enterCode'), onPress: () => openErrorEntry({ instrumentId: id }), icon: 'keyboard' as const },
        ],
        ...(primary === null ? {} : { primary }),
      }}
      side={<Loaded query={detail}>{(data) => <Facts detail={data} />}</Loaded>}
    >
      <MutationError mutation={retry} />
      {card !== undefined && <NextStep card={card} />}
      {card !== undefined && (
        <Card title={t('now.activeErrors')}>
          {card.activeErrors.length === 0 ? <p>{t('now.noErrors')}</p> : <ErrorLines errors={card.activeErrors} />}
        </Card>
      )}
      {detail.data?.identityDoubt != null && card?.next.goesTo !== 'set-up' && (
        <Banner
          tone="attention"
          title={t(`identity.doubt.${detail.data.identityDoubt.kind}`, { name: detail.data.identityDoubt.otherName })}
        >
          {t('identity.whatToDo')}
        </Banner>
      )}
      <AgreementCard instrumentId={id} />
      <Loaded query={detail}>{(data) => <State card={card ?? data} silenceMinutes={data.silenceMinutes} />}</Loaded>
    </Screen>
  );
}

function usePrimary(instrumentId: string, card: InstrumentCard | undefined): Action | null {
  const { t } = useTranslation('instruments');
  const navigate = useNavigate();
  if (card === undefined) {
    return null;
  }
  const { goesTo, errorId } = card.next;
  if (goesTo === 'none' || goesTo === 'now') {
    return null;
  }
  return {
    label: t(`now.go.${goesTo}`),
    onPress: () => {
      if (goesTo === 'errors' && errorId !== null) {
        void navigate({ to: '/errors/$errorId', params: { errorId } });
      } else {
        void navigate({ to: `/instruments/$id/${goesTo}`, params: { id: instrumentId } });
      }
    },
  };
}

function NextStep({ card }: { readonly card: InstrumentCard }) {
  const say = useSay();
  const tone = card.tone === 'not-set-up' ? 'unknown' : card.tone;
  return <Banner tone={tone} title={say(card.next.key, card.next.data)} />;
}

function State({ card, silenceMinutes }: { readonly card: InstrumentCard; readonly silenceMinutes: number }) {
  const { t } = useTranslation('instruments');
  const api = useApi();
  const expect = useMutation(api.instruments.setExpectedInUse.mutationOptions());
  const background = card.lastBackground;
  return (
    <Card title={t('now.state')}>
      <KeyValue
        rows={[
          { label: t('now.operational'), value: t(`operational.${card.operationalStatus}`) },
          { label: t('now.service'), value: t(`service.${card.serviceStatus}`) },
          { label: t('now.line'), value: `${card.link.where} · ${t(`link.${card.link.state}`)}` },
          { label: t('now.answering'), value: t(`now.talk.${card.talk}`) },
          { label: t('now.lastHeard'), value: <TimeText at={card.lastHeardAt} /> },
          { label: t('now.lastMessage'), value: <TimeText at={card.lastMessageAt} /> },
          {
            label: t('now.background'),
            value:
              background === null ? (
                t('now.backgroundNone')
              ) : (
                <>
                  <StateMark tone={toneOfVerdict[background.verdict]}>
                    {t(`now.verdict.${background.verdict}`)}
                  </StateMark>{' '}
                  {background.worst} <TimeText at={background.at} />
                </>
              ),
          },
          { label: t('now.messagesToday'), value: card.messageCountToday },
          { label: t('now.partial'), value: card.partialMessageCount },
          { label: t('now.unmapped'), value: card.unmappedCount },
        ]}
      />
      <SwitchField
        label={t('now.expected')}
        isOn={card.isExpectedInUse}
        isDisabled={expect.isPending}
        onChange={(isExpectedInUse) => expect.mutate({ instrumentId: card.id, isExpectedInUse, until: null })}
      />
      <p>{t('now.expectedHint', { minutes: silenceMinutes })}</p>
      <MutationError mutation={expect} />
    </Card>
  );
}

function Facts({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('instruments');
  return (
    <Card title={`${detail.maker} ${detail.model}`}>
      <KeyValue
        rows={[
          { label: t('setUp.serialNumber'), value: detail.serialNumber },
          { label: t('setUp.assetNumber'), value: detail.assetNumber },
          { label: t('setUp.firmware'), value: detail.firmware },
          { label: t('setUp.place'), value: detail.place },
          {
            label: t('now.reported'),
            value: detail.reported === null ? t('now.reportedNone') : t('now.reportedValue', { ...detail.reported }),
          },
          { label: t('setUp.notes'), value: detail.notes },
        ]}
      />
    </Card>
  );
}
