import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';

interface RunBannersProps {
  readonly run: RunView;
  /** The step that is shown; what was recovered in it is told there. */
  readonly shown: string;
  readonly onGo: (at: string) => void;
}

/** What a person has to know of the run before going on with it. */
export function RunBanners({ run, shown, onGo }: RunBannersProps) {
  const { t } = useTranslation('sop');
  const say = useSay();
  const revision = run.revisions.at(-1);
  const elsewhere = run.recovered.filter(({ at }) => at !== shown);
  return (
    <>
      {run.newerNumber !== null && (
        <Banner
          tone="info"
          title={t('run.newer.title', { number: run.newerNumber })}
          action={
            <ButtonLink to="/procedures/sops/$sopId" params={{ sopId: run.sopId }}>
              {t('run.newer.open')}
            </ButtonLink>
          }
        >
          <p>{t('run.newer.more', { own: run.versionNumber })}</p>
        </Banner>
      )}
      {elsewhere.length > 0 && (
        <Banner
          tone="attention"
          title={t('run.recovered.title')}
          action={elsewhere.map(({ at, title }) => (
            <Button key={at} onPress={() => onGo(at)}>
              {t('run.steps.go', { title })}
            </Button>
          ))}
        >
          <p>{t('run.recovered.more')}</p>
        </Banner>
      )}
      {run.isTrial && <Banner tone="attention" title={t('run.about.trialMore')} />}
      {run.clock !== 'ok' && <Banner tone="attention" title={t(`run.clock.${run.clock}`)} />}
      {!run.hasWords && <Banner tone="unknown" title={t('run.about.noWords')} />}
      {run.revision > 1 && revision !== undefined && revision.reason !== '' && (
        <Banner tone="info" title={t('run.over.revision', { number: run.revision })}>
          <p>{revision.reason}</p>
        </Banner>
      )}
      {run.conflicts.map(({ code, data }) => (
        <Banner key={`${code} ${JSON.stringify(data)}`} tone="attention" title={say(code, data)} />
      ))}
    </>
  );
}
