import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi, useConnectionState } from '../data/data-layer.tsx';
import { useSession } from '../data/session.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useFrameState } from './frame-state.ts';
import { openErrorEntry, setWhoOpen } from './overlays.ts';
import { shownInstrument } from './shown-instrument.ts';
import { SiteMark } from './site-mark.tsx';
import { SyncMark } from './sync-mark.tsx';
import styles from './top-line.module.css';

interface TopLineProps {
  readonly headingSlot: (element: HTMLElement | null) => void;
}

/** Where you are, how to find things, who you are; and quietly, when it is so, that the host is being reached again. */
export function TopLine({ headingSlot }: TopLineProps) {
  const { t } = useTranslation('app');
  const router = useRouter();
  const connection = useConnectionState();
  const openPalette = useFrameState((state) => state.setPaletteOpen);
  return (
    <header className={styles.line}>
      <div ref={headingSlot} className={styles.heading} />
      <div className={styles.tools}>
        <span role="status" className={styles.connection}>
          {connection !== 'connected' && (
            <span className={styles.quiet}>
              <Icon name="plug" /> {t(connection === 'lost' ? 'topLine.reconnecting' : 'topLine.connecting')}
            </span>
          )}
        </span>
        <SiteMark />
        <SyncMark />
        <Button
          look="quiet"
          icon="errors"
          hint="Ctrl+E"
          onPress={() => openErrorEntry({ instrumentId: shownInstrument(router.state.location.pathname) })}
        >
          <span className={styles.toolWord}>{t('topLine.enterError')}</span>
        </Button>
        <Button icon="search" hint="Ctrl+K" onPress={() => openPalette(true)}>
          <span className={styles.toolWord}>{t('topLine.search')}</span>
        </Button>
        <Who />
      </div>
    </header>
  );
}

/** Who acts, in view on every screen; pressed, it leads to switching, locking and signing out. */
function Who() {
  const { t } = useTranslation('app');
  const about = useQuery(useApi().system.about.queryOptions({ meta: { topics: ['system', 'people'] } }));
  const { held, person } = useSession();
  const actor = about.data?.actor;
  if (held?.state === 'no-owner' && actor === undefined) {
    return null;
  }
  const isOsUser = person === null && actor !== undefined;
  const name = person?.printedName ?? (actor === undefined ? '' : t('topLine.osUser', { name: actor.name }));
  return (
    <span className={styles.who} title={isOsUser ? t('topLine.osUserWhy') : undefined}>
      <Button look="quiet" icon="person" hint="Ctrl+U" onPress={() => setWhoOpen(true)}>
        <span className="visually-hidden">{t('topLine.who')} </span>
        <span className={styles.whoName}>{name}</span>
        {person !== null && (
          <span className={styles.initials} aria-hidden="true">
            {person.initials}
          </span>
        )}
      </Button>
      {/* A switch is read out. */}
      <span role="status" className="visually-hidden">
        {person !== null && t('topLine.actsNow', { name })}
      </span>
    </span>
  );
}
