import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { ActionBar, type ActionBarProps } from './action-bar.tsx';
import { useFrameSlots } from './frame-slots.ts';
import styles from './screen.module.css';

export interface Crumb {
  readonly label: string;
  /** A path of the app, params already filled in: `/instruments/abc/now`. */
  readonly to: string;
}

export interface ScreenProps {
  /** The thing this screen is about; the one h1 of the page. */
  readonly title: string;
  /** Places above it. */
  readonly crumbs?: readonly Crumb[];
  readonly children: ReactNode;
  /** The one side panel: beside from 1600 px, folded under below. */
  readonly side?: ReactNode;
  readonly actions?: ActionBarProps;
  /** `fill` gives the children the whole height (a list that scrolls by itself). */
  readonly layout?: 'flow' | 'fill';
}

/** One screen inside the frame: heading in the top line, a column of meaning, at most one side panel, an action bar. */
export function Screen({ title, crumbs = [], children, side, actions, layout = 'flow' }: ScreenProps) {
  const { t } = useTranslation('app');
  const { heading, actionBar } = useFrameSlots();
  useEffect(() => {
    document.title = `${title} · ${t('name')}`;
  }, [title, t]);
  return (
    <>
      {heading !== null &&
        createPortal(
          <div className={styles.heading}>
            {crumbs.length > 0 && (
              <nav className={styles.crumbs} aria-label={t('topLine.where')}>
                {crumbs.map((crumb) => (
                  <Fragment key={crumb.to}>
                    <Link to={crumb.to} className={styles.crumb}>
                      {crumb.label}
                    </Link>
                    <span aria-hidden="true">›</span>
                  </Fragment>
                ))}
              </nav>
            )}
            <h1 className={styles.title}>{title}</h1>
          </div>,
          heading,
        )}
      <div className={styles.screen} data-layout={layout} data-has-side={side === undefined ? undefined : true}>
        <div className={styles.main}>{children}</div>
        {side !== undefined && <aside className={styles.side}>{side}</aside>}
      </div>
      {actions !== undefined && actionBar !== null && createPortal(<ActionBar {...actions} />, actionBar)}
    </>
  );
}
