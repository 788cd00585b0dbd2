import { getRouteApi, Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCard } from '../data/data-layer.tsx';
import { joinClasses } from '../ui/join-classes.ts';
import { StateMark } from '../ui/state-mark.tsx';
import tabStyles from '../ui/tabs.module.css';
import { useCommands } from './commands.ts';
import styles from './instrument-layout.module.css';
import { useInstrumentClass } from './use-instrument-class.ts';

const route = getRouteApi('/instruments/$id');
const everyTab = [
  'now',
  'daily-check',
  'microscopy',
  'baths',
  'errors',
  'cases',
  'maintenance',
  'service',
  'calibration',
  'messages',
  'wire',
  'timeline',
  'support',
  'set-up',
] as const;

/** Tabs that only instruments of some classes have; the others are everybody's. */
const tabClasses: Partial<Record<(typeof everyTab)[number], readonly string[]>> = {
  'daily-check': ['flow-cytometer'],
  microscopy: ['microscope'],
  baths: ['tissue-processor', 'stainer'],
};

/** The way between the screens of one instrument, with its state always in view. */
export function InstrumentLayout() {
  const { t } = useTranslation('instruments');
  const { id } = route.useParams();
  const card = useCard(id);
  const navigate = useNavigate();
  const name = card?.name ?? '';
  const instrumentClass = useInstrumentClass(card?.definitionKey);
  const tabs = everyTab.filter((tab) => tabClasses[tab]?.includes(instrumentClass) ?? true);
  useCommands(
    'instrument',
    tabs.map((tab) => ({
      id: `instrument-${tab}`,
      label: t(`tabs.${tab}`),
      detail: name,
      run: () => void navigate({ to: `/instruments/$id/${tab}`, params: { id } }),
    })),
    `${id} ${name} ${instrumentClass}`,
  );
  return (
    <>
      <div className={tabStyles.head}>
        <nav className={joinClasses(tabStyles.tabs, styles.many)} aria-label={t('tabs.label')}>
          {tabs.map((tab) => (
            <Link key={tab} to={`/instruments/$id/${tab}`} params={{ id }} className={tabStyles.tab} replace>
              {t(`tabs.${tab}`)}
              {tab === 'errors' && card !== undefined && card.activeErrors.length > 0 && (
                <span className={styles.count}>{card.activeErrors.length}</span>
              )}
            </Link>
          ))}
        </nav>
        {card !== undefined && (
          <StateMark tone={card.tone} look="chip">
            {card.tone === 'good' ? t(`good.${card.operationalStatus}`) : t(`tone.${card.tone}`)}
          </StateMark>
        )}
      </div>
      <Outlet />
    </>
  );
}
