import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../data/session.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import styles from './frame.module.css';
import { FrameSlotsContext } from './frame-slots.ts';
import { useFrameState } from './frame-state.ts';
import { HostTrouble } from './host-trouble.tsx';
import { mayNobodyAct } from './may-nobody-act.ts';
import { useOverlays } from './overlays.ts';
import { ScanRefused } from './scan-refused.tsx';
import { useSigningState } from './signing.ts';
import { TopLine } from './top-line.tsx';
import { useActivity } from './use-activity.ts';
import { useCableScans } from './use-cable-scans.ts';
import { useFrameKeys } from './use-frame-keys.ts';
import { useTakeScan } from './use-take-scan.ts';
import { useThemeSetting } from './use-theme-setting.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));
const ErrorEntrySheet = lazy(async () => ({
  default: (await import('../modules/errors/parts/error-entry-sheet.tsx')).ErrorEntrySheet,
}));
const SessionCover = lazy(async () => ({
  default: (await import('../modules/people/parts/session-cover.tsx')).SessionCover,
}));
const WhoSheet = lazy(async () => ({
  default: (await import('../modules/people/parts/who-sheet.tsx')).WhoSheet,
}));
const SigningSheet = lazy(async () => ({
  default: (await import('../modules/people/parts/signing-sheet.tsx')).SigningSheet,
}));

/** Places of the rail. A place comes when its module does; there are no dead entries. */
const places = [
  { to: '/bench', word: 'rail.bench', icon: 'bench' },
  { to: '/agenda', word: 'rail.agenda', icon: 'agenda' },
  { to: '/errors', word: 'rail.errors', icon: 'errors' },
  { to: '/cases', word: 'rail.cases', icon: 'cases' },
  { to: '/service', word: 'rail.service', icon: 'service' },
  { to: '/calibration', word: 'rail.calibration', icon: 'calibration' },
  { to: '/procedures', word: 'rail.procedures', icon: 'procedures' },
  { to: '/records', word: 'rail.records', icon: 'records' },
  { to: '/sync', word: 'rail.sync', icon: 'on-the-hub' },
  { to: '/settings', word: 'rail.settings', icon: 'settings' },
] as const satisfies readonly { to: string; word: string; icon: IconName }[];

/** First parts of addresses that belong to a place of the rail and do not begin with its own. */
const belongsTo: Readonly<Record<string, (typeof places)[number]['to']>> = {
  daily: '/agenda',
  sheets: '/agenda',
  tasks: '/agenda',
  plans: '/agenda',
  'open-case': '/cases',
  case: '/cases',
  'plan-visit': '/cases',
  visits: '/cases',
  'certify-decontamination': '/cases',
  decontamination: '/cases',
  installations: '/cases',
  'import-notices': '/cases',
  notices: '/cases',
  'return-to-service': '/service',
  'work-orders': '/service',
  calibrations: '/calibration',
  'calibration-procedures': '/calibration',
  standards: '/calibration',
  'standard-checks': '/calibration',
  'impact-reviews': '/calibration',
  reports: '/records',
  definitions: '/settings',
  scanner: '/settings',
  'audit-trail': '/records',
  conflicts: '/sync',
  meetings: '/sync',
};

/** Rail, top line, screen and action bar (design.md, Frame of the window). */
export function Frame() {
  const { t } = useTranslation('app');
  const [heading, setHeading] = useState<HTMLElement | null>(null);
  const [actionBar, setActionBar] = useState<HTMLElement | null>(null);
  const isPaletteOpen = useFrameState((state) => state.isPaletteOpen);
  const isBenchMode = useFrameState((state) => state.isBenchMode);
  const errorEntry = useOverlays((state) => state.errorEntry);
  const isWhoOpen = useOverlays((state) => state.isWhoOpen);
  const { held } = useSession();
  const isCovered = held !== undefined && mayNobodyAct(held);
  const signing = useSigningState((state) => state.request);
  const placeHere = useRouterState({ select: ({ location }) => belongsTo[location.pathname.split('/')[1] ?? ''] });
  const main = useRef<HTMLElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const takeScan = useTakeScan(held);
  useFrameKeys(held, takeScan);
  useCableScans(held, takeScan);
  useActivity();
  useThemeSetting();
  useFocusOnArrival(main, column);
  return (
    <div className={styles.frame} data-bench-mode={isBenchMode ? 'on' : 'off'}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('skipToScreen')}
      </button>
      {!isBenchMode && (
        <nav className={styles.rail} aria-label={t('rail.label')}>
          {places.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              className={styles.place}
              activeProps={{ 'aria-current': 'page' }}
              {...(placeHere === place.to ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon name={place.icon} size="large" />
              <span className={styles.placeWord}>{t(place.word)}</span>
            </Link>
          ))}
        </nav>
      )}
      <div ref={column} className={styles.column}>
        <TopLine headingSlot={setHeading} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a screen of text alone has nothing else to hold the keys */}
        <main id="screen" ref={main} className={styles.main} tabIndex={0}>
          <HostTrouble />
          <FrameSlotsContext value={{ heading, actionBar }}>
            <Suspense fallback={null}>
              <Outlet />
            </Suspense>
          </FrameSlotsContext>
        </main>
      </div>
      <div ref={setActionBar} className={styles.actionBar} />
      <ScanRefused />
      <Suspense fallback={null}>
        {isPaletteOpen && <CommandPalette />}
        {errorEntry !== null && <ErrorEntrySheet start={errorEntry} />}
        {signing !== null && <SigningSheet request={signing} />}
        {isWhoOpen && !isCovered && <WhoSheet />}
        {isCovered && <SessionCover session={held} />}
      </Suspense>
    </div>
  );
}

interface ElementRef {
  readonly current: HTMLElement | null;
}

/** On arriving at another screen the focus goes to it, so that a screen reader starts there and Enter means its primary. */
function useFocusOnArrival(main: ElementRef, column: ElementRef): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    const isArrival = before.current !== undefined && before.current !== path;
    before.current = path;
    if (!isArrival) {
      return;
    }
    const screen = main.current;
    screen?.scrollTo({ top: 0 });
    column.current?.scrollTo({ top: 0 });
    // A field of the new screen that takes the focus keeps it. After a link was pressed with Enter it does so a frame late.
    // So does a sheet that was opened meanwhile: what is typed into it must not go to the screen behind.
    const frame = requestAnimationFrame(() => {
      const isInSheet = Boolean(document.activeElement?.closest('[role="dialog"]'));
      if (screen !== null && !screen.contains(document.activeElement) && !isInSheet) {
        screen.focus({ preventScroll: true });
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [path, main, column]);
}
