import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  Moment,
  MomentLine,
  MomentMark,
  MomentSection,
} from '../../../../shared/modules/cases/moment-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { MomentField } from '../../../app/typed-fields.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { readTypedMoment, typedMoment } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { useFirstRows } from '../../../ui/first-rows.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { useIsDrawn } from '../../../ui/use-is-drawn.ts';
import momentStyles from '../parts/moment.module.css';

const route = getRouteApi('/instruments/$id/as-it-was');
const hourMs = 3_600_000;
const steps = [
  { key: 'weekBack', ms: -7 * 24 * hourMs },
  { key: 'dayBack', ms: -24 * hourMs },
  { key: 'hourBack', ms: -hourMs },
  { key: 'hourOn', ms: hourMs },
  { key: 'dayOn', ms: 24 * hourMs },
] as const;

/** The time machine: pick a moment; what the instrument was then, and what of it cannot be told. */
export function MomentScreen() {
  const { t } = useTranslation('moment');
  const navigate = useNavigate();
  const { id, title, crumbs } = useInstrument();
  const search = route.useSearch();
  const [opened] = useState(() => new Date().toISOString());
  const at = search.at !== undefined && !Number.isNaN(Date.parse(search.at)) ? search.at : opened;
  const [typed, setTyped] = useState(() => typedMoment(new Date(at)));
  const print = usePrint('time-machine', { instrumentId: id, at });
  const isDrawn = useIsDrawn();
  const moment = useQuery(
    useApi().cases.moment.at.queryOptions({ input: { instrumentId: id, at }, placeholderData: keepPreviousData }),
  );
  const go = (to: string) => {
    setTyped(typedMoment(new Date(to)));
    void navigate({ to: '/instruments/$id/as-it-was', params: { id }, search: { at: to }, replace: true });
  };
  const chosen = readTypedMoment(typed);
  const show = () => chosen !== null && go(chosen);
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        secondary: print,
        primary: { label: t('show'), icon: 'clock', isDisabled: chosen === null, onPress: show },
      }}
      side={isDrawn && <Marks instrumentId={id} onGo={go} />}
    >
      <Card title={t('pick')}>
        <OwnForm isDisabled={chosen === null} onSubmit={show}>
          <MomentField label={t('moment')} value={typed} onChange={setTyped} isRequired />
        </OwnForm>
        <fieldset className={momentStyles.steps} aria-label={t('step.label')}>
          {steps.map(({ key, ms }) => (
            <Button key={key} onPress={() => go(new Date(Date.parse(at) + ms).toISOString())}>
              {t(`step.${key}`)}
            </Button>
          ))}
        </fieldset>
      </Card>
      <Loaded query={moment}>{(data) => <MomentView moment={data} />}</Loaded>
    </Screen>
  );
}

function MomentView({ moment }: { readonly moment: Moment }) {
  const { t } = useTranslation('moment');
  const say = useSay();
  const isDrawn = useIsDrawn();
  const missing = moment.sections.filter(({ state }) => state === 'missing');
  const at = formatInstant(moment.at, 'full');
  return (
    <>
      <Banner
        tone={moment.isInFuture || moment.isBeforeRegister ? 'unknown' : 'info'}
        title={t('headline', { instrument: moment.instrumentName, at })}
      >
        <p>
          {moment.isInFuture
            ? t('future')
            : moment.isBeforeRegister
              ? t('before', { at: moment.registeredAt === null ? '' : formatInstant(moment.registeredAt, 'minutes') })
              : t('records', { count: moment.recordCount })}
        </p>
        <p>{t('zone', { zone: moment.timeZone })}</p>
      </Banner>
      {moment.sections
        .filter(({ state }) => state !== 'missing')
        .slice(0, isDrawn ? undefined : firstSections)
        .map((section) => (
          <SectionCard key={section.key} section={section} />
        ))}
      {isDrawn && missing.length > 0 && (
        <Card title={t('missing')} tone="unknown">
          <p>{t('missingMore')}</p>
          <ul className={styles.plain}>
            {missing.map((section) => (
              <li key={section.key}>
                <StateMark tone="unknown">{t(`section.${section.key}`)}</StateMark>
                <div>{say(section.why)}</div>
                <Lines lines={section.lines} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function SectionCard({ section }: { readonly section: MomentSection }) {
  const { t } = useTranslation('moment');
  return (
    <Card title={t(`section.${section.key}`)}>
      {section.state === 'nothing' || section.lines.length === 0 ? (
        <p>{t('nothing')}</p>
      ) : (
        <Lines lines={section.lines} />
      )}
    </Card>
  );
}

/** So many sections fill a window; the others are drawn right after them. */
const firstSections = 3;
/** So many lines of a section, and moments of weight, stand there at once. */
const firstLines = 12;

function Lines({ lines }: { readonly lines: readonly MomentLine[] }) {
  const { shown, rest } = useFirstRows(lines, firstLines);
  if (lines.length === 0) return null;
  return (
    <>
      <ul className={styles.plain}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one answered moment never move
          <li key={index}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {rest}
    </>
  );
}

const toneOfLine = { good: 'good', warn: 'attention', bad: 'stop' } as const;

function Line({ line }: { readonly line: MomentLine }) {
  const say = useSay();
  const text = say(line.key, line.data);
  return (
    <>
      <div>{line.tone === 'plain' ? text : <StateMark tone={toneOfLine[line.tone]}>{text}</StateMark>}</div>
      {line.at !== null && (
        <div className={styles.muted}>
          <TimeText at={line.at} look="full" />
        </div>
      )}
    </>
  );
}

interface MarksProps {
  readonly instrumentId: string;
  readonly onGo: (at: string) => void;
}

/** Moments of weight, to go to at one press. */
function Marks({ instrumentId, onGo }: MarksProps) {
  const { t } = useTranslation('moment');
  const marks = useQuery(
    useApi().cases.moment.marks.queryOptions({
      input: { instrumentId, limit: 30 },
      meta: { topics: ['cases', 'errors', 'maintenance', 'instruments'] },
    }),
  );
  return (
    <Card title={t('marks')}>
      <Loaded query={marks}>
        {(rows) => (rows.length === 0 ? <p>{t('nothing')}</p> : <MarkRows rows={rows} onGo={onGo} />)}
      </Loaded>
    </Card>
  );
}

function MarkRows({ rows, onGo }: Pick<MarksProps, 'onGo'> & { readonly rows: readonly MomentMark[] }) {
  const { t } = useTranslation('moment');
  const say = useSay();
  const { shown, rest } = useFirstRows(rows, firstLines);
  return (
    <>
      <ul className={styles.rows}>
        {shown.map((row) => (
          <li key={row.hash} className={styles.withAction}>
            <div className={styles.words}>
              <span>{say(row.key, row.data)}</span>
              <span className={styles.muted}>{formatInstant(row.at, 'minutes')}</span>
            </div>
            <Button aria-label={t('goTo', { at: formatInstant(row.at, 'seconds') })} onPress={() => onGo(row.at)}>
              {t('go')}
            </Button>
          </li>
        ))}
      </ul>
      {rest}
    </>
  );
}
